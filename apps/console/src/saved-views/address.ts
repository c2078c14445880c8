/** What of an address belongs to a list as it is set up: not the utility, and not the page one is on. */
const elsewhere = ['utility', 'after', 'before']

/** The list as text, its fields in the order of their names, so that equal lists are equal texts. */
export function viewAddress(search: object): string {
  const fields = Object.entries(search)
    .filter(([name, value]) => !elsewhere.includes(name) && value !== undefined)
    .map(([name, value]) => [name, String(value)])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return new URLSearchParams(fields).toString()
}

/** The fields of a saved list; the screen's own `validateSearch` judges them. */
export function viewSearch(address: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(address))
}
