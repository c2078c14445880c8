/** Why a token, a key or an identifier could not be made. The codes are stable; the texts are for people. */
export type StsErrorCode =
  | 'drn.not-digits'
  | 'drn.length'
  | 'drn.check-digit'
  | 'drn.manufacturer-code'
  | 'pan.format'
  | 'pan.check-digit'
  | 'tid.instant'
  | 'tid.before-base-date'
  | 'tid.overflow'
  | 'tid.range'
  | 'amount.range'
  | 'token.range'
  | 'token.unknown-type'
  | 'token.needs-key'
  | 'token.wrong-algorithm'
  | 'key.length'
  | 'key.parity'
  | 'key.parameter'
  | 'key.type-unsupported'
  | 'key.default-carries-no-credit'
  | 'key.common-needs-card'
  | 'key.expired'
  | 'key-change.not-permitted'
  | 'key-change.same-key'
  | 'tables.not-a-permutation'
  | 'meter.state'

/** The only error this package throws on purpose. Its text never contains a key or a token. */
export class StsError extends Error {
  readonly code: StsErrorCode

  constructor(code: StsErrorCode, message: string) {
    super(message)
    this.name = 'StsError'
    this.code = code
  }
}
