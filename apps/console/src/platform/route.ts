import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '../shell/signed-in.ts'

export const companies = createRoute({
  getParentRoute: () => signedIn,
  path: '/platform',
  component: lazyRouteComponent(() => import('./CompaniesScreen.tsx'), 'CompaniesScreen'),
})

export const newCompany = createRoute({
  getParentRoute: () => signedIn,
  path: '/platform/new',
  component: lazyRouteComponent(() => import('./NewCompanyScreen.tsx'), 'NewCompanyScreen'),
})

export const company = createRoute({
  getParentRoute: () => signedIn,
  path: '/platform/$companyId',
  component: lazyRouteComponent(() => import('./CompanyScreen.tsx'), 'CompanyScreen'),
})
