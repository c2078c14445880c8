import type { Asked, IssuedToken, Quoted } from '../backends/index.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import { type AccountId, accountKinds, kindsOfAccounts } from '../ledger/index.ts'
import { saleHash } from './content.ts'
import type { Seller } from './order.ts'
import type { SaleFacts } from './sale.ts'

/** A sale ready to be committed, with the state it was quoted from. */
export interface Proposal {
  readonly tenantId: Id<'tenant'>
  readonly saleId: Id<'sale'>
  readonly key: string
  readonly fingerprint: Buffer
  readonly receiptNumber: bigint
  readonly seller: Seller
  readonly backEnd: string
  readonly asked: Asked
  readonly quoted: Quoted
  /** Null where nothing was bought, and on the long way: an outside back end makes the tokens. */
  readonly token: IssuedToken | null
  readonly tender: { readonly method: string; readonly receivedMinor: bigint | null }
  readonly facts: SaleFacts
}

/** The row of a proposal as the functions of the sale path read it; numbers of money and units are texts. */
export function saleRow(proposal: Proposal, n: number) {
  const { asked, quoted, seller, token } = proposal
  const { context, utility } = asked
  const { sums, usageAfter } = quoted
  const traceText = JSON.stringify(quoted.trace)
  const factsText = JSON.stringify(proposal.facts)
  return {
    n,
    id: proposal.saleId,
    booked_at: timeOfId(proposal.saleId),
    client_id: seller.clientId,
    key: proposal.key,
    fingerprint: hex(proposal.fingerprint),
    receipt_number: proposal.receiptNumber.toString(),
    back_end: proposal.backEnd,
    channel: seller.channel,
    vendor_id: seller.vendorId,
    vendor_account_id: context.vendor?.floatId,
    terminal_id: seller.terminalId,
    operator_id: seller.operatorId,
    utility_id: utility.id,
    token_type: tokenTypeOf(asked),
    commodity: context.commodity,
    meter_id: context.meterId,
    usage_point_id: context.usagePoint?.id ?? null,
    customer_id: context.customer?.id ?? null,
    tariff_version_id: quoted.tariffVersionId,
    business_day: asked.businessDay,
    currency: utility.currency.code,
    tender_minor: asked.tender.toString(),
    fee_minor: sums.fee.toString(),
    arrears_minor: sums.arrears.toString(),
    charge_minor: sums.charge.toString(),
    levy_minor: sums.levy.toString(),
    tax_minor: sums.tax.toString(),
    energy_minor: sums.energy.toString(),
    rounding_minor: sums.rounding.toString(),
    margin_minor: quoted.marginMinor.toString(),
    net_minor: quoted.netMinor.toString(),
    units: quoted.units.toString(),
    tender_method: proposal.tender.method,
    received_minor: proposal.tender.receivedMinor?.toString() ?? null,
    trace: quoted.trace,
    receipt: proposal.facts,
    content_hash: hex(hashOf(proposal, token?.digits ?? '', traceText, factsText)),
    usage_version: context.usage?.version.toString(),
    month: usageAfter?.month,
    month_units: usageAfter?.monthUnits.toString(),
    month_minor: usageAfter?.monthMinor.toString(),
    day: usageAfter?.day,
    day_minor: usageAfter?.dayMinor.toString(),
    service_paid_through: usageAfter?.servicePaidThrough ?? null,
    base_date: token?.baseDate,
    tid: token?.tid,
    token_kind: token?.kind,
    digits: token?.digits,
    supply_group: token?.supplyGroup,
    key_revision: token?.keyRevision,
    tariff_index: token?.tariffIndex,
  }
}

/** The transfers of a proposal as the functions read them, each account with its kind. */
export function transferRows({ asked, quoted }: Proposal, n: number) {
  const float = asked.context.vendor?.floatId
  const system = kindsOfAccounts(quoted.accounts)
  const kindOf = (id: AccountId) =>
    id === float ? accountKinds.vendor_float : (system.get(id) ?? accountKinds.customer_debt)
  return quoted.transfers.map(({ debit, credit, minor }, line) => ({
    n,
    line: line + 1,
    d: debit,
    dk: kindOf(debit),
    c: credit,
    ck: kindOf(credit),
    m: minor.toString(),
    owed: quoted.owed.get(credit)?.toString() ?? null,
  }))
}

export function tokenTypeOf(asked: Asked): string {
  return `${asked.context.commodity}_credit`
}

function hashOf(proposal: Proposal, digits: string, trace: string, facts: string): Buffer {
  const { asked, quoted, seller, saleId } = proposal
  return saleHash({
    id: saleId,
    booked_at: timeOfId(saleId),
    client_id: seller.clientId,
    vendor_id: seller.vendorId,
    utility_id: asked.utility.id,
    meter_id: asked.context.meterId,
    customer_id: asked.context.customer?.id ?? null,
    receipt_number: proposal.receiptNumber,
    currency: asked.utility.currency.code,
    tender_minor: asked.tender,
    units: quoted.units,
    tender_method: proposal.tender.method,
    received_minor: proposal.tender.receivedMinor,
    trace,
    receipt: facts,
    digits,
  })
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}
