import type { WordKey } from '../words/index.ts'

/** A letter before it has a language: which phrases, in which order. `layout.ts` makes text and HTML of it. */
export interface Outline {
  readonly subject: WordKey
  readonly paragraphs: readonly WordKey[]
  /** A button, or the bare address in plain text, between `paragraphs` and `after`. */
  readonly action: { readonly label: WordKey; readonly url: string }
  readonly after: readonly WordKey[]
}

export interface Template<Name extends string, Value extends string> {
  readonly name: Name
  /** Every value the letter needs. */
  readonly values: readonly Value[]
  /** Those that only the recipient may know: kept wrapped, and erased when the letter has gone out. */
  readonly secret: readonly Value[]
  /** Milliseconds after which sending it makes no sense any more, unless the request says when. */
  readonly lifeMs: number
  readonly outline: (values: { readonly [name in Value]: string }) => Outline
}

/** Declares a template, so that its values are known by name where a letter is queued. */
export function template<const Name extends string, const Value extends string>(
  declared: Template<Name, Value>,
): Template<Name, Value> {
  return declared
}
