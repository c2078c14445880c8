import { randomBytes } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { refusal } from '../kernel/refusal.ts'
import { BodyMalformed } from './json-body.ts'

export const HeadersTooLarge = refusal(
  'request.headers_too_large',
  431,
  'The headers of the request are too large.',
)
export const RequestTooSlow = refusal(
  'request.too_slow',
  408,
  'The request did not arrive in time. Nothing was done; send it again with the same key.',
)

/** What a browser may do with an answer that is no page: show it as text. */
export const NO_PAGE = "default-src 'none'; frame-ancestors 'none'"

/** Answers what is no HTTP request as every other fault is answered, and ends the connection. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { code, status, title } = refusalFor(error.code)
  const traceId = randomBytes(16).toString('hex')
  const body = JSON.stringify({ type: `urn:saldo:problem:${code}`, title, status, code, traceId })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `content-security-policy: ${NO_PAGE}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function refusalFor(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return HeadersTooLarge
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return RequestTooSlow
  return BodyMalformed
}
