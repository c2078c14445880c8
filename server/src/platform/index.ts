export { type PlatformRoutesOptions, platformRoutes } from './routes.ts'
export { visitingAs, visitOf, visitorOf } from './visit.ts'
