import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { api, type Problem } from '../api.ts'

/** Whether this browser knows passkeys at all: also not by plain http under another name than localhost. */
export const passkeysWork = () => browserSupportsWebAuthn()

type Outcome<Answer> = {
  data?: Answer | undefined
  error?: Problem | undefined
  response: Response
}

/** The device gave no answer: the person thought better of it, it has no passkey for us, or has this one already. */
export const PASSKEY_GIVEN_UP = 'passkey.given_up'
export const PASSKEY_PRESENT = 'passkey.present'

/** Asks the device for a passkey and signs in with it: alone, or as the second factor. */
export async function signInByPasskey(second: boolean) {
  const asked = await api.client.POST('/api/console/sessions/passkey-question', {
    body: { second },
  })
  if (!asked.data) return asked
  return withDevice(
    () => startAuthentication({ optionsJSON: asked.data as never }),
    (answer) =>
      api.client.POST('/api/console/sessions/passkey', { body: { second, answer } as never }),
  )
}

/** Confirms with a passkey who is there. */
export async function confirmByPasskey() {
  const asked = await api.client.POST('/api/console/session/passkey-question')
  if (!asked.data) return asked
  return withDevice(
    () => startAuthentication({ optionsJSON: asked.data as never }),
    (answer) =>
      api.client.POST('/api/console/session/confirm', {
        body: { kind: 'passkey', answer } as never,
      }),
  )
}

/** Lets the device make a passkey and gives it to the server. */
export async function makePasskey(name: string) {
  const asked = await api.client.POST('/api/console/account/passkeys/question')
  if (!asked.data) return asked
  return withDevice(
    () => startRegistration({ optionsJSON: asked.data as never }),
    (answer) =>
      api.client.POST('/api/console/account/passkeys', { body: { name, answer } as never }),
  )
}

async function withDevice<Made, Answer>(
  device: () => Promise<Made>,
  send: (made: Made) => Promise<Outcome<Answer>>,
): Promise<Outcome<Answer>> {
  let made: Made
  try {
    made = await device()
  } catch (error) {
    const present = error instanceof Error && error.name === 'InvalidStateError'
    return { error: local(present ? PASSKEY_PRESENT : PASSKEY_GIVEN_UP), response: new Response() }
  }
  return send(made)
}

/** What went wrong before the server was asked, in the form that every screen shows. */
function local(code: string): Problem {
  return { type: `urn:saldo:problem:${code}`, title: '', status: 400, code, traceId: '' }
}
