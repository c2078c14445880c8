/** A credit token that was made and not yet disclosed, with what it was made under. */
export interface IssuedCredit {
  readonly kind: 'credit'
  /** 20 digits; secret until the sale is committed. */
  readonly digits: string
  readonly tid: number
  readonly baseDate: number
  readonly supplyGroup: string
  readonly keyRevision: number
  readonly tariffIndex: number
}
