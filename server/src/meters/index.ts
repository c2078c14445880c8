export {
  blockMeter,
  type Meter,
  MeterBlocked,
  type MeterStatus,
  MeterUnknown,
  MeterWrongStatus,
  markInstalled,
  markRemoved,
  type NewMeter,
  readMeter,
  registerMeter,
  unblockMeter,
} from './meter.ts'
export {
  type MeterOfMany,
  registerMeters,
  takenMeterNumbers,
  unregisterMeters,
} from './register-many.ts'
export { MeterCheckDigit, MeterNumberMalformed, requireMeterNumber } from './serial-number.ts'
export { currentStsData, recordStsData, type StsData } from './sts-data.ts'
