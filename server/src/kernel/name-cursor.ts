import { type Id, parseId } from './ids.ts'

/** A place in a list by name: what the last row was sorted by, and its id. */
export type NamePlace<Kind extends string> = { readonly sort: string; readonly id: Id<Kind> }

/** The mark of a place for the caller to hand back. A name may change between two pages: the place keeps the old one. */
export function nameCursor<Kind extends string>({ sort, id }: NamePlace<Kind>): string {
  return Buffer.from(`${id}${sort}`).toString('base64url')
}

/** The place of a mark; undefined when it is none. */
export function placeOfCursor<Kind extends string>(text: string): NamePlace<Kind> | undefined {
  const plain = Buffer.from(text, 'base64url').toString()
  const id = parseId<Kind>(plain.slice(0, 36))
  const sort = plain.slice(36)
  return id && !sort.includes('\0') ? { sort, id } : undefined
}
