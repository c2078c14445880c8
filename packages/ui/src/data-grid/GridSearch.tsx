import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

type GridSearchProps = {
  /** What can be looked for: "Meter number or customer". */
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

const PAUSE_MS = 300

/** The search of a list: asks when the typing pauses, or at once with Enter. */
export function GridSearch({ label, value = '', onChange }: GridSearchProps) {
  const { t } = useTranslation('ui')
  const [text, setText] = useState(value)
  const [said, setSaid] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // The address changed by itself, by the back button for example.
  if (value !== said) {
    setSaid(value)
    setText(value)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const ask = (next: string) => {
    clearTimeout(timer.current)
    const wanted = next.trim()
    if (wanted === said) return
    setSaid(wanted)
    onChange(wanted || undefined)
  }
  const type = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => ask(next), PAUSE_MS)
  }
  return (
    <TextInput
      type="search"
      className="saldo-grid-search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
      rightSection={
        text && (
          <CloseButton
            size="sm"
            aria-label={t('grid.clear')}
            onClick={() => {
              setText('')
              ask('')
            }}
          />
        )
      }
      maxLength={200}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask(text)
      }}
    />
  )
}
