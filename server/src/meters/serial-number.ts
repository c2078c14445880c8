import { parseDrn, StsError } from '@saldo/sts'
import { refusal } from '../kernel/refusal.ts'

export const MeterNumberMalformed = refusal(
  'meter.number_malformed',
  400,
  'A meter number has 11 or 13 digits.',
)
export const MeterCheckDigit = refusal(
  'meter.check_digit',
  422,
  'This meter number has a digit wrong: its check digit does not fit. Read it again.',
)

/**
 * Throws unless the text is a meter number as it is stored: 11 or 13 digits 0 to 9, the last of which is
 * the check digit of the others (IEC 62055-41). Blanks and dashes are for people, not for here.
 */
export function requireMeterNumber(serialNumber: string): void {
  if (!/^([0-9]{11}|[0-9]{13})$/.test(serialNumber)) throw MeterNumberMalformed({}, fault)
  try {
    parseDrn(serialNumber)
  } catch (error) {
    if (error instanceof StsError && error.code === 'drn.check-digit') {
      throw MeterCheckDigit(
        { serialNumber },
        { errors: [{ ...fault.errors[0], code: 'meter.check_digit' }] },
      )
    }
    throw error
  }
}

const fault = { errors: [{ pointer: '/serialNumber', code: 'meter.number_malformed' }] } as const
