export { accessBySocket, accessByUrl, type DatabaseAccess } from './access.ts'
export { type Database, database, openDatabase, useDatabase } from './database.ts'
export { exclusively } from './exclusive.ts'
export { migrate, missingMigrations } from './migrate.ts'
export {
  constraintOf,
  DatabaseUnreachable,
  OutcomeUnknown,
  QueryTooSlow,
  sqlState,
} from './outcome.ts'
export { type Statement, statement } from './pool.ts'
export { refusing } from './refusing.ts'
export type { Schema } from './schema.generated.ts'
export {
  barrier,
  call,
  type Db,
  type Entrant,
  reading,
  readingOutsideTenants,
  type Tx,
  transaction,
  transactionOutsideTenants,
} from './transaction.ts'
export { trustClock } from './trust-clock.ts'
