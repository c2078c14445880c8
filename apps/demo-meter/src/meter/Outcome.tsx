import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type MeterState, NETWORK_LOST } from '../api.ts'
import { unitText } from '../parts/device.ts'
import { useProblemWords } from '../parts/problem-words.ts'
import css from './Outcome.module.css'
import { isGood, type TokenEntry } from './use-token-entry.ts'

type OutcomeProps = { meter: MeterState; entry: TokenEntry; lockedUntil: string | null }
type Tone = 'ok' | 'bad' | 'warn' | 'info'

/** Says in plain words what the display shows, aloud as soon as it changes. */
export function Outcome(props: OutcomeProps) {
  return (
    <div id="meter-says" role="status" className={css.live}>
      <Words {...props} />
    </div>
  )
}

function Words({ meter, entry, lockedUntil }: OutcomeProps) {
  const { t } = useTranslation()
  const problemWords = useProblemWords()
  if (entry.fault) return <Says tone="warn" title={faultWords(entry.fault, t)} />
  if (entry.problem?.code === NETWORK_LOST)
    return <Says tone="warn" title={t('states.lost')} text={t('meter.unknown')} />
  if (entry.problem) return <Says tone="warn" {...problemWords(entry.problem)} />
  if (entry.answer && !entry.digits && entry.showing.kind !== 'checking')
    return (
      <Answer meter={meter} answer={entry.answer} again={entry.again} lockedUntil={lockedUntil} />
    )
  if (lockedUntil !== null)
    return (
      <Says
        tone="warn"
        title={t('meter.locked')}
        text={t('meter.lockedUntil', { time: lockedUntil })}
      />
    )
  return <Says tone="info" title={t('meter.ready')} text={t('meter.hint')} />
}

type AnswerProps = {
  meter: MeterState
  answer: NonNullable<TokenEntry['answer']>
  again: (() => void) | null
  lockedUntil: string | null
}

function Answer({ meter, answer, again, lockedUntil }: AnswerProps) {
  const { t, i18n } = useTranslation()
  const key = `results.${answer.result}`
  const known = i18n.exists(key)
  const good = isGood(answer.result)
  const unit = unitText(meter.unit)
  return (
    <Says
      tone={good ? 'ok' : 'bad'}
      title={known ? t(`${key}.title` as 'results.Accept.title') : answer.title}
      code={answer.result}
      text={known ? t(`${key}.text` as 'results.Accept.text') : answer.explanation}
    >
      {answer.unitsAdded && (
        <p>{t('meter.unitsAdded', { units: answer.unitsAdded, unit, credit: meter.credit })}</p>
      )}
      {lockedUntil !== null && <p>{t('meter.lockedUntil', { time: lockedUntil })}</p>}
      {again && (
        <button type="button" className="button" onClick={again}>
          {t('meter.again')}
        </button>
      )}
    </Says>
  )
}

type SaysProps = { tone: Tone; title: string; code?: string; text?: string; children?: ReactNode }

function Says({ tone, title, code, text, children }: SaysProps) {
  const Icon = {
    ok: IconCircleCheck,
    bad: IconCircleX,
    warn: IconAlertTriangle,
    info: IconInfoCircle,
  }[tone]
  return (
    <div className={css.says} data-tone={tone}>
      <Icon size={22} stroke={1.75} aria-hidden="true" />
      <div>
        <p className={css.title}>
          {title}
          {code && (
            <bdi className={css.code} dir="ltr">
              {code}
            </bdi>
          )}
        </p>
        {text && <p>{text}</p>}
        {children}
      </div>
    </div>
  )
}

function faultWords(
  fault: NonNullable<TokenEntry['fault']>,
  t: ReturnType<typeof useTranslation>['t'],
): string {
  if (fault.kind === 'tooShort') return t('meter.tooShort', { count: fault.missing })
  return fault.kind === 'tooLong'
    ? t('meter.tooLong', { count: fault.count })
    : t('meter.notDigits')
}
