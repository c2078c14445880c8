import { useTranslation } from 'react-i18next'
import type { AuditEvent } from '../api.ts'
import type { AuditWords } from './audit-words.ts'
import { type Change, changesOf, isList, listChange, type Shown } from './changes.ts'
import css from './difference.module.css'

type DifferenceProps = { event: Pick<AuditEvent, 'before' | 'after'>; words: AuditWords }

/** What a deed changed, field by field: before and after side by side. Nothing for a deed that changed none. */
export function Difference({ event, words }: DifferenceProps) {
  const { t } = useTranslation()
  const changes = changesOf(event.before, event.after)
  if (changes.length === 0) return null
  const isNew = event.before === null
  return (
    <table className={css.difference}>
      <thead>
        <tr>
          <th scope="col">{t('audit.field')}</th>
          {!isNew && <th scope="col">{t('audit.before')}</th>}
          <th scope="col">{t(isNew ? 'audit.value' : 'audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.name}>
            <th scope="row">{words.field(change.name)}</th>
            <Sides change={change} words={words} isNew={isNew} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type SidesProps = { change: Change; words: AuditWords; isNew: boolean }

function Sides({ change, words, isNew }: SidesProps) {
  const lists = listChange(change)
  if (lists)
    return (
      <>
        <td>
          <Side value={lists.gone} words={words} mark="del" />
        </td>
        <td>
          <Side value={lists.come} words={words} mark="ins" />
        </td>
      </>
    )
  return (
    <>
      {!isNew && (
        <td>
          <Side value={change.before} words={words} mark="del" />
        </td>
      )}
      <td>
        <Side value={change.after} words={words} mark={isNew ? 'bdi' : 'ins'} />
      </td>
    </>
  )
}

type SideProps = { value: Shown; words: AuditWords; mark: 'del' | 'ins' | 'bdi' }

/** What went and what came is said by the element too, not by its colour alone. */
function Side({ value, words, mark: Mark }: SideProps) {
  const { t } = useTranslation()
  if (value === null || value.length === 0) return <span>{t('audit.nothing')}</span>
  if (!isList(value)) return <Mark dir="auto">{words.value(value)}</Mark>
  return (
    <ul>
      {value.map((text) => (
        <li key={text}>
          <Mark dir="auto">{words.value(text)}</Mark>
        </li>
      ))}
    </ul>
  )
}
