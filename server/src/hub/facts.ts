import type { Asked, Quoted } from '../backends/index.ts'
import { type Currency, formatMinor } from '../kernel/money.ts'
import { formatUnits } from '../kernel/units.ts'
import { shownMinor } from '../tariffs/index.ts'
import type { Seller } from './order.ts'
import type { SaleFacts, SaleLine } from './sale.ts'

/** Decimals of a quantum of energy, water or gas: a token counts tenths (IEC 62055-41, 6.3.6). */
export const UNIT_DECIMALS = 1

/** What the receipt of this sale will say, for ever. */
export function factsOf(asked: Asked, quoted: Quoted, seller: Seller): SaleFacts {
  const { context, utility } = asked
  const { sts, customer } = context
  return {
    utility: {
      name: utility.name,
      address: utility.address,
      taxNumber: utility.taxNumber,
      supportPhone: utility.supportPhone,
      message: utility.receiptMessage,
      receiptPrefix: utility.receiptPrefix,
      timeZone: utility.timeZone,
      decimals: utility.currency.decimals,
    },
    vendor: seller.names.vendor,
    vendorAddress: seller.names.vendorAddress,
    terminal: seller.names.terminal,
    operator: seller.names.operator,
    customer: {
      name: customer?.name ?? '',
      account: customer?.accountNumber ?? '',
      address: context.usagePoint?.address ?? '',
    },
    meter: {
      serialNumber: context.serialNumber,
      supplyGroup: sts?.supplyGroup ?? '',
      keyRevision: sts?.keyRevision ?? 0,
      tariffIndex: sts?.tariffIndex ?? 0,
      algorithm: String(sts?.encryptionAlgorithm ?? 0).padStart(2, '0'),
    },
    tariff: quoted.tariffName,
    lines: saleLines(quoted, utility.currency),
  }
}

/** The calculation as people read it: every line of the price, deductions negative. */
export function saleLines(quoted: Quoted, currency: Currency): SaleLine[] {
  return quoted.lines.map((line) => ({
    kind: line.kind,
    label: line.label,
    amount: formatMinor(shownMinor(line), currency),
    ...(line.units !== undefined && {
      units: formatUnits({ quanta: line.units, decimals: UNIT_DECIMALS }),
    }),
    ...(line.priceText !== undefined && { price: line.priceText }),
    ...(line.remaining !== undefined && { remaining: formatMinor(line.remaining, currency) }),
  }))
}
