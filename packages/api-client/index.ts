import createFetchClient, { type Client, type Middleware } from 'openapi-fetch'
import createQueryClient, { type OpenapiQueryClient } from 'openapi-react-query'
import { networkLost, type Problem, problemOf } from './problem.ts'
import type { paths } from './schema.d.ts'

export {
  ANSWER_UNREADABLE,
  isProblem,
  NETWORK_LOST,
  type Problem,
  type ProblemField,
} from './problem.ts'
export type { components, paths } from './schema.d.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem
  }
}

type ProblemAnswer = {
  headers: { [name: string]: unknown }
  content: { 'application/problem+json': Problem }
}

/** Any call may fail with a problem document; the contract does not repeat that for each. */
type Failing<Operation> = Operation extends { responses: infer Answers }
  ? Omit<Operation, 'responses'> & { responses: Answers & { default: ProblemAnswer } }
  : Operation

export type ApiPaths = {
  [Path in keyof paths]: { [Method in keyof paths[Path]]: Failing<paths[Path][Method]> }
}

/** What a call answers when it succeeds: `AnswerOf<'/api/console/session', 'get'>`. */
export type AnswerOf<
  Path extends keyof paths,
  Method extends keyof paths[Path],
> = paths[Path][Method] extends { responses: infer Answers }
  ? ContentOf<Answers[keyof Answers & (200 | 201)]>
  : never

type ContentOf<Answer> = Answer extends { content: { 'application/json': infer Body } }
  ? Body
  : never

export type Api = OpenapiQueryClient<ApiPaths> & {
  /** The same calls without React: `api.client.POST('/api/…', { body })`. */
  client: Client<ApiPaths>
}

export type ApiOptions = {
  /** Origin of the server; by default the page's own. */
  baseUrl?: string
  /** The session's token against forged requests, sent with every call that changes something. */
  csrfToken?: () => string | undefined
  /** For an app that signs its requests: receives the finished request, sends it, answers. */
  fetch?: (request: Request) => Promise<Response>
}

/**
 * The typed calls of an app. Whatever goes wrong (a refusal, a fault, an unreadable answer, no answer at all)
 * arrives as a `Problem`, so a screen has one kind of error to show.
 */
export function createApi(options: ApiOptions = {}): Api {
  const client = createFetchClient<ApiPaths>({
    baseUrl: options.baseUrl ?? globalThis.location?.origin ?? '',
    ...(options.fetch && { fetch: options.fetch }),
  })
  client.use(csrf(options.csrfToken), problems)
  return { ...createQueryClient(client), client }
}

function csrf(token: ApiOptions['csrfToken']): Middleware {
  return {
    onRequest({ request }) {
      const value = token?.()
      if (value && request.method !== 'GET') request.headers.set('saldo-csrf', value)
      return request
    },
  }
}

const problems: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return undefined
    return answer(await problemOf(response), response.headers)
  },
  onError({ error }) {
    // A call that its own caller gave up is not a failure of the network.
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    return answer(networkLost())
  },
}

function answer(problem: Problem, headers = new Headers()): Response {
  const kept = new Headers(headers)
  kept.delete('content-length')
  kept.set('content-type', 'application/problem+json')
  return new Response(JSON.stringify(problem), { status: problem.status, headers: kept })
}
