import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from './problem.ts'
import { useProblem } from './use-problem.ts'

interface ErrorStateProps {
  error: unknown
  /** Given only where asking again is safe; offered only where it can help. */
  onRetry?: () => void
  /** Inline in a form or panel rather than in the place of a screen. */
  compact?: boolean
}

/** What happened, what to do, the reference to copy, and a retry where it is safe. */
export function ErrorState({ error, onRetry, compact = false }: ErrorStateProps) {
  const { t } = useTranslation('ui')
  const words = useProblem()(error)
  return (
    <div role="alert" className={`saldo-error ${compact ? 'saldo-error-compact' : ''}`}>
      <IconAlertTriangle size={compact ? 18 : 28} stroke={1.75} aria-hidden />
      <div>
        <p className="saldo-error-title">{words.title}</p>
        <p>{words.next}</p>
        {words.reference && <Reference id={words.reference} />}
        {onRetry && isWorthRepeating(error) && (
          <Button variant="default" mt="xs" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** A refusal stays one until something changes; silence and faults may pass by themselves. */
function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return true
  return error.problem.status >= 500 || error.problem.status === 429
}

function Reference({ id }: { id: string }) {
  const { t } = useTranslation('ui')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(id)
    setCopied(true)
  }
  return (
    <p className="saldo-error-reference">
      {t('reference')} <bdi className="saldo-code">{id}</bdi>{' '}
      <button type="button" className="saldo-link" aria-label={t('copyReference')} onClick={copy}>
        {copied ? t('copied') : t('copy')}
      </button>
    </p>
  )
}
