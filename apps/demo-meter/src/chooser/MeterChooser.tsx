import { IconChevronDown } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DemoMeter } from '../api.ts'
import { CommodityIcon } from '../meter/Lcd.tsx'
import { onlyDigits } from '../parts/digits.ts'
import { groupMeterNumber, meterNumberFault, type NumberFault } from '../parts/meter-number.ts'
import css from './MeterChooser.module.css'

type ChooserProps = {
  meters: DemoMeter[]
  chosen: string | null
  onChoose: (serialNumber: string) => void
}

const MOST_SHOWN = 50

/** One field for both ways: pick a demo meter by number or name, or type a number from a receipt. */
export function MeterChooser({ meters, chosen, onChoose }: ChooserProps) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [fault, setFault] = useState<NumberFault | null>(null)
  const all = matching(meters, text)
  const found = all.slice(0, MOST_SHOWN)

  const close = () => {
    setOpen(false)
    setActive(-1)
  }
  const choose = (serialNumber: string) => {
    setText(null)
    setFault(null)
    close()
    onChoose(serialNumber)
  }
  const enter = () => {
    const picked = open ? found[active] : undefined
    if (picked) return choose(picked.serialNumber)
    if (text === null) return close()
    const only = found.length === 1 ? found[0] : undefined
    const digits = onlyDigits(text)
    const wrong = meterNumberFault(digits)
    if (!wrong) return choose(digits)
    if (only) return choose(only.serialNumber)
    setFault(wrong)
  }
  const move = (by: number) => {
    if (!open) return setOpen(true)
    setActive((active + by + found.length) % Math.max(1, found.length))
  }
  const actOn = (key: string) => {
    if (key === 'ArrowDown') return () => move(1)
    if (key === 'ArrowUp') return () => move(-1)
    if (key === 'Enter') return enter
    return key === 'Escape' ? close : null
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = actOn(event.key)
    if (!act) return
    event.preventDefault()
    act()
  }
  const option = (place: number) => `${id}-option-${place}`

  return (
    <div className={css.chooser}>
      <label htmlFor={id}>{t('chooser.label')}</label>
      <div className={css.field}>
        <div className={css.control} data-bad={fault !== null || undefined}>
          <input
            id={id}
            role="combobox"
            aria-expanded={open}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={open && active >= 0 ? option(active) : undefined}
            aria-describedby={`${id}-help`}
            aria-invalid={fault !== null}
            autoComplete="off"
            dir="auto"
            value={text ?? groupMeterNumber(chosen ?? '')}
            onFocus={(event) => event.target.select()}
            onClick={() => setOpen(true)}
            onChange={(event) => {
              setText(event.target.value)
              setFault(faultWhileTyping(event.target.value))
              setOpen(true)
              setActive(-1)
            }}
            onBlur={() => {
              close()
              setText(null)
              setFault(null)
            }}
            onKeyDown={onKeyDown}
          />
          <button
            type="button"
            tabIndex={-1}
            aria-label={t('chooser.open')}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setOpen(!open)}
          >
            <IconChevronDown size={18} stroke={1.75} aria-hidden="true" />
          </button>
        </div>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a press on the scroll bar must not take the focus away and close the list */}
        <div className={css.popup} hidden={!open} onMouseDown={(event) => event.preventDefault()}>
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label={t('chooser.count', { count: all.length })}
          >
            {found.map((meter, place) => (
              <Option
                key={meter.serialNumber}
                id={option(place)}
                meter={meter}
                active={place === active}
                selected={meter.serialNumber === chosen}
                onChoose={choose}
              />
            ))}
          </div>
          {found.length === 0 && <p className={css.none}>{t('chooser.none')}</p>}
          {all.length > found.length && (
            <p className={css.none}>
              {t('chooser.more', { shown: found.length, count: all.length })}
            </p>
          )}
        </div>
      </div>
      <p id={`${id}-help`} className={css.help} data-bad={fault !== null || undefined}>
        {fault ? t(`chooser.${fault}`) : t('chooser.help')}
      </p>
    </div>
  )
}

type OptionProps = {
  id: string
  meter: DemoMeter
  active: boolean
  selected: boolean
  onChoose: (serialNumber: string) => void
}

function Option({ id, meter, active, selected, onChoose }: OptionProps) {
  const { t } = useTranslation()
  return (
    // The keyboard works on the field, which points to the option with aria-activedescendant.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      className={css.option}
      data-active={active || undefined}
      data-commodity={meter.commodity}
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: 'nearest' })
      }}
      onClick={() => onChoose(meter.serialNumber)}
    >
      <CommodityIcon commodity={meter.commodity} />
      <span>
        <bdi dir="ltr" className={css.number}>
          {groupMeterNumber(meter.serialNumber)}
        </bdi>{' '}
        <span className={css.name}>
          {[meter.customerName ?? t(`chooser.${meter.commodity}`), meter.note]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
    </div>
  )
}

function matching(meters: DemoMeter[], text: string | null): DemoMeter[] {
  const digits = onlyDigits(text ?? '')
  const name = (text ?? '').trim().toLocaleLowerCase()
  return meters.filter(
    (meter) =>
      name === '' ||
      (digits !== '' && meter.serialNumber.includes(digits)) ||
      (digits === '' && wordsOf(meter).includes(name)),
  )
}

function wordsOf(meter: DemoMeter): string {
  return `${meter.customerName} ${meter.note} ${meter.commodity}`.toLocaleLowerCase()
}

/** The check digit is judged as soon as the number is complete; a short number is simply not finished. */
function faultWhileTyping(text: string): NumberFault | null {
  const digits = onlyDigits(text)
  const fault = meterNumberFault(digits)
  if (digits.length > 13) return 'length'
  return fault === 'checkDigit' ? fault : null
}
