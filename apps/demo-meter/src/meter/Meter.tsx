import { useTranslation } from 'react-i18next'
import type { MeterState } from '../api.ts'
import { timeText } from '../parts/device.ts'
import { groupMeterNumber } from '../parts/meter-number.ts'
import { Keypad } from './Keypad.tsx'
import { CommodityIcon, Lcd } from './Lcd.tsx'
import css from './Meter.module.css'
import { Outcome } from './Outcome.tsx'
import type { TokenEntry } from './use-token-entry.ts'

const PLATE = {
  electricity: 'meter.plateElectricity',
  water: 'meter.plateWater',
  gas: 'meter.plateGas',
} as const

/** The drawn meter: plate, display, keys, and below them in plain words what it said. */
export function Meter({ meter, entry }: { meter: MeterState; entry: TokenEntry }) {
  const { t } = useTranslation()
  const blocked = entry.locked || entry.showing.kind === 'checking'
  const number = groupMeterNumber(meter.serialNumber)
  return (
    <section className={css.wall} aria-label={t('meter.region', { number })}>
      <div className={css.case} data-commodity={meter.commodity}>
        <div className={css.plate}>
          <span className={css.commodity}>
            <CommodityIcon commodity={meter.commodity} />
          </span>
          <span className={css.kind}>{t(PLATE[meter.commodity])}</span>
          <bdi className={css.number} dir="ltr">
            {number}
          </bdi>
        </div>
        <Lcd
          meter={meter}
          showing={entry.showing}
          locked={entry.locked}
          digits={entry.digits}
          field={entry.field}
          onDigits={entry.type}
          onPaste={entry.paste}
          onEnter={entry.enter}
          describedBy="meter-says"
        />
        <div className={css.lamp}>
          <i data-lit={entry.showing.kind === 'accepted' || undefined} />
          {meter.commodity === 'electricity' && <span>{t('meter.pulse')}</span>}
        </div>
        <Keypad
          disabled={blocked}
          onDigit={entry.press}
          onDelete={entry.deleteLast}
          onEnter={entry.enter}
        />
      </div>
      <Outcome meter={meter} entry={entry} lockedUntil={entry.locked ? lockTime(meter) : null} />
    </section>
  )
}

function lockTime(meter: MeterState): string {
  return meter.lockedUntil ? timeText(meter.lockedUntil) : ''
}
