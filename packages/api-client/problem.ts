/** A field the server refused: where it is in the body, and why. */
export type ProblemField = { pointer: string; code: string; detail?: string }

/**
 * The one shape of a failed call (RFC 9457). `code` is stable and is what the apps have words for;
 * `title` and `detail` are English and for the log. `traceId` is the reference a user can quote.
 */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail?: string
  traceId: string
  errors?: ProblemField[]
  /** Seconds to wait before another try, from the Retry-After header. */
  retryAfter?: number
}

/** No answer came: no network, or the server is down. Whether the call took effect is not known. */
export const NETWORK_LOST = 'network.lost'

/** An answer came that is not ours: a proxy's error page, a captive portal. */
export const ANSWER_UNREADABLE = 'answer.unreadable'

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'status' in value &&
    typeof value.status === 'number'
  )
}

/** Makes a problem of any failed answer, also of one that is empty or not JSON. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined)
  const problem = isProblem(body) ? body : unreadable(response)
  const seconds = response.headers.get('retry-after')
  return seconds && /^\d+$/.test(seconds) ? { ...problem, retryAfter: Number(seconds) } : problem
}

export function networkLost(): Problem {
  return {
    type: 'about:blank',
    title: 'The server did not answer.',
    status: 503,
    code: NETWORK_LOST,
    traceId: '',
  }
}

function unreadable(response: Response): Problem {
  return {
    type: 'about:blank',
    title: 'The answer could not be read.',
    status: response.status,
    code: ANSWER_UNREADABLE,
    traceId: response.headers.get('x-trace-id') ?? '',
  }
}
