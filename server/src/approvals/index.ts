export { expireRequests } from './expire.ts'
export { type ApprovalOptions, approvalRoutes } from './routes.ts'
export { submit } from './submit.ts'
