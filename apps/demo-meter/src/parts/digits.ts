export const TOKEN_LENGTH = 20

/**
 * Keeps the digits of what was typed or pasted: receipts print groups with spaces or hyphens, and
 * phones in some languages type their own digits (Arabic-Indic and Persian are turned into Latin).
 */
export function onlyDigits(text: string): string {
  return text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\D/g, '')
}

export function groupsOfFour(digits: string): string[] {
  return digits.match(/.{1,4}/g) ?? []
}
