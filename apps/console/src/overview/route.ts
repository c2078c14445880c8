import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { isDay } from '../parts/days.ts'
import { signedIn } from '../shell/signed-in.ts'

type DaySearch = { day?: string | undefined }

export const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  validateSearch: ({ day }): DaySearch => ({ day: isDay(day) ? day : undefined }),
  component: lazyRouteComponent(() => import('./OverviewScreen.tsx'), 'OverviewScreen'),
})
