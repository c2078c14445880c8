import { StsError } from './errors.ts'

/** The number printed on a meter, and what follows from it. */
export type MeterNumber = {
  /** Decoder reference number: 11 or 13 digits, the last one a check digit. */
  readonly drn: string
  /** MeterPAN, 18 digits: issuer, decoder reference number, check digit. */
  readonly pan: string
  /** Two digits for an 11-digit number, four for a 13-digit one. */
  readonly manufacturerCode: string
}

/** Issuer of meters with a two-digit manufacturer code (IEC 62055-41, MeterPAN). */
const ISSUER_TWO_DIGIT_MAKER = '600727'
const ISSUER_FOUR_DIGIT_MAKER = '0000'

/**
 * Reads the meter number as a customer would give it. Blanks and dashes between the digits are ignored.
 * @throws StsError `drn.not-digits`, `drn.length` or `drn.check-digit`
 */
export function parseDrn(text: string): MeterNumber {
  const drn = text.replace(/[ -]/g, '')
  if (!/^[0-9]+$/.test(drn)) throw new StsError('drn.not-digits', 'A meter number has digits only.')
  if (drn.length !== 11 && drn.length !== 13) {
    throw new StsError('drn.length', 'A meter number has 11 or 13 digits.')
  }
  if (!hasValidCheckDigit(drn)) {
    throw new StsError('drn.check-digit', 'The check digit of the meter number is wrong.')
  }
  const twoDigitMaker = drn.length === 11
  const issuerAndDrn = (twoDigitMaker ? ISSUER_TWO_DIGIT_MAKER : ISSUER_FOUR_DIGIT_MAKER) + drn
  return {
    drn,
    pan: issuerAndDrn + checkDigit(issuerAndDrn),
    manufacturerCode: drn.slice(0, twoDigitMaker ? 2 : 4),
  }
}

/**
 * Reads an 18-digit MeterPAN.
 * @throws StsError `pan.format`, `pan.check-digit`, or what `parseDrn` throws for the number inside
 */
export function parsePan(text: string): MeterNumber {
  if (!/^(600727[0-9]{12}|0000[0-9]{14})$/.test(text)) {
    throw new StsError('pan.format', 'A MeterPAN has 18 digits and begins with 600727 or 0000.')
  }
  if (!hasValidCheckDigit(text)) {
    throw new StsError('pan.check-digit', 'The check digit of the MeterPAN is wrong.')
  }
  return parseDrn(text.startsWith(ISSUER_TWO_DIGIT_MAKER) ? text.slice(6, 17) : text.slice(4, 17))
}

/** Makes the meter number of a maker and a serial number of eight digits. */
export function drnOf(manufacturerCode: string, serialNumber: string): MeterNumber {
  if (!/^([0-9]{2}|[0-9]{4})$/.test(manufacturerCode)) {
    throw new StsError('drn.manufacturer-code', 'A manufacturer code has two or four digits.')
  }
  if (!/^[0-9]{8}$/.test(serialNumber)) {
    throw new StsError('drn.length', 'The serial number inside a meter number has eight digits.')
  }
  const payload = manufacturerCode + serialNumber
  return parseDrn(payload + checkDigit(payload))
}

/** True when the last digit is the check digit of the digits before it. */
export function hasValidCheckDigit(digits: string): boolean {
  return digits.length > 1 && checkDigit(digits.slice(0, -1)) === digits.slice(-1)
}

/** The Luhn (mod 10) digit that belongs behind these digits. */
export function checkDigit(digits: string): string {
  let sum = 0
  let doubled = true
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = digits.charCodeAt(i) - 48
    const weighted = doubled ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
    doubled = !doubled
  }
  return String((10 - (sum % 10)) % 10)
}
