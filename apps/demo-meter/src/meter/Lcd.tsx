import { IconBolt, IconDroplet, IconFlame, IconLock } from '@tabler/icons-react'
import { type ClipboardEvent, type RefObject, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Commodity, MeterState } from '../api.ts'
import { unitText } from '../parts/device.ts'
import { groupsOfFour, TOKEN_LENGTH } from '../parts/digits.ts'
import css from './Lcd.module.css'
import { Segments } from './segments.tsx'
import { useRisingCredit } from './use-rising-credit.ts'

/** What the display shows besides the credit. */
export type Showing =
  | { kind: 'credit' }
  | { kind: 'typing'; digits: string }
  | { kind: 'checking'; digits: string }
  | { kind: 'accepted'; result: string; unitsAdded: string | undefined }
  | { kind: 'rejected'; result: string }

type LcdProps = {
  meter: MeterState
  showing: Showing
  locked: boolean
  digits: string
  field: RefObject<HTMLInputElement | null>
  onDigits: (text: string) => void
  onPaste: (text: string) => void
  onEnter: () => void
  describedBy: string
}

/**
 * The display. A real text field lies over it, so that typing, pasting by a long press, screen readers
 * and braille displays work as anywhere else; phones show no keyboard, because the meter has its own.
 */
export function Lcd(props: LcdProps) {
  const { t } = useTranslation()
  const id = useId()
  const paste = (event: ClipboardEvent) => {
    event.preventDefault()
    props.onPaste(event.clipboardData.getData('text'))
  }
  return (
    <div className={css.lcd} data-kind={props.showing.kind}>
      <Face meter={props.meter} showing={props.showing} locked={props.locked} />
      <label className={css.hidden} htmlFor={id}>
        {t('meter.tokenField')}
      </label>
      <input
        id={id}
        ref={props.field}
        className={css.field}
        inputMode="none"
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        value={props.digits}
        readOnly={props.locked || props.showing.kind === 'checking'}
        aria-describedby={props.describedBy}
        onChange={(event) => props.onDigits(event.target.value)}
        onPaste={paste}
        onKeyDown={(event) => {
          if (event.key === 'Enter') props.onEnter()
        }}
      />
    </div>
  )
}

function Face({ meter, showing, locked }: Pick<LcdProps, 'meter' | 'showing' | 'locked'>) {
  const { t } = useTranslation()
  const credit = useRisingCredit(meter.serialNumber, meter.credit)
  const typing = showing.kind === 'typing' || showing.kind === 'checking'
  return (
    <div className={css.face} aria-hidden="true" dir="ltr">
      <div className={css.line}>
        <span>{locked ? t('meter.locked') : heading(showing, t)}</span>
        <span className={css.signs}>
          {locked && <IconLock size={16} stroke={2.25} />}
          <CommodityIcon commodity={meter.commodity} />
        </span>
      </div>
      {typing && <TokenRows digits={showing.digits} />}
      {showing.kind === 'rejected' && <div className={css.verdict}>{showing.result}</div>}
      {!typing && showing.kind !== 'rejected' && (
        <div className={css.credit}>
          <Segments text={credit} places={7} />
          <span className={css.unit}>{unitText(meter.unit)}</span>
        </div>
      )}
      <div className={css.line}>
        <span>KRN {meter.keyRevision}</span>
        <span>TI {meter.tariffIndex}</span>
        <span>EA {meter.algorithm}</span>
        <span className={css.added}>
          {showing.kind === 'accepted' && showing.unitsAdded
            ? t('meter.added', { units: showing.unitsAdded, unit: unitText(meter.unit) })
            : ''}
        </span>
      </div>
    </div>
  )
}

function heading(showing: Showing, t: ReturnType<typeof useTranslation>['t']): string {
  if (showing.kind === 'typing')
    return `${t('meter.token')} ${showing.digits.length}/${TOKEN_LENGTH}`
  if (showing.kind === 'checking') return t('meter.checking')
  if (showing.kind === 'accepted') return showing.result
  return showing.kind === 'rejected' ? t('meter.rejected') : t('meter.credit')
}

/** 20 places in groups of four, three groups above two, as on the receipt. */
function TokenRows({ digits }: { digits: string }) {
  const groups = groupsOfFour(digits.padEnd(TOKEN_LENGTH, ' '))
  return (
    <div className={css.rows}>
      {[groups.slice(0, 3), groups.slice(3)].map((row, line) => (
        <div className={css.row} key={line === 0 ? 'upper' : 'lower'}>
          {row.map((group, place) => (
            // The place of a group is what it is: groups never move.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Segments key={place} text={group} places={4} />
          ))}
        </div>
      ))}
    </div>
  )
}

export function CommodityIcon({ commodity }: { commodity: Commodity }) {
  const Icon = { electricity: IconBolt, water: IconDroplet, gas: IconFlame }[commodity]
  return <Icon size={18} stroke={1.75} aria-hidden="true" />
}
