import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import Type from 'typebox'

// What a browser answers for a passkey (WebAuthn level 3, section 5.1). Only its frame is checked here; what is
// in it is read and verified by the library.
const Base64url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })
const Extensions = Type.Object({}, { additionalProperties: true })
const Attachment = Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Null()]))

export const PasskeyMade = Type.Unsafe<RegistrationResponseJSON>(
  Type.Object({
    id: Base64url(1_400),
    rawId: Base64url(1_400),
    type: Type.Literal('public-key'),
    authenticatorAttachment: Attachment,
    clientExtensionResults: Extensions,
    response: Type.Object({
      clientDataJSON: Base64url(4_000),
      attestationObject: Base64url(20_000),
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
      publicKeyAlgorithm: Type.Optional(Type.Integer()),
      publicKey: Type.Optional(Base64url(8_000)),
      authenticatorData: Type.Optional(Base64url(8_000)),
    }),
  }),
)

export const PasskeyAnswer = Type.Unsafe<AuthenticationResponseJSON>(
  Type.Object({
    id: Base64url(1_400),
    rawId: Base64url(1_400),
    type: Type.Literal('public-key'),
    authenticatorAttachment: Attachment,
    clientExtensionResults: Extensions,
    response: Type.Object({
      clientDataJSON: Base64url(4_000),
      authenticatorData: Base64url(8_000),
      signature: Base64url(2_000),
      userHandle: Type.Optional(Type.Union([Base64url(200), Type.Null()])),
    }),
  }),
)

/** What a browser is asked; passed on to it as it is. */
export const PasskeyQuestion = Type.Object(
  { challenge: Type.String() },
  { additionalProperties: true },
)
