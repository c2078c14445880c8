/** Something in the books that is not as it was written, or does not add up. */
export interface Finding {
  /** A stable word, such as `posting_altered`. */
  readonly code: string
  /** The posting, account or block that is at fault. */
  readonly subject: string
  /** For the person who reads it. */
  readonly sentence: string
}
