export { type AuditActor, type AuditEntry, type AuditValue, record } from './record.ts'
