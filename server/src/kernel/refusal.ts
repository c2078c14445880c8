/** A value that may be shown to the caller: plain JSON, never a secret. */
export type RefusalParam = string | number | boolean | null

/** One field of the request that is at fault. `pointer` is a JSON pointer (RFC 6901). */
export type FieldError = {
  readonly pointer: string
  readonly code: string
  readonly detail?: string
}

export type RefusalExtras = {
  /** One sentence about this occurrence, when the title is not enough. */
  readonly detail?: string
  readonly errors?: readonly FieldError[]
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number
}

/** A "no" that the caller can act on. Anything else that is thrown is our own fault. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly params: Readonly<Record<string, RefusalParam>>
  readonly detail: string | undefined
  readonly errors: readonly FieldError[] | undefined
  readonly retryAfter: number | undefined

  constructor(kind: RefusalKind, params: Record<string, RefusalParam>, extras: RefusalExtras) {
    super(kind.code)
    this.code = kind.code
    this.status = kind.status
    this.title = kind.title
    this.params = params
    this.detail = extras.detail
    this.errors = extras.errors
    this.retryAfter = extras.retryAfter
  }
}

export type RefusalKind = {
  (params?: Record<string, RefusalParam>, extras?: RefusalExtras): Refusal
  readonly code: string
  readonly status: number
  readonly title: string
  /** Whether what was caught is a refusal of this kind. */
  readonly is: (thrown: unknown) => thrown is Refusal
}

const declared = new Map<string, RefusalKind>()
const CODE = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$/

/**
 * Declares a refusal: a stable code such as `meter.blocked`, the HTTP status that answers it and one
 * plain sentence. A code is declared once in the whole program.
 */
export function refusal(code: string, status: number, title: string): RefusalKind {
  if (!CODE.test(code)) throw new Error(`A refusal code reads like "meter.blocked", not "${code}".`)
  if (status < 400 || status > 599) throw new Error(`A refusal answers 4xx or 5xx, not ${status}.`)
  if (declared.has(code)) throw new Error(`The refusal "${code}" is declared twice.`)
  const make = (params: Record<string, RefusalParam> = {}, extras: RefusalExtras = {}) =>
    new Refusal(kind, params, extras)
  const kind: RefusalKind = Object.assign(make, {
    code,
    status,
    title,
    is: (thrown: unknown): thrown is Refusal => thrown instanceof Refusal && thrown.code === code,
  })
  declared.set(code, kind)
  return kind
}

/** Every refusal of the modules loaded so far, by code: for the contract and the house checks. */
export function allRefusals(): RefusalKind[] {
  return [...declared.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}
