import Type, { type Static } from 'typebox'
import { languages } from '../access/index.ts'
import { formatMinor, parseMoney } from '../kernel/money.ts'
import { AmountText, CommodityName, DayText, IdText } from '../kernel/schemas.ts'
import type { Holiday } from './holidays.ts'
import { type LogoMark, logoThemes } from './logo.ts'
import type { Utility } from './utility-details.ts'

const Text = (maxLength: number) => Type.String({ maxLength })
const CurrencyView = Type.Object(
  {
    code: Type.String({ pattern: '^[A-Z]{3}$' }),
    decimals: Type.Union([Type.Literal(0), Type.Literal(2), Type.Literal(3)]),
  },
  { additionalProperties: false },
)
const Colour = Type.String({ pattern: '^(#[0-9a-f]{6})?$', description: '"#0b6558" or empty.' })
const Decimals = Type.Object(
  {
    electricity: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    water: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    gas: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
  },
  { additionalProperties: false },
)

const changeable = {
  name: Text(500),
  shortName: Text(200),
  receiptPrefix: Text(10),
  address: Text(1_000),
  taxNumber: Text(200),
  supportPhone: Text(200),
  receiptMessage: Text(2_000),
  quickAmounts: Type.Array(AmountText, { maxItems: 12 }),
  languages: Type.Array(Type.Enum([...languages]), { maxItems: 6 }),
  unitDecimals: Decimals,
  retentionMonths: Type.Integer(),
  commodities: Type.Array(CommodityName, { maxItems: 3 }),
}

export const LogoThemeName = Type.Enum([...logoThemes])
export const HolidayView = Type.Object(
  { day: DayText, name: Type.String({ maxLength: 300 }) },
  { additionalProperties: false },
)
export const Brand = Type.Object(
  { brandColour: Colour, accentColour: Colour },
  { additionalProperties: false },
)
export const UtilityChangeBody = Type.Partial(Type.Object(changeable), {
  additionalProperties: false,
})
export const NewUtilityBody = Type.Object(
  { ...changeable, currency: CurrencyView, timeZone: Text(60) },
  { additionalProperties: false },
)
export const UtilityView = Type.Object({
  id: IdText<'utility'>(),
  ...changeable,
  currency: CurrencyView,
  timeZone: Type.String(),
  brandColour: Colour,
  accentColour: Colour,
})
export const UtilityDetail = Type.Object({
  ...UtilityView.properties,
  holidays: Type.Array(HolidayView),
  logos: Type.Array(
    Type.Object({
      theme: LogoThemeName,
      version: Type.String({ description: 'Changes with the picture.' }),
      width: Type.Integer(),
      height: Type.Integer(),
    }),
  ),
})

export function utilityView(utility: Utility): Static<typeof UtilityView> {
  const { tenantId: _, currency, quickAmounts, ...rest } = utility
  return {
    ...rest,
    currency: { ...currency },
    quickAmounts: quickAmounts.map((minor) => formatMinor(minor, currency)),
    languages: [...utility.languages] as Static<typeof UtilityView>['languages'],
    commodities: [...utility.commodities],
    unitDecimals: { ...utility.unitDecimals },
  }
}

export function utilityDetail(
  utility: Utility,
  holidays: readonly Holiday[],
  logos: readonly LogoMark[],
): Static<typeof UtilityDetail> {
  return {
    ...utilityView(utility),
    holidays: [...holidays],
    logos: logos.map(({ theme, content_hash, width, height }) => ({
      theme,
      version: content_hash.slice(0, 16),
      width,
      height,
    })),
  }
}

/** Amounts as they came, as minor units of the utility's currency; each at fault is named. */
export function quickAmountsOf(
  amounts: readonly string[],
  currency: Utility['currency'],
): bigint[] {
  return amounts.map(
    (text, index) => parseMoney(text, currency, 'positive', `/quickAmounts/${index}`).minor,
  )
}
