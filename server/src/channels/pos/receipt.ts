import type { Receipt } from '@saldo/receipt'
import type { Sale } from '../../hub/index.ts'
import { receiptNumberOf, saleView, unitOf } from '../sale-view.ts'

/** The receipt of a sale as it is printed; the app lays it out for paper and screen. */
export function receiptOf(sale: Sale): Receipt {
  const { facts } = sale
  const view = saleView(sale)
  const { received, change } = view.tender
  return {
    currency: sale.currency,
    header: {
      utilityName: facts.utility.name,
      ...(facts.utility.address && { address: facts.utility.address }),
      ...(facts.utility.taxNumber && { taxNumber: facts.utility.taxNumber }),
      taxInvoice: facts.utility.taxNumber !== '',
      copy: sale.copy,
    },
    sale: {
      receiptNumber: receiptNumberOf(sale),
      soldAt: localTime(sale.bookedAt, facts.utility.timeZone),
      vendor: facts.vendor,
      ...(facts.vendorAddress && { vendorAddress: facts.vendorAddress }),
      terminal: facts.terminal,
      operator: facts.operator,
    },
    customer: {
      ...(facts.customer.name && { name: facts.customer.name }),
      ...(facts.customer.account && { account: facts.customer.account }),
      ...(facts.customer.address && { address: facts.customer.address }),
    },
    meter: {
      serialNumber: facts.meter.serialNumber,
      supplyGroupCode: facts.meter.supplyGroup,
      keyRevision: String(facts.meter.keyRevision),
      tariffIndex: String(facts.meter.tariffIndex).padStart(2, '0'),
      algorithm: facts.meter.algorithm,
      tariffName: facts.tariff,
    },
    tender: {
      method: view.tender.method,
      amount: view.amount,
      ...(received !== undefined && { tendered: received }),
      ...(change !== undefined && { change }),
    },
    deductions: facts.lines
      .filter((line) => line.kind !== 'energy')
      .map(({ label, amount, remaining }) => ({
        label,
        amount,
        ...(remaining !== undefined && { remaining }),
      })),
    energy: facts.lines
      .filter((line) => line.kind === 'energy')
      .map(({ label, units, price, amount }) => ({
        label,
        units: units ?? '0',
        amount,
        ...(price !== undefined && { price }),
      })),
    units: { total: view.units, unit: unitOf(sale.commodity) },
    tokens: view.tokens.flatMap(({ kind, ...token }) =>
      kind === 'engineering' ? [] : [{ kind, ...token }],
    ),
    footer: {
      ...(facts.utility.message && { message: facts.utility.message }),
      ...(facts.utility.supportPhone && { supportPhone: facts.utility.supportPhone }),
    },
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** English as it is written where zones have names of their own: elsewhere they read "GMT+3". */
const LOCALES = ['en-KE', 'en-ZA', 'en-NG', 'en-IN', 'en-AU', 'en-US', 'en-GB']

/** "24 Nov 2026 14:32 EAT": the utility's wall clock with its zone. */
function localTime(instant: Date, timeZone: string): string {
  const known = formats.get(timeZone)
  const format = known ?? bestFormat(timeZone, instant)
  if (!known) formats.set(timeZone, format)
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return `${of('day')} ${of('month')} ${of('year')} ${of('hour')}:${of('minute')} ${of('timeZoneName')}`
}

function bestFormat(timeZone: string, instant: Date): Intl.DateTimeFormat {
  const tried = LOCALES.map(
    (locale) =>
      new Intl.DateTimeFormat(locale, {
        timeZone,
        day: '2-digit',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZoneName: 'short',
      }),
  )
  const named = tried.find((format) => !/(GMT|UTC)./.test(format.format(instant)))
  return named ?? tried.at(-1)!
}
