export { type AuditActor, type AuditEntry, type AuditValue, record } from './record.ts'
export { type AuditRoutesOptions, auditRoutes } from './routes.ts'
export { newestAuditHead, sealAudit, verifyAudit } from './seal.ts'
export { type AuditEvent, type AuditFilter, type AuditPage, searchAudit } from './search.ts'
