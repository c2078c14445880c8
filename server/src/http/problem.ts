import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Log } from '../kernel/log.ts'
import { type FieldError, Refusal, refusal } from '../kernel/refusal.ts'
import { BodyMalformed } from './json-body.ts'

export const NotFound = refusal('request.not_found', 404, 'There is nothing at this address.')
export const BodyTooLarge = refusal('request.too_large', 413, 'The request is too large.')
export const ContentTypeWrong = refusal(
  'request.content_type',
  415,
  'Send JSON: Content-Type: application/json.',
)
export const ServerFault = refusal(
  'server.fault',
  500,
  'Something went wrong on our side. Ask again with the same key; quote the trace id if it stays.',
)

/** A problem document (RFC 9457) with our code, the trace id and the fields at fault. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.Optional(Type.String()),
    traceId: Type.String(),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String(),
          code: Type.String(),
          detail: Type.Optional(Type.String()),
        }),
      ),
    ),
  },
  { $id: 'Problem' },
)

/** Answers what was thrown: a refusal as what it says, anything else as our fault, its text withheld. */
export function answerProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const refused = refusalOf(error)
  if (refused.status >= 500) {
    log.error('request.failed', {
      traceId: request.traceId,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      code: refused.code,
      ...(error instanceof Refusal ? {} : { error }),
    })
  }
  if (refused.retryAfter !== undefined) reply.header('retry-after', String(refused.retryAfter))
  return reply
    .status(refused.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: `urn:saldo:problem:${refused.code}`,
      title: refused.title,
      status: refused.status,
      code: refused.code,
      ...(refused.detail && { detail: refused.detail }),
      traceId: request.traceId,
      ...(Object.keys(refused.params).length > 0 && { params: refused.params }),
      ...(refused.errors && { errors: refused.errors }),
    })
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (!(error instanceof Error)) return ServerFault()
  const known = error as Error & { code?: string; statusCode?: number; validation?: Fault[] }
  if (known.validation) {
    const context = (known as { validationContext?: string }).validationContext ?? 'body'
    return BodyMalformed(
      {},
      { errors: known.validation.slice(0, 20).flatMap(fieldErrors(context)) },
    )
  }
  if (known.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return BodyTooLarge()
  if (known.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return ContentTypeWrong()
  if (known.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return BodyMalformed()
  // The framework's own refusals of a request (a broken length, a broken address) are the caller's.
  if (known.statusCode !== undefined && known.statusCode >= 400 && known.statusCode < 500) {
    return BodyMalformed()
  }
  return ServerFault()
}

interface Fault {
  readonly instancePath?: string
  readonly keyword?: string
  readonly message?: string
  readonly params?: { readonly [name: string]: unknown }
}

/** One field error for each field a validation fault is about. */
function fieldErrors(context: string) {
  const prefix = context === 'body' ? '' : `/${context}`
  return (fault: Fault): FieldError[] => {
    const at = `${prefix}${fault.instancePath ?? ''}`
    const code = `field.${(fault.keyword ?? 'invalid').replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}`
    const names = fault.params?.additionalProperties ?? fault.params?.requiredProperties
    if (Array.isArray(names)) {
      return names.map((name) => ({ pointer: `${at}/${String(name).slice(0, 60)}`, code }))
    }
    return [{ pointer: at, code, ...(fault.message && { detail: fault.message.slice(0, 200) }) }]
  }
}
