import { groupMeterNumber } from './check.ts'

/** A meter number in groups, left to right and isolated in every language. */
export function MeterNumber({ digits, className }: { digits: string; className?: string }) {
  return (
    <bdi dir="ltr" className={`saldo-code ${className ?? ''}`}>
      {groupMeterNumber(digits)}
    </bdi>
  )
}
