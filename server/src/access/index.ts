export {
  type Act,
  type Described,
  ReasonText,
  type Submit,
  type Submitted,
  Waiting,
} from './act.ts'
export { type Actor, NotAllowed, type Reach, requirePermission, systemActor } from './actor.ts'
export { personRoles, roleChange } from './acts.ts'
export {
  can,
  ownOnly,
  portfoliosInReach,
  reachFor,
  requireCan,
  type Target,
  utilitiesInReach,
  vendorsInReach,
} from './can.ts'
export { clientOf, type NewClient, registerClient, setClientStatus } from './client.ts'
export { useFactorSecrets } from './factor-secrets.ts'
export { type GivenReach, giveRole, requireMayMove } from './give.ts'
export { grantsOf, type ReadMembers, useMembers } from './grants.ts'
export { guard } from './guard.ts'
export { guardConsole } from './guard-console.ts'
export { countHolders } from './holders.ts'
export { useIdentityProviders } from './identity-provider.ts'
export { sendInvitation } from './invite.ts'
export { type Letterhead, stationeryOf, useLetterheads } from './letters.ts'
export { limitOf, requireWithin } from './limits.ts'
export { once } from './once.ts'
export { originOf } from './origin.ts'
export { hashPin, usePepper, verifySecret } from './password.ts'
export type { NameReaches } from './people-routes.ts'
export { allPermissions, isPermission, type Permission, permissions } from './permissions.ts'
export { disablePerson, languages, type NewPerson, registerPerson } from './person.ts'
export { personNow, sessionNow } from './present.ts'
export {
  cashierPermissions,
  rolesShippedTo,
  type ShippedRole,
  shippedRoles,
  shipRoles,
} from './roles.ts'
export { accessRoutes } from './routes.ts'
export {
  forgetOldSessions,
  requireCsrf,
  type Session,
  SessionExpired,
  SessionRequired,
  sessionOf,
  signOut,
} from './session.ts'
export type { SessionView } from './session-view.ts'
export { signIn } from './sign-in.ts'
export { WrongCredentials } from './sign-in-name.ts'
export { setSuspended, suspendedSince } from './suspension.ts'
export {
  changeTenantSettings,
  type SecondFactorRule,
  secondFactorRules,
  type TenantSettings,
  tenantSettings,
  usualSettings,
} from './tenant-settings.ts'
export { delayAfter, forgetOldAttempts, SignInLocked } from './throttle.ts'
export { type BearerToken, newToken, readToken, sha256 } from './token.ts'
export { useVisits, type Visit, visitMarkOf } from './visit.ts'
