import { ActionIcon, Button, Loader } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../api.ts'
import { dayText, shiftDay, timeText } from '../parts/days.ts'
import { useLanguage } from '../parts/figures.ts'
import css from './Heading.module.css'

type HeadingProps = {
  overview: Overview
  /** The day in the address; without one it is today in the utility's zone. */
  day: string | undefined
  loading: boolean
}

export function Heading({ overview, day, loading }: HeadingProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const shown = dayText(overview.day, language)
  const time = timeText(overview.asOf, overview.utility.timeZone, language)
  return (
    <div className={css.heading}>
      <h1>
        {day ? t('overview.titleOf') : t('overview.title')}{' '}
        <span className={css.when}>{day ? shown : t('overview.asOf', { day: shown, time })}</span>
        {loading && <Loader size="xs" ml="sm" />}
      </h1>
      <DayPicker shown={day ?? overview.day} today={day === undefined} />
    </div>
  )
}

function DayPicker({ shown, today }: { shown: string; today: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const goTo = (day: string | undefined) =>
    navigate({
      to: '.',
      search: (search) => ({ ...search, day }),
    })
  return (
    <div className={css.picker}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('overview.dayBefore')}
        onClick={() => goTo(shiftDay(shown, -1))}
      >
        <IconChevronLeft size={18} stroke={1.75} data-flip aria-hidden />
      </ActionIcon>
      <input
        type="date"
        className={css.date}
        aria-label={t('overview.day')}
        value={shown}
        onChange={(event) => event.target.value && goTo(event.target.value)}
      />
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('overview.dayAfter')}
        disabled={today}
        onClick={() => goTo(shiftDay(shown, 1))}
      >
        <IconChevronRight size={18} stroke={1.75} data-flip aria-hidden />
      </ActionIcon>
      <Button
        variant="default"
        className={today ? css.today : undefined}
        aria-pressed={today}
        onClick={() => goTo(undefined)}
      >
        {t('overview.today')}
      </Button>
    </div>
  )
}
