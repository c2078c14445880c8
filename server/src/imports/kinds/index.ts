import { type AnyKind, anyKind } from '../kind.ts'
import { customers } from './customers.ts'
import { meters } from './meters.ts'

/** Every kind of thing that can be brought in. A new one has a file of its own and is listed here. */
export const kinds: readonly AnyKind[] = [anyKind(meters), anyKind(customers)]

/** The kind of this name. @throws Error for a name that no version of the program wrote */
export function kindNamed(name: string): AnyKind {
  const kind = kinds.find((known) => known.name === name)
  if (!kind) throw new Error(`There is no kind of import called "${name}".`)
  return kind
}
