/** A value of the trail as it is shown: a text, several texts, or nothing. */
export type Shown = string | readonly string[] | null

/** One field of a thing, before a deed and after it. */
export type Change = { readonly name: string; readonly before: Shown; readonly after: Shown }

/**
 * What a deed changed, field by field, in the order it was written down. A field inside a field is
 * named by both, as "recovery.basisPoints". What stayed as it was is left out.
 */
export function changesOf(before: unknown, after: unknown): Change[] {
  const old = fieldsOf(before)
  const young = fieldsOf(after)
  return [...new Set([...old.keys(), ...young.keys()])]
    .map((name) => ({ name, before: old.get(name) ?? null, after: young.get(name) ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

/** Lists on both sides differ by what came and what went; the rest of them is not worth reading. */
export function listChange({ before, after }: Change): { gone: string[]; come: string[] } | null {
  if (!isList(before) || !isList(after)) return null
  return {
    gone: before.filter((text) => !after.includes(text)),
    come: after.filter((text) => !before.includes(text)),
  }
}

export function isList(value: Shown): value is readonly string[] {
  return Array.isArray(value)
}

function fieldsOf(values: unknown, within = ''): ReadonlyMap<string, Shown> {
  if (!isObject(values)) return new Map()
  return new Map(
    Object.entries(values).flatMap(([name, value]): [string, Shown][] =>
      isObject(value) ? [...fieldsOf(value, `${within}${name}.`)] : [[within + name, shown(value)]],
    ),
  )
}

function shown(value: unknown): Shown {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(textOf)
  return textOf(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
