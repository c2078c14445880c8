export { type Actor, NotAllowed, type Reach, requirePermission, systemActor } from './actor.ts'
export { allPermissions, isPermission, type Permission, permissions } from './permissions.ts'
