/*
 * What an id in the contract is an id of. every-route.test.ts asks every route that takes one for somebody else's: a
 * new route with an id that these lists do not know fails it. Add its word or name here, and a kind that is new to
 * `samples.ts`, where one of it is made for each side.
 */

/** A kind of thing of which the test has one in reach, and others that are out of reach. */
export type Kind =
  | 'company'
  | 'customer'
  | 'grant'
  | 'import'
  | 'job'
  | 'job_output'
  | 'key'
  | 'mail'
  | 'meter'
  | 'meter_id'
  | 'meter_number'
  | 'operator'
  | 'own_passkey'
  | 'own_session'
  | 'own_view'
  | 'person'
  | 'portfolio'
  | 'request'
  | 'role'
  | 'sale'
  | 'session'
  | 'supply_group'
  | 'terminal'
  | 'utility'
  | 'vendor'

/** In a path, by the word that stands before it: `/people/{id}`. Two words go before one. */
export const afterWord: Readonly<Record<string, Kind>> = {
  approvals: 'request',
  companies: 'company',
  grants: 'grant',
  mail: 'mail',
  'saved-views': 'own_view',
  'account/passkeys': 'own_passkey',
  'account/sessions': 'own_session',
  'by-key': 'key',
  'console/customers': 'customer',
  // At the console a meter is its utility's; every seller may look one up by its number.
  'console/meters': 'meter',
  imports: 'import',
  jobs: 'job',
  meters: 'meter_number',
  outputs: 'job_output',
  people: 'person',
  portfolios: 'portfolio',
  roles: 'role',
  sales: 'sale',
  sessions: 'session',
  utilities: 'utility',
  vendors: 'vendor',
}

/** What belongs to a utility and no vendor: whoever reaches some vendors reaches none of it. */
export const ofUtilities: ReadonlySet<Kind> = new Set<Kind>([
  'customer',
  'import',
  'meter',
  'meter_id',
  'supply_group',
])

/** What belongs to who made it: whoever reaches less than the tenant sees the own alone. */
export const ofMakers: ReadonlySet<Kind> = new Set<Kind>([
  'grant',
  'job',
  'job_output',
  'mail',
  'request',
])

/** What nobody but the one whose it is gets at, whatever their reach. */
export const private_: ReadonlySet<Kind> = new Set<Kind>(['own_passkey', 'own_session', 'own_view'])

/** In a query or a body, by its name. */
export const byName: Readonly<Record<string, Kind>> = {
  a: 'role',
  b: 'role',
  actor: 'person',
  companyId: 'company',
  copyOf: 'role',
  grantId: 'grant',
  ids: 'vendor',
  meter: 'meter_number',
  operator: 'operator',
  operatorId: 'operator',
  role: 'role',
  roleId: 'role',
  serialNumber: 'meter_number',
  supplyGroup: 'supply_group',
  terminal: 'terminal',
  utility: 'utility',
  utilityId: 'utility',
  vendor: 'vendor',
}

/** Names that look like ids and name nothing that is anybody's, and why. */
export const noThing: Readonly<Record<string, string>> = {
  after: 'a place in a list, which may be anywhere',
  objectId: 'what the trail is searched for; a deed out of reach is not found by it',
  requestId: 'what the trail is searched for; a deed out of reach is not found by it',
  before: 'a place in a list, which may be anywhere',
  clientId: 'what a directory outside calls Saldo',
  kind: 'a kind of act, the same for everybody',
  number: 'a row or a piece of what stands before it',
  theme: 'light or dark',
}

/** Routes that anybody may ask, and those of everybody who is signed in. Each is here on purpose. */
export const openRoutes: readonly string[] = [
  'POST /api/console/sessions',
  'POST /api/console/sessions/code',
  'POST /api/console/sessions/passkey-question',
  'POST /api/console/sessions/passkey',
  'POST /api/console/sessions/provider/begin',
  'POST /api/console/sessions/provider',
  'POST /api/console/password/forgot',
  'POST /api/console/links/open',
  'POST /api/console/links/password',
  // One's own session and account.
  'GET /api/console/session',
  'DELETE /api/console/session',
  'POST /api/console/session/passkey-question',
  'POST /api/console/session/confirm',
  'GET /api/console/account',
  'PATCH /api/console/account',
  'PUT /api/console/account/password',
  'POST /api/console/account/authenticator',
  'DELETE /api/console/account/authenticator',
  'POST /api/console/account/authenticator/confirm',
  'POST /api/console/account/passkeys/question',
  'POST /api/console/account/passkeys',
  'DELETE /api/console/account/passkeys/{id}',
  'POST /api/console/account/recovery-codes',
  'DELETE /api/console/account/sessions',
  'DELETE /api/console/account/sessions/{id}',
  // Of jobs and requests everybody sees the own; more than those takes a right, which the answer depends on.
  'GET /api/console/jobs',
  'GET /api/console/jobs/events',
  'GET /api/console/jobs/{id}',
  'POST /api/console/jobs/{id}/pause',
  'POST /api/console/jobs/{id}/resume',
  'POST /api/console/jobs/{id}/cancel',
  'POST /api/console/jobs/{id}/redo',
  'GET /api/console/jobs/{id}/outputs/{outputId}',
  'GET /api/console/approvals',
  'GET /api/console/approvals/count',
  'GET /api/console/approvals/{id}',
  'POST /api/console/approvals/{id}/withdraw',
  // Each list asks for its own right, which the body names.
  'POST /api/console/exports',
  // What one has set up for oneself.
  'GET /api/console/preference',
  'PUT /api/console/preference',
  'GET /api/console/saved-views',
  'POST /api/console/saved-views',
  'DELETE /api/console/saved-views/{id}',
  // Finds of each kind of thing what its own right lets the asker see.
  'POST /api/console/search',
]

/** Pages that have nothing to show in this test's world, by what they say then. */
export const empty: Readonly<Record<string, string>> = {
  'GET /api/console/jobs/events': 'job.events_not_accepted',
  'GET /api/console/jobs/{id}/outputs/{outputId}': 'job.output_unknown',
  'GET /api/console/utilities/{id}/logos/{theme}': 'utility.logo_unknown',
}

type Pick = (kind: Kind) => string

/** Bodies that the schema alone does not tell how to fill, by route; several where a field has several meanings. */
export const bodies: Readonly<Record<string, readonly ((pick: Pick) => unknown)[]>> = {
  'POST /api/console/people': rolesGiven((roles) => ({
    email: 'nobody@routes.example',
    name: 'Nobody',
    roles,
  })),
  // What an authenticator says is nobody's id.
  'POST /api/console/sessions/passkey': [() => ({})],
  'POST /api/console/session/confirm': [() => ({})],
  'POST /api/console/account/passkeys': [() => ({})],
  'POST /api/console/exports': [
    (pick) => ({ list: 'meters', format: 'csv', filter: { utility: pick('utility') } }),
  ],
  'POST /api/console/bulk/meters/block/preview': [
    (pick) => ({ utility: pick('utility'), supplyGroup: pick('supply_group') }),
    (pick) => ({ utility: pick('utility'), ids: [pick('meter_id')] }),
  ],
  'POST /api/console/bulk/meters/block': [
    (pick) => ({ utility: pick('utility'), reason: 'Stolen', expected: 1_000_000 }),
    (pick) => ({
      utility: pick('utility'),
      ids: [pick('meter_id')],
      reason: 'Stolen',
      expected: 1_000_000,
    }),
  ],
  'POST /api/console/search': [(pick) => ({ text: pick('meter_number') })],
  'PUT /api/console/people/{id}/roles': rolesGiven((roles) => ({ roles })),
}

function rolesGiven(body: (roles: unknown[]) => unknown): ((pick: Pick) => unknown)[] {
  const one = (reach: string, kind: Kind) => (pick: Pick) =>
    body([{ roleId: pick('role'), reach, reachId: pick(kind) }])
  return [one('vendor', 'vendor'), one('utility', 'utility'), one('vendor_group', 'portfolio')]
}
