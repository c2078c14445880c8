import Type, { type Static } from 'typebox'
import { BodyMalformed } from '../../http/index.ts'
import type { SaleFilter, SalePlace } from '../../hub/index.ts'
import { parseMoney } from '../../kernel/money.ts'
import { AmountText, CommodityName, IdText } from '../../kernel/schemas.ts'
import type { Utility } from '../../tenants/index.ts'
import { SerialNumber } from '../sale-view.ts'

const Instant = Type.String({
  pattern:
    '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$',
  description: 'An instant (RFC 3339), such as "2026-11-24T00:00:00+02:00".',
})

/** The id of a sale, which carries its moment: only a UUID of version 7 does. */
const SALE_ID = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
export const SaleId = Type.Unsafe<import('../../kernel/ids.ts').Id<'sale'>>(
  Type.String({ pattern: `^${SALE_ID}$`, minLength: 36, maxLength: 36 }),
)

export const SaleState = Type.Enum(['done', 'held', 'unknown', 'refused', 'reversed'])

export const SaleQuery = Type.Object(
  {
    utility: IdText<'utility'>(),
    from: Type.Optional(Instant),
    until: Type.Optional(Instant),
    state: Type.Optional(SaleState),
    commodity: Type.Optional(CommodityName),
    channel: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' })),
    vendor: Type.Optional(IdText<'vendor'>()),
    terminal: Type.Optional(IdText<'terminal'>()),
    operator: Type.Optional(IdText<'operator'>()),
    meter: Type.Optional(SerialNumber),
    receipt: Type.Optional(
      Type.String({
        pattern: '^([A-Za-z0-9]{1,12}-)?[0-9]{1,15}$',
        description: 'As it is printed: "HC-88417"; its number alone is enough.',
      }),
    ),
    least: Type.Optional(AmountText),
    most: Type.Optional(AmountText),
    sort: Type.Optional(Type.Enum(['soldAt', '-soldAt'])),
    limit: Type.Optional(Type.Enum(['25', '50', '100'])),
    after: Type.Optional(SaleId),
    before: Type.Optional(
      Type.Unsafe<import('../../kernel/ids.ts').Id<'sale'> | 'end'>(
        Type.String({
          pattern: `^(end|${SALE_ID})$`,
          description: 'The page that ends before this sale; "end" is the last page.',
        }),
      ),
    ),
  },
  { additionalProperties: false },
)
type SaleQuery = Static<typeof SaleQuery>

/** What a query asks for. Amounts are those of the utility's currency. */
export function filterOf(query: SaleQuery, { currency }: Utility): SaleFilter {
  const minor = (name: 'least' | 'most') => {
    const text = query[name]
    return text === undefined
      ? undefined
      : parseMoney(text, currency, 'zero or more', `/querystring/${name}`).minor
  }
  const receipt = query.receipt?.replace(/^.*-/, '')
  return {
    utilityId: query.utility,
    from: instantOf('from', query.from),
    until: instantOf('until', query.until),
    state: query.state,
    commodity: query.commodity,
    channel: query.channel,
    vendorId: query.vendor,
    terminalId: query.terminal,
    operatorId: query.operator,
    serialNumber: query.meter,
    receiptNumber: receipt === undefined ? undefined : BigInt(receipt),
    leastMinor: minor('least'),
    mostMinor: minor('most'),
  }
}

export function placeOf({ sort, limit, after, before }: SaleQuery): SalePlace {
  return {
    order: sort === 'soldAt' ? 'oldest' : 'newest',
    limit: Number.parseInt(limit ?? '25', 10),
    after,
    before,
  }
}

function instantOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const instant = new Date(text)
  if (!Number.isNaN(instant.getTime())) return instant
  throw BodyMalformed({}, { errors: [{ pointer: `/querystring/${name}`, code: 'field.pattern' }] })
}
