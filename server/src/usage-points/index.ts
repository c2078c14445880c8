export {
  type Link,
  LinkOverlaps,
  LinkUnknown,
  linkMeter,
  linkOf,
  type NewLink,
  unlinkMeter,
} from './link.ts'
export { registerUsagePoint, UsagePointUnknown } from './usage-point.ts'
