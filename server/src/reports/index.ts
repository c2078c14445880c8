export { type Overview, readOverview } from './overview.ts'
export { reportRoutes } from './routes.ts'
