import { Button, Textarea, type TextareaProps } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { Problem } from '@saldo/api-client'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormSummary } from './FormSummary.tsx'
import { useFaultWords } from './fault-words.ts'
import { fieldFaults } from './field-errors.ts'
import css from './form.module.css'
import { UnsavedGuard } from './UnsavedGuard.tsx'

type Values = Record<string, unknown>

export interface DeedFormProps<V extends Values> {
  form: UseFormReturnType<V>
  /** The field's label by its name in `values`, for the summary. */
  labels: Readonly<Record<string, string>>
  /** `mutation.error` and `mutation.isPending` of the deed. */
  problem: Problem | null
  pending: boolean
  onSubmit: (values: V) => unknown
  /** What the button says happens: "Invite the person". */
  submit: string
  onCancel?: () => void
  /** Off in a dialog that is closed by its own buttons. */
  guarded?: boolean
  children: ReactNode
}

/**
 * A form of Mantine's around a deed: faults the server names land on their fields and in a summary above that
 * leads to them; leaving with unsaved changes asks first.
 */
export function DeedForm<V extends Values>(props: DeedFormProps<V>) {
  const { form, labels, problem, pending, submit, onCancel, guarded = true } = props
  const { t } = useTranslation()
  const words = useFaultWords()
  const element = useRef<HTMLFormElement>(null)
  const [attempts, setAttempts] = useState(0)
  const { setErrors } = form

  useEffect(() => {
    if (!problem) return
    const faults = fieldFaults(problem)
    if (faults.length > 0) {
      setErrors(Object.fromEntries(faults.map(({ field, code }) => [field, words(code)])))
    }
    setAttempts((count) => count + 1)
  }, [problem, setErrors, words])

  const focusField = (name: string) => {
    const field = element.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(name)}"]`)
    field?.focus()
  }
  return (
    <form
      ref={element}
      className={css.form}
      noValidate
      aria-busy={pending}
      onSubmit={form.onSubmit(
        (values) => {
          props.onSubmit(values)
        },
        () => setAttempts((count) => count + 1),
      )}
    >
      {guarded && <UnsavedGuard dirty={form.isDirty() && !pending} />}
      <FormSummary
        errors={form.errors}
        labels={labels}
        problem={problem}
        attempts={attempts}
        onField={focusField}
      />
      {props.children}
      <div className={css.buttons}>
        <Button type="submit" loading={pending}>
          {submit}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t('form.cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}

/** The reason that a sensitive deed asks for. */
export function ReasonField(props: TextareaProps) {
  const { t } = useTranslation()
  return (
    <Textarea
      label={t('form.reason')}
      description={t('form.reasonHelp')}
      autosize
      minRows={2}
      maxLength={300}
      required
      {...props}
    />
  )
}
