import { Status, type Tone } from '@saldo/ui'
import { IconAlertTriangle, IconCheck, IconLoader, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFigures } from './figures.ts'
import type { ImportRow } from './queries.ts'

/** The state of an import in a word. `stopped`: its job ended before its work did. */
export function ImportState({ row, stopped = false }: { row: ImportRow; stopped?: boolean }) {
  const { t } = useTranslation()
  const { counted } = useFigures()
  const { tone, icon, word } = stopped ? halted : shownAs(row)
  return (
    <Status tone={tone} icon={icon}>
      {t(`imports.states.${word}`, counted(row.bad))}
    </Status>
  )
}

const halted = { tone: 'warn' as Tone, icon: IconAlertTriangle, word: 'stopped' }

function shownAs({ state, bad, kept }: ImportRow) {
  const warn = { tone: 'warn' as Tone, icon: IconAlertTriangle }
  switch (state) {
    case 'checked':
      return bad > 0
        ? { ...warn, word: 'checkedWithProblems' }
        : { tone: 'ok' as Tone, icon: IconCheck, word: 'checked' }
    case 'done':
      return bad > 0
        ? { ...warn, word: 'doneWithProblems' }
        : { tone: 'ok' as Tone, icon: IconCheck, word: 'done' }
    case 'undone':
      return kept > 0
        ? { ...warn, word: 'undonePartly' }
        : { tone: 'off' as Tone, icon: IconCheck, word: 'undone' }
    case 'cancelled':
      return { tone: 'off' as Tone, icon: IconX, word: 'cancelled' }
    default:
      return { tone: 'info' as Tone, icon: IconLoader, word: state }
  }
}
