import { refusal } from '../kernel/refusal.ts'

export const MeterNotLinked = refusal(
  'meter.not_linked',
  422,
  'This meter is not connected to a customer and a tariff yet. The meter desk can connect it.',
)
export const MeterKeysMissing = refusal(
  'meter.keys_missing',
  422,
  'What this meter holds as a key is not recorded. The meter desk can complete it.',
)
export const BaseDateRetired = refusal(
  'meter.base_date_retired',
  422,
  'This meter still counts from 1993 and takes no new tokens. Change its key to base date 2014 or later first.',
)
export const TariffNone = refusal(
  'tariff.none',
  422,
  'No tariff is in force for this meter today. The meter desk can assign one.',
)
export const VendorSuspended = refusal(
  'vendor.suspended',
  422,
  'This shop may not sell at the moment. Its channel manager can say why.',
)
export const VendorGroupNotAllowed = refusal(
  'vendor.group_not_allowed',
  422,
  'This shop may not sell for the supply group of this meter.',
)
export const VendorOtherCurrency = refusal(
  'vendor.other_currency',
  422,
  'The float of this shop is kept in another currency than this meter is sold in.',
)
