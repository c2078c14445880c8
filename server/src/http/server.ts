import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Log } from '../kernel/log.ts'
import { readJson } from './json-body.ts'
import { answerProblem, NotFound } from './problem.ts'
import { answerUnreadable, NO_PAGE } from './unreadable.ts'

/** Fastify with our types: what a schema declares is what a handler gets. */
export type Http = FastifyInstance<
  import('fastify').RawServerDefault,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  import('fastify').FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The permission a caller needs: one of access/permissions.ts, `signed_in` for what every signed-in caller
     * may do, `device` for what an enrolled till may ask before sign-in, `public` for what anybody may ask. A route without one fails the checks.
     */
    permission?: string
    /** Whether the caller must have proven in the last ten minutes who they are: access/step-up.ts. */
    stepUp?: boolean
    /** Whether somebody may call it who has yet to set up a second factor before they are signed in. */
    whileEnrolling?: boolean
  }
  interface FastifyInstance {
    /** Whether people reach this server by https. */
    secure?: boolean
  }
  interface FastifyRequest {
    /** The body exactly as it came, for a signature over it. */
    bodyBytes: Buffer
    traceId: string
  }
}

/** Bytes of a request's body at most. Imports have a way of their own. */
const BODY_LIMIT = 64 * 1024

/** A server that speaks JSON and answers every fault with a problem document (RFC 9457). */
export async function createHttp(options: {
  readonly log: Log
  readonly version: string
  /** Whose word on where a request comes from is believed: addresses and ranges of our own proxies. */
  readonly trustedProxies?: readonly string[]
}): Promise<Http> {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    // A slow client is let go of; the figures are RELIABILITY.md section 7's.
    requestTimeout: 10_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 8_000, connectionsCheckingInterval: 1_000 },
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    genReqId: () => '',
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    return503OnClosing: true,
    // An address that cannot be read never reaches a hook or a route.
    frameworkErrors: (error, request, reply) => {
      begin(request, reply)
      return answerProblem(error, request, reply, options.log)
    },
    clientErrorHandler: answerUnreadable,
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, body: Buffer, done) => {
      request.bodyBytes = body
      try {
        done(null, readJson(body))
      } catch (error) {
        done(error as Error)
      }
    },
  )

  app.decorateRequest('bodyBytes')
  app.decorateRequest('traceId', '')
  app.addHook('onRequest', async (request, reply) => begin(request, reply))

  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, options.log))
  app.setNotFoundHandler((request, reply) => answerProblem(NotFound(), request, reply, options.log))

  await app.register(cookie)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Saldo',
        version: options.version,
        description:
          'Prepayment management. Amounts and units are decimal strings. Faults are problem documents (RFC 9457) with a stable code. Calls that move money take an Idempotency-Key: the same key with the same content answers with the same sale, at any time.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
    },
  })
  return app
}

/** What every request and every answer has, also one that is refused before it is understood. */
function begin(request: FastifyRequest, reply: FastifyReply): void {
  request.bodyBytes = NO_BODY
  request.traceId = traceIdOf(request.headers.traceparent)
  reply.header('cache-control', 'no-store')
  reply.header('x-content-type-options', 'nosniff')
  // An answer that is opened as a page runs nothing. What is a page says more.
  reply.header('content-security-policy', NO_PAGE)
  if (request.server.secure) {
    reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  }
  reply.header('referrer-policy', 'no-referrer')
  reply.header('cross-origin-opener-policy', 'same-origin')
  reply.header('saldo-trace', request.traceId)
}

const NO_BODY = Buffer.alloc(0)

/** The caller's trace (W3C Trace Context) or a new one: 32 hexadecimal digits. */
function traceIdOf(header: string | string[] | undefined): string {
  const given = typeof header === 'string' ? /^00-([0-9a-f]{32})-/.exec(header)?.[1] : undefined
  if (given) return given
  if (traceUsed === traceBytes.length) {
    traceBytes = randomBytes(4_096)
    traceUsed = 0
  }
  traceUsed += 16
  return traceBytes.toString('hex', traceUsed - 16, traceUsed)
}

let traceBytes = Buffer.alloc(0)
let traceUsed = 0
