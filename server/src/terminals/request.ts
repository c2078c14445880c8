import {
  type Actor,
  cashierPermissions,
  readToken,
  SessionExpired,
  SessionRequired,
} from '../access/index.ts'
import { now } from '../kernel/clock.ts'
import { refusal } from '../kernel/refusal.ts'
import { type Device, findDevice } from './lookup.ts'
import { useNonce } from './nonce.ts'
import { type Claims, isSigned, readClaims, type SignedRequest } from './signature.ts'
import { TerminalBlocked, TerminalUnknown, terminalNumber } from './terminal.ts'

export const SignatureWrong = refusal(
  'terminal.signature',
  401,
  'The request was not signed by this device, or was changed on its way.',
)

export type Repeatable = {
  /**
   * True for the sale alone: its idempotency key answers a repeated request with the same sale, and
   * keeping a nonce as well would cost a write on the way of every sale.
   */
  readonly repeatable?: boolean
}

/**
 * The device that signed a request, before anybody has signed in at it.
 * @throws TerminalUnknown, SignatureWrong, TerminalBlocked, RequestReplayed
 */
export async function identifyDevice(
  request: SignedRequest,
  { repeatable = false }: Repeatable = {},
): Promise<Device> {
  const { device, claims } = await verifyRequest(request)
  if (!repeatable) await useNonce(device, claims.nonce, undefined)
  return device
}

/**
 * The operator signed in at the device that signed a request, as an actor who sells on the device's
 * vendor's float.
 * @throws TerminalUnknown, SignatureWrong, TerminalBlocked, RequestReplayed, SessionRequired, SessionExpired
 */
export async function terminalActor(
  request: SignedRequest,
  { repeatable = false }: Repeatable = {},
): Promise<Actor> {
  const { device, claims, sessionHash } = await verifyRequest(request)
  const { session } = device
  if (!session || !sessionHash) throw SessionRequired()
  if (session.ended || session.expiresAt <= now()) throw SessionExpired()
  if (!repeatable) await useNonce(device, claims.nonce, session.expiresAt)
  return {
    tenantId: device.tenantId,
    kind: 'operator',
    id: session.operatorId,
    name: session.operatorName,
    permissions: cashierPermissions,
    reach: { utilities: 'all', vendors: [device.vendorId] },
    vendorId: device.vendorId,
    terminalId: device.terminalId,
    terminalName: terminalNumber(device.number),
    sessionId: sessionHash.toString('hex'),
  }
}

type Verified = {
  readonly device: Device
  readonly claims: Claims
  readonly sessionHash: Buffer | undefined
}

// A device learns that it is blocked only when it has shown that it is that device.
async function verifyRequest(request: SignedRequest): Promise<Verified> {
  const claims = readClaims(request)
  if (!claims) {
    throw request.headers['saldo-terminal'] === undefined ? TerminalUnknown() : SignatureWrong()
  }
  const sessionHash = readToken(claims.sessionToken ?? '')?.hash
  const device = await findDevice(claims.terminalId, sessionHash)
  if (!device?.publicKey) throw TerminalUnknown()
  if (!isSigned(request, claims, device.publicKey)) throw SignatureWrong()
  if (device.status !== 'enrolled') throw TerminalBlocked()
  return { device, claims, sessionHash }
}
