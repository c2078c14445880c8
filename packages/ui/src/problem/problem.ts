/** A problem document of the server (RFC 9457), as every refusal and fault arrives. */
export interface Problem {
  type: string
  title: string
  status: number
  /** Stable: the apps hold the words for it. */
  code: string
  detail?: string
  /** The reference support asks for. */
  traceId: string
  errors?: { pointer: string; code: string; detail?: string }[]
}

/** Thrown where an answer is a problem document, so that queries and forms can show it. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** The problem document in a parsed body, or null if it is none. */
export function asProblem(body: unknown): Problem | null {
  if (typeof body !== 'object' || body === null) return null
  const { code, status, title } = body as Partial<Problem>
  if (typeof code !== 'string' || typeof status !== 'number') return null
  const { type = 'about:blank', detail, traceId = '', errors } = body as Partial<Problem>
  return {
    type,
    title: title ?? code,
    status,
    code,
    traceId,
    ...(detail === undefined ? {} : { detail }),
    ...(Array.isArray(errors) ? { errors } : {}),
  }
}

/** No answer came: the network or the server is away. Nothing is known to have happened. */
export class NoAnswer extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'NoAnswer'
  }
}
