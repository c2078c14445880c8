import { Skeleton, SkeletonBar } from '@saldo/ui'
import css from './overview.module.css'

/** The outline of the overview while its figures are on their way. */
export function OverviewSkeleton() {
  return (
    <Skeleton>
      <SkeletonBar width="46%" height={28} />
      <SkeletonBar height={128} />
      <div className={css.grid}>
        <SkeletonBar height={340} />
        <SkeletonBar height={340} />
        <SkeletonBar height={300} />
        <SkeletonBar height={300} />
      </div>
    </Skeleton>
  )
}
