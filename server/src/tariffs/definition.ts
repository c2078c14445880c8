import Type, { type Static } from 'typebox'
import { AmountText, UnitsText } from '../kernel/schemas.ts'

/**
 * What a tariff version says, as it is stored and shown. It is immutable once active, and together
 * with a sale's trace it recomputes the sale for ever.
 */

const closed = { additionalProperties: false }
const Label = Type.String({ minLength: 1, maxLength: 60 })
const BasisPoints = Type.Integer({ minimum: 0, maximum: 10_000 })

/** Price of a whole unit in the major unit, up to six decimals: "18.40", "0.1825". */
export const PriceText = Type.String({
  pattern: '^(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?$',
  maxLength: 19,
})

const Block = Type.Object(
  {
    /** Last unit of the calendar month that costs this price; null for the last block. */
    upTo: Type.Union([UnitsText, Type.Null()]),
    price: PriceText,
    label: Type.Optional(Label),
  },
  closed,
)

const ServiceCharge = Type.Object(
  {
    amount: AmountText,
    /** Charged once a period of the utility's calendar; missed periods accrue. */
    per: Type.Enum(['month', 'day']),
    taxed: Type.Boolean(),
    label: Type.Optional(Label),
  },
  closed,
)

const Fee = Type.Object(
  {
    /** A final amount of each purchase, any tax included. */
    fixed: AmountText,
    /** And a share of the tender. */
    basisPoints: BasisPoints,
    label: Type.Optional(Label),
  },
  closed,
)

const Levy = Type.Object(
  {
    label: Label,
    /** A share of the energy's value without taxes. */
    basisPoints: BasisPoints,
    /** Whether VAT is due on the levy too. */
    taxed: Type.Boolean(),
  },
  closed,
)

const Limits = Type.Object(
  {
    minimum: Type.Optional(AmountText),
    maximum: Type.Optional(AmountText),
    dayMaximum: Type.Optional(AmountText),
    monthMaximum: Type.Optional(AmountText),
  },
  closed,
)

const FreeUnits = Type.Object(
  {
    /** Units of each calendar month. */
    units: UnitsText,
    /** What happens to a month that nobody claimed. */
    unclaimed: Type.Enum(['lapse', 'accrue']),
    /** Most months that accrue, the present one included. */
    months: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
  },
  closed,
)

export const TariffDefinition = Type.Object(
  {
    /** `flat` has one price; `block` shares its blocks over the calendar month. */
    kind: Type.Enum(['flat', 'block']),
    blocks: Type.Array(Block, { minItems: 1, maxItems: 20 }),
    vat: Type.Object({ basisPoints: BasisPoints, label: Type.Optional(Label) }, closed),
    /** Whether prices, and a taxed service charge, already contain VAT and levies. */
    pricesIncludeTax: Type.Boolean(),
    levies: Type.Optional(Type.Array(Levy, { maxItems: 10 })),
    fee: Type.Optional(Fee),
    serviceCharge: Type.Optional(ServiceCharge),
    /** What is taken first, second, third. Levies, VAT and energy share what is left. */
    order: Type.Optional(
      Type.Array(Type.Enum(['fee', 'arrears', 'service_charge']), { minItems: 3, maxItems: 3 }),
    ),
    /** What arrears must leave for energy after all charges. */
    arrearsFloor: Type.Optional(AmountText),
    limits: Type.Optional(Limits),
    freeUnits: Type.Optional(FreeUnits),
    /** How the last part of a quantum is rounded: `up` favours the customer. */
    rounding: Type.Enum(['up', 'down']),
    /** What answers a purchase that the deductions use up exactly. */
    zeroUnits: Type.Enum(['refuse', 'receipt']),
  },
  closed,
)

export type TariffDefinition = Static<typeof TariffDefinition>
export type Deduction = 'fee' | 'arrears' | 'service_charge'

/** The order in which a purchase is shared out unless the tariff says otherwise (docs/glossary.md). */
export const DEFAULT_ORDER: readonly Deduction[] = ['fee', 'arrears', 'service_charge']
