import type { ReactNode } from 'react'
import type { SellForm, Step } from './form.ts'
import { fieldId } from './use-typing.ts'

interface FieldProps {
  step: Step
  form: SellForm
  change: (change: (form: SellForm) => SellForm) => void
  label: string
  /** What the field shows; it may be grouped. */
  shown: string
  onText: (text: string) => void
  placeholder?: string
  icon?: ReactNode
  note?: ReactNode
  invalid?: boolean
  mono?: boolean
  /** Muted text after what was typed, such as the missing cents. */
  tail?: string
}

/** One of the three big fields. The current step's field is the marked one. */
export function Field(props: FieldProps) {
  const { step, form, change, label, shown, onText, mono = false, invalid = false } = props
  const current = form.step === step
  return (
    <div
      className={`pos-field ${current ? 'pos-field-current' : ''} ${
        invalid ? 'pos-field-invalid' : ''
      }`}
    >
      {props.icon}
      <span className={`pos-field-text ${mono ? 'saldo-code' : ''}`}>
        <input
          id={fieldId(step)}
          aria-label={label}
          aria-invalid={invalid}
          inputMode={step === 'customer' ? 'numeric' : 'decimal'}
          autoComplete="off"
          enterKeyHint="next"
          placeholder={props.placeholder}
          value={shown}
          size={props.tail === undefined ? 16 : Math.max(1, shown.length)}
          onChange={(event) => onText(event.target.value)}
          onFocus={() => change((form) => (form.step === step ? form : { ...form, step }))}
        />
        {props.tail && (
          <span className="pos-field-tail" aria-hidden>
            {props.tail}
          </span>
        )}
      </span>
      {props.note}
    </div>
  )
}
