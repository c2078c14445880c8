import { IconPlugConnectedX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api.ts'
import { useLasting } from './device.ts'
import { useProblemWords } from './problem-words.ts'
import css from './States.module.css'

/** The outline of a meter while the real one is on its way; nothing at all in the first moments. */
export function MeterSkeleton() {
  const { t } = useTranslation()
  const visible = useLasting(true)
  return (
    <div role="status" className={css.skeleton}>
      <span className={css.hidden}>{t('states.loading')}</span>
      {visible && (
        <div aria-hidden="true">
          <i style={{ height: 40, width: '70%' }} />
          <i style={{ height: 174 }} />
          <i style={{ height: 286 }} />
        </div>
      )}
    </div>
  )
}

export function NoMeters() {
  const { t } = useTranslation()
  return <Notice title={t('states.none')} text={t('states.noneText')} />
}

type FailureProps = { problem: Problem; onRetry: () => void }

export function Failure({ problem, onRetry }: FailureProps) {
  const { t } = useTranslation()
  const { title, text } = useProblemWords()(problem)
  return (
    <Notice title={title} text={text} alert>
      {problem.status !== 404 && (
        <button type="button" className="button" onClick={onRetry}>
          {t('states.retry')}
        </button>
      )}
      {problem.traceId && <Reference id={problem.traceId} />}
    </Notice>
  )
}

function Reference({ id }: { id: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(id)
    setCopied(true)
  }
  return (
    <button
      type="button"
      className={css.reference}
      title={t('states.copyReference')}
      onClick={() => void copy()}
    >
      {t(copied ? 'states.copied' : 'states.reference', { id })}
    </button>
  )
}

type NoticeProps = { title: string; text: string; alert?: boolean; children?: ReactNode }

function Notice({ title, text, alert, children }: NoticeProps) {
  return (
    <div className={css.notice} role={alert ? 'alert' : undefined}>
      <IconPlugConnectedX size={34} stroke={1.5} aria-hidden="true" />
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  )
}
