import type { FastifyRequest } from 'fastify'

/**
 * A cookie of the console that a request brings. Where the console is reached by https, only the name counts that
 * browsers let no http page and no other host of the same domain set: whoever could would choose the session that
 * somebody works in.
 */
export function cookieOf(
  { cookies, server }: FastifyRequest,
  name: 'saldo' | 'saldo-visit',
): string | undefined {
  return cookies[server.secure ? `__Host-${name}` : name]
}
