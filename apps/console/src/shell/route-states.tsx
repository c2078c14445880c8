import { isProblem } from '@saldo/api-client/problem'
import { EmptyState, ErrorState, Skeleton, SkeletonBar } from '@saldo/ui'
import { IconMapOff } from '@tabler/icons-react'
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'

export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    router.invalidate()
  }
  const thrown: unknown = error
  return (
    <main className="route-state">
      {isProblem(thrown) ? (
        <Failure problem={thrown} onRetry={again} />
      ) : (
        <ErrorState error={error} onRetry={again} />
      )}
    </main>
  )
}

export function RoutePending() {
  const { t } = useTranslation()
  return (
    <main className="route-state">
      <h1 className="saldo-hidden">{t('app.loading')}</h1>
      <Skeleton delay={0}>
        <SkeletonBar width="40%" height={28} />
        <SkeletonBar height={120} />
        <SkeletonBar height={320} />
      </Skeleton>
    </main>
  )
}

export function NotFound() {
  const { t } = useTranslation()
  return (
    <main className="route-state">
      <h1 className="saldo-hidden">{t('app.notFound')}</h1>
      <EmptyState icon={IconMapOff} title={t('app.notFound')}>
        <Link to="/">{t('app.notFoundNext')}</Link>
      </EmptyState>
    </main>
  )
}
