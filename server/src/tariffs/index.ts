export { assignTariff, connectMeter, tariffOf } from './assign.ts'
export type { Debt } from './charges-arrears.ts'
export type { TariffDefinition } from './definition.ts'
export type { Tariff } from './definition-compile.ts'
export { explain } from './explain.ts'
export { freeUnitsDue } from './free-units.ts'
export { isDeduction, price, recompute, shownMinor, tenderForUnits } from './price.ts'
export type { Priced, PricedLine } from './price-lines.ts'
export type { PriceOrder } from './price-share.ts'
export type { PriceTrace } from './price-trace.ts'
export {
  approveVersion,
  createTariff,
  draftVersion,
  submitVersion,
  TOKEN_UNIT_DECIMALS,
  VersionUnknown,
} from './publish.ts'
export { openUsageState } from './usage-state.ts'
export { type TariffVersion, versionById } from './versions.ts'
