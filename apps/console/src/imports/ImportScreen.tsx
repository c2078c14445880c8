import { Skeleton, SkeletonBar } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { AtWork, Stopped } from './AtWork.tsx'
import { CheckedActions } from './CheckedActions.tsx'
import { CheckSummary } from './CheckSummary.tsx'
import { FileRows } from './FileRows.tsx'
import { ImportState } from './ImportState.tsx'
import { Failed } from './ImportsScreen.tsx'
import css from './imports.module.css'
import { MatchColumns } from './MatchColumns.tsx'
import { type ImportDetail, importOf, isAtWork } from './queries.ts'
import { Result, ResultActions } from './Result.tsx'
import { type Step, Steps } from './Steps.tsx'

const route = getRouteApi('/signed-in/imports/$importId')

/** One import from its upload to what became of it. */
export function ImportScreen() {
  const { importId } = route.useParams()
  const found = useQuery(importOf(importId))
  if (found.data) return <Import found={found.data} />
  if (found.isError) return <Failed problem={found.error} onRetry={() => void found.refetch()} />
  return (
    <Skeleton>
      <SkeletonBar width="40%" height={26} />
      <SkeletonBar height={300} />
    </Skeleton>
  )
}

function Import({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const { rematch } = useRematch(found)
  const busy = isAtWork(found)
  const stopped = !busy && ['checking', 'importing', 'undoing'].includes(found.state)
  const matching = found.state === 'matching' || rematch
  useEffect(() => {
    document.title = t('app.titleOf', { screen: found.fileName })
  }, [t, found.fileName])
  return (
    <>
      <p className={css.trail}>
        <Link to="/imports">{t('menu.imports')}</Link> / {t(`imports.kinds.${found.kind}`)}
      </p>
      <header className={css.heading}>
        <h1>
          <bdi>{found.fileName}</bdi> <ImportState row={found} stopped={stopped} />
        </h1>
        {!busy && !matching && found.state === 'checked' && <CheckedActions found={found} />}
        {!busy && ['done', 'undone'].includes(found.state) && <ResultActions found={found} />}
      </header>
      <Steps at={matching && !busy ? 'match' : stepOf(found)} />
      <Body found={found} busy={busy} stopped={stopped} matching={matching} />
    </>
  )
}

interface BodyProps {
  found: ImportDetail
  busy: boolean
  stopped: boolean
  matching: boolean
}

function Body({ found, busy, stopped, matching }: BodyProps) {
  if (busy) return <AtWork found={found} />
  if (stopped) return <Stopped found={found} />
  if (matching) return <MatchColumns found={found} />
  switch (found.state) {
    case 'checked':
      return (
        <>
          <CheckSummary found={found} />
          <FileRows found={found} />
        </>
      )
    case 'done':
      return (
        <>
          <Result found={found} />
          {found.bad > 0 && !found.forgotten && <FileRows found={found} />}
        </>
      )
    default:
      return <Result found={found} />
  }
}

/** Whether the columns of a file that was checked are to be chosen again. */
function useRematch({ state }: ImportDetail) {
  const { match } = route.useSearch()
  return { rematch: match === true && state === 'checked' }
}

function stepOf({ state }: ImportDetail): Step | undefined {
  switch (state) {
    case 'matching':
      return 'match'
    case 'checking':
    case 'checked':
      return 'check'
    case 'importing':
      return 'import'
    default:
      return undefined
  }
}
