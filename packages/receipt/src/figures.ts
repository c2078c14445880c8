/** "1115.00" as "1,115.00". Works on the text, so no digit can change. */
export function grouped(decimal: string, thousands: string): string {
  const match = /^(-?)(\d+)(.*)$/.exec(decimal)
  if (!match) return decimal
  const [, sign = '', whole = '', rest = ''] = match
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, thousands) + rest
}

/** A meter number in groups: 4-4-3, or 4-4-5 for 13 digits. */
export function meterGroups(serialNumber: string): string {
  const match = /^(\d{4})(\d{4})(\d{3,5})$/.exec(serialNumber)
  return match ? `${match[1]} ${match[2]} ${match[3]}` : serialNumber
}

/** The five groups of four of a token. */
export function tokenGroups(digits: string): string[] {
  return digits.match(/\d{1,4}/g) ?? []
}

/** The unit as a printer of any code page can write it. */
export function unitWord(unit: 'kWh' | 'm3'): string {
  return unit
}
