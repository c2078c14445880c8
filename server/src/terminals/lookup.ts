import { type Db, reading, readingOutsideTenants } from '../db/index.ts'
import { createCache } from '../kernel/cache.ts'
import type { Id } from '../kernel/ids.ts'

/** A device and, when a session was named, whose session it is. */
export type Device = {
  readonly tenantId: Id<'tenant'>
  readonly terminalId: Id<'terminal'>
  readonly number: bigint
  readonly name: string
  readonly vendorId: Id<'vendor'>
  readonly status: 'waiting' | 'enrolled' | 'blocked'
  readonly publicKey: Buffer | null
  readonly session: DeviceSession | undefined
}

export type DeviceSession = {
  readonly operatorId: Id<'operator'>
  readonly operatorName: string
  readonly expiresAt: Date
  /** Signed out, the device blocked or enrolled anew, or the operator disabled or moved. */
  readonly ended: boolean
}

// A block must act within two seconds on every server (RELIABILITY F32), so nothing older is believed.
const devices = createCache<Device | undefined>({ max: 20_000, maxAgeMs: 1_000 })
const tenants = createCache<Id<'tenant'>>({ max: 100_000 })

/** A device with the session of this hash; undefined when there is no such device. At most a second old. */
export async function findDevice(
  terminalId: string,
  sessionHash: Buffer | undefined,
): Promise<Device | undefined> {
  const tenantId = await tenantOf(terminalId)
  if (!tenantId) return undefined
  const key = `${terminalId} ${sessionHash?.toString('base64url') ?? ''}`
  return devices.get(key, () => loadTogether(tenantId, { terminalId, sessionHash }))
}

/** Forgets what this process knows of devices and sessions: after a block, a sign-out, an enrolment. */
export function forgetDevices(): void {
  devices.forget()
}

// Which tenant a terminal belongs to never changes; what is not found is not remembered.
async function tenantOf(terminalId: string): Promise<Id<'tenant'> | undefined> {
  const unknown = new Error('There is no such terminal.')
  const load = async () => {
    const row = await readingOutsideTenants((db) =>
      db.row<{ tenant_id: Id<'tenant'> }>(
        `select tenant_id from kernel.directory where kind = 'terminal' and name = $1`,
        [terminalId],
      ),
    )
    if (!row) throw unknown
    return row.tenant_id
  }
  return tenants.get(terminalId, load).catch((error) => {
    if (error === unknown) return undefined
    throw error
  })
}

type Wanted = { readonly terminalId: string; readonly sessionHash: Buffer | undefined }
type Waiting = Wanted & {
  readonly resolve: (device: Device | undefined) => void
  readonly reject: (error: unknown) => void
}

const waiting = new Map<Id<'tenant'>, Waiting[]>()
const underWay = new Set<Id<'tenant'>>()
const MOST_AT_ONCE = 500

// A thousand tills sell about once a minute each, so nearly every sale finds its till a second old. Those
// that come while a read is under way share the next one: one statement for all, and no timer.
function loadTogether(tenantId: Id<'tenant'>, wanted: Wanted): Promise<Device | undefined> {
  return new Promise((resolve, reject) => {
    const queue = waiting.get(tenantId) ?? []
    queue.push({ ...wanted, resolve, reject })
    waiting.set(tenantId, queue)
    if (!underWay.has(tenantId)) void drain(tenantId)
  })
}

async function drain(tenantId: Id<'tenant'>): Promise<void> {
  underWay.add(tenantId)
  for (let queue = waiting.get(tenantId); queue?.length; queue = waiting.get(tenantId)) {
    const batch = queue.splice(0, MOST_AT_ONCE)
    try {
      const found = await reading({ tenantId }, (db) => readDevices(db, tenantId, batch))
      batch.forEach((one, n) => {
        one.resolve(found.get(n))
      })
    } catch (error) {
      for (const one of batch) one.reject(error)
    }
  }
  waiting.delete(tenantId)
  underWay.delete(tenantId)
}

type DeviceRow = {
  n: number
  id: Id<'terminal'>
  number: bigint
  name: string
  vendor_id: Id<'vendor'>
  status: Device['status']
  public_key: Buffer | null
  operator_id: Id<'operator'> | null
  operator_name: string | null
  expires_at: Date | null
  ended: boolean | null
}

async function readDevices(
  db: Db,
  tenantId: Id<'tenant'>,
  wanted: readonly Wanted[],
): Promise<Map<number, Device>> {
  const rows = await db.rows<DeviceRow>(
    {
      name: 'terminals.devices',
      text: `select w.n::integer as n, t.id, t.number, t.name, t.vendor_id, t.status, t.public_key,
               s.operator_id, o.name as operator_name, s.expires_at,
               s.ended_at is not null or o.status <> 'active' or o.vendor_id <> t.vendor_id as ended
             from unnest($2::uuid[], $3::bytea[]) with ordinality as w(id, hash, n)
             join terminals.terminal t on t.tenant_id = $1 and t.id = w.id
             left join terminals.session s
               on s.tenant_id = $1 and s.token_hash = w.hash and s.terminal_id = t.id
             left join vendors.operator o on o.tenant_id = $1 and o.id = s.operator_id`,
    },
    [tenantId, wanted.map((one) => one.terminalId), wanted.map((one) => one.sessionHash ?? null)],
  )
  return new Map(rows.map((row) => [row.n - 1, deviceOf(tenantId, row)]))
}

function deviceOf(tenantId: Id<'tenant'>, row: DeviceRow): Device {
  const { operator_id, operator_name, expires_at } = row
  const session =
    operator_id && operator_name !== null && expires_at
      ? {
          operatorId: operator_id,
          operatorName: operator_name,
          expiresAt: expires_at,
          ended: row.ended !== false,
        }
      : undefined
  return {
    tenantId,
    terminalId: row.id,
    number: row.number,
    name: row.name,
    vendorId: row.vendor_id,
    status: row.status,
    publicKey: row.public_key,
    session,
  }
}
