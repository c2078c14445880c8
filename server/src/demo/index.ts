export { demoGuide } from './guide.ts'
export { demoRoutes } from './routes.ts'
export { demoIsMissing } from './step.ts'
export { makeDemoWorld } from './world.ts'
