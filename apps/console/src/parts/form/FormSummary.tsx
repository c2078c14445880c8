import type { FormErrors } from '@mantine/form'
import type { Problem } from '@saldo/api-client'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../Failure.tsx'
import css from './form.module.css'

interface FormSummaryProps {
  errors: FormErrors
  labels: Readonly<Record<string, string>>
  problem: Problem | null
  /** Counts the sendings that failed: each brings the summary into focus. */
  attempts: number
  onField: (name: string) => void
}

/** What stands in the way of saving, above the fields; each line leads to its field. */
export function FormSummary({ errors, labels, problem, attempts, onField }: FormSummaryProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const faults = Object.entries(errors).filter(([, fault]) => fault)
  useEffect(() => {
    if (attempts > 0) box.current?.focus()
  }, [attempts])
  if (attempts === 0) return null
  if (faults.length === 0 && !problem) return null
  return (
    <div ref={box} tabIndex={-1} className={css.summary}>
      {problem && faults.length === 0 && <Failure problem={problem} compact />}
      {faults.length > 0 && (
        <div role="alert">
          <p>{t('form.faults', { count: faults.length })}</p>
          <ul>
            {faults.map(([name, fault]) => (
              <li key={name}>
                <button type="button" className="saldo-link" onClick={() => onField(name)}>
                  {labelOf(name, labels)}
                </button>
                : {fault}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** "roles.0.reachId" has the label of "roles" when it has none of its own. */
function labelOf(name: string, labels: Readonly<Record<string, string>>): string {
  return labels[name] ?? labels[name.split('.')[0]!] ?? name
}
