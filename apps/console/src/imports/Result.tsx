import { Button } from '@mantine/core'
import { Panel, ScrollRegion } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { useActs } from './acts.ts'
import { FailedRowsLink } from './FailedRowsLink.tsx'
import { useFigures } from './figures.ts'
import css from './imports.module.css'
import { type ImportDetail, keptOf } from './queries.ts'
import { UndoButton } from './UndoButton.tsx'

/** What became of the rows. */
export function Result({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const { counted } = useFigures()
  const { state, written, bad, undone, kept, forgotten } = found
  return (
    <>
      <section className={`saldo-panel ${css.body} ${css.panel} ${css.result}`} role="status">
        {state === 'cancelled' ? (
          <strong>{t('imports.result.cancelled')}</strong>
        ) : (
          <>
            <strong>{t('imports.result.written', counted(written))}</strong>
            {state === 'undone' && <p>{t('imports.result.undone', counted(undone))}</p>}
            {kept > 0 && <p>{t('imports.result.kept', counted(kept))}</p>}
            {state === 'done' && bad > 0 && <p>{t('imports.result.bad', counted(bad))}</p>}
            {forgotten && <p className={css.hint}>{t('imports.result.forgotten')}</p>}
          </>
        )}
      </section>
      {kept > 0 && <Kept found={found} />}
    </>
  )
}

/** What can be done with what was imported. */
export function ResultActions({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const { counted } = useFigures()
  const { start } = useActs(found)
  const { state, bad, good, written, undone, forgotten } = found
  const more = good - written
  return (
    <div>
      <div className={css.buttons}>
        {state === 'done' && bad > 0 && !forgotten && <FailedRowsLink id={found.id} />}
        {written > undone && (
          <UndoButton
            found={found}
            label={t(state === 'undone' ? 'imports.result.undoAgain' : 'imports.result.undo')}
          />
        )}
        {state === 'done' && more > 0 && !forgotten && (
          <Button loading={start.isPending} onClick={() => start.mutate(null)}>
            {t('imports.rows.import', counted(more))}
          </Button>
        )}
      </div>
      {start.error && <Failure problem={start.error} compact />}
    </div>
  )
}

function Kept({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const kept = useQuery(keptOf(found.id, `${found.undone}.${found.kept}`))
  if (kept.isError)
    return <Failure problem={kept.error} onRetry={() => void kept.refetch()} compact />
  if (!kept.data) return null
  return (
    <Panel title={t('imports.result.keptWhich')}>
      <ScrollRegion label={t('imports.result.keptWhich')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col" className={css.figure}>
                {t('imports.rows.row')}
              </th>
              <th scope="col">{t(`imports.kinds.${found.kind}`)}</th>
              <th scope="col">{t('imports.result.why')}</th>
            </tr>
          </thead>
          <tbody>
            {kept.data.map(({ number, key, why }) => (
              <tr key={number}>
                <td className={css.figure}>{number}</td>
                <th scope="row">
                  <span className="saldo-code">{key ?? '—'}</span>
                </th>
                <td>{t(`imports.result.keptWhy.${why}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  )
}
