/** A one-time code as it is typed: capitals in groups of four, "ABCD-EFGH-JKLM". */
export function groupCode(typed: string): string {
  const kept = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 12)
  return (kept.match(/.{1,4}/g) ?? []).join('-')
}

export function isWholeCode(code: string): boolean {
  return /^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/.test(code)
}
