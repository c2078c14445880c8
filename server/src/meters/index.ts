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
export { MeterCheckDigit, MeterNumberMalformed, requireMeterNumber } from './serial-number.ts'
export { currentStsData, recordStsData, type StsData } from './sts-data.ts'
