/** What is chosen: rows by their keys, or everything that matches the filter of the list. */
export type GridSelection =
  | { readonly kind: 'rows'; readonly keys: readonly string[] }
  | { readonly kind: 'all' }

export const nothingSelected: GridSelection = { kind: 'rows', keys: [] }

export function isSelected(selection: GridSelection, key: string): boolean {
  return selection.kind === 'all' || selection.keys.includes(key)
}

/** Without a row, or with it. Whoever leaves a row out of everything keeps the rest of this page. */
export function toggled(
  selection: GridSelection,
  key: string,
  page: readonly string[],
): GridSelection {
  const keys = selection.kind === 'all' ? page : selection.keys
  if (keys.includes(key)) return { kind: 'rows', keys: keys.filter((other) => other !== key) }
  return { kind: 'rows', keys: [...keys, key] }
}

/** All rows of a page, or none of them when all were chosen; those of other pages stay as they are. */
export function pageToggled(selection: GridSelection, page: readonly string[]): GridSelection {
  if (selection.kind === 'all') return nothingSelected
  const others = selection.keys.filter((key) => !page.includes(key))
  const all = page.every((key) => selection.keys.includes(key))
  return { kind: 'rows', keys: all ? others : [...others, ...page] }
}
