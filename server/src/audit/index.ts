export { type AuditActor, type AuditEntry, type AuditValue, record } from './record.ts'
export { newestAuditHead, sealAudit, verifyAudit } from './seal.ts'
