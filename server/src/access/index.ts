export {
  type Act,
  type Described,
  ReasonText,
  type Submit,
  type Submitted,
  Waiting,
} from './act.ts'
export { type Actor, NotAllowed, type Reach, requirePermission, systemActor } from './actor.ts'
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
export { useIdentityProviders } from './directory/identity-provider.ts'
export { useFactorSecrets } from './factors/factor-secrets.ts'
export { grantsOf, type ReadMembers, useMembers } from './grants.ts'
export { guard } from './guard.ts'
export { guardConsole } from './guard-console.ts'
export { limitOf, requireWithin } from './limits.ts'
export { once } from './once.ts'
export { originOf } from './origin.ts'
export { personRoles, roleChange } from './people/acts.ts'
export { type GivenReach, giveRole, requireMayMove } from './people/give.ts'
export { countHolders } from './people/holders.ts'
export { sendInvitation } from './people/invite.ts'
export type { NameReaches } from './people/people-routes.ts'
export { disablePerson, languages, type NewPerson, registerPerson } from './people/person.ts'
export { allPermissions, isPermission, type Permission, permissions } from './permissions.ts'
export { personNow, sessionNow } from './present.ts'
export {
  cashierPermissions,
  rolesShippedTo,
  type ShippedRole,
  shippedRoles,
  shipRoles,
} from './roles.ts'
export { accessRoutes } from './routes.ts'
export { type Letterhead, stationeryOf, useLetterheads } from './sign-in/letters.ts'
export { hashPin, usePepper, verifySecret } from './sign-in/password.ts'
export {
  forgetOldSessions,
  requireCsrf,
  type Session,
  SessionExpired,
  SessionRequired,
  sessionOf,
  signOut,
} from './sign-in/session.ts'
export type { SessionView } from './sign-in/session-view.ts'
export { signIn } from './sign-in/sign-in.ts'
export { WrongCredentials } from './sign-in/sign-in-name.ts'
export { delayAfter, forgetOldAttempts, SignInLocked } from './sign-in/throttle.ts'
export { setSuspended, suspendedSince } from './suspension.ts'
export {
  changeTenantSettings,
  type SecondFactorRule,
  secondFactorRules,
  type TenantSettings,
  tenantSettings,
  usualSettings,
} from './tenant-settings.ts'
export { type BearerToken, newToken, readToken, sha256 } from './token.ts'
export { useVisits, type Visit, visitMarkOf } from './visit.ts'
