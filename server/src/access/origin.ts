import type { FastifyRequest } from 'fastify'

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$/

/**
 * Where people reach the console: what SALDO_PUBLIC_URL says. Without it the address that the caller used, when
 * that is this machine itself, and never another one: whoever asks for a letter would choose where its link leads.
 */
export function originOf(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl
  const host = request.headers.host ?? ''
  if (LOOPBACK.test(host)) return `http://${host}`
  return `http://localhost:${request.socket.localPort ?? 80}`
}
