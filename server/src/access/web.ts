import type { FastifyReply, FastifyRequest } from 'fastify'
import { cookieOf } from './cookie.ts'
import { ERRAND_MS } from './directory/errand.ts'
import type { From } from './factors/factor-change.ts'
import { originOf } from './origin.ts'
import { type Device, deviceOf } from './sign-in/device.ts'
import type { Place } from './sign-in/sign-in.ts'

const ERRAND_SECONDS = ERRAND_MS / 1_000
const DEVICE_SECONDS = 400 * 24 * 60 * 60

/** What the console keeps in a browser, and where a request comes from. */
export type Web = {
  /** Puts a session's token into the browser, in a cookie that no script can read. */
  readonly keep: (reply: FastifyReply, token: string) => void
  readonly forget: (reply: FastifyReply) => void
  /** Where a sign-in comes from. Its browser is known again by a cookie of its own. */
  readonly place: (request: FastifyRequest, reply: FastifyReply) => Place
  readonly from: (request: FastifyRequest) => From
  /** Notes in the browser that it is on its way to a directory, for a while. */
  readonly sendOff: (reply: FastifyReply, errand: string) => void
  /** What was noted, which the browser forgets. */
  readonly takeBack: (request: FastifyRequest, reply: FastifyReply) => string | undefined
}

/** `secure`: whether the console is reached by https; then cookies are kept to it and to this very host. */
export function webOf({
  secure,
  publicUrl,
}: {
  readonly secure: boolean
  readonly publicUrl: string | undefined
}): Web {
  const prefix = secure ? '__Host-' : ''
  const cookie = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
  const from = (request: FastifyRequest): From => ({
    source: request.ip,
    origin: originOf(request, publicUrl),
  })
  const device = (request: FastifyRequest, reply: FastifyReply): Device => {
    const known = deviceOf(request.cookies[`${prefix}saldo-device`])
    reply.setCookie(`${prefix}saldo-device`, known, { ...cookie, maxAge: DEVICE_SECONDS })
    return known
  }
  const onTheWay = `${prefix}saldo-errand`
  return {
    keep: (reply, token) => void reply.setCookie(`${prefix}saldo`, token, cookie),
    forget: (reply) => void reply.clearCookie(`${prefix}saldo`, cookie),
    place: (request, reply) => ({ ...from(request), device: device(request, reply) }),
    from,
    sendOff: (reply, errand) =>
      void reply.setCookie(onTheWay, errand, { ...cookie, maxAge: ERRAND_SECONDS }),
    takeBack(request, reply) {
      reply.clearCookie(onTheWay, cookie)
      return request.cookies[onTheWay]
    },
  }
}

/** The session's token that a request brings. */
export function tokenOf(request: FastifyRequest): string | undefined {
  return cookieOf(request, 'saldo')
}

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
