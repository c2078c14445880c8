import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase, testMasterKey } from '../../test/database.ts'
import { type Database, openDatabase, useDatabase } from '../db/database.ts'
import { reading, transaction } from '../db/transaction.ts'
import { now, setClock } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { createLog } from '../kernel/log.ts'
import {
  bounceOf,
  confirmAddress,
  type MailRequest,
  mailStatus,
  mailTask,
  queueMail,
  useMailSecrets,
} from './index.ts'
import {
  header,
  mailServerAt,
  openPostOffice,
  type PostOffice,
  smtpError,
} from './test/post-office.ts'

const SECRET = 'Zx81secretZx81'
const MINUTE = 60_000

let database: Database
let superuser: pg.Client
let office: PostOffice
let tenantId: Id<'tenant'>
let lines = ''
const log = createLog('debug', {
  write: (line: string) => {
    lines += line
  },
})

beforeAll(async () => {
  const fresh = await freshDatabase()
  database = openDatabase(fresh.server)
  useDatabase(database)
  superuser = new pg.Client(fresh.privileged)
  await superuser.connect()
  await superuser.query('select kernel.make_partitions($1, 3)', [now()])
  useMailSecrets(testMasterKey)
})
beforeEach(async () => {
  office = await openPostOffice()
  tenantId = newId<'tenant'>()
  lines = ''
})
afterEach(async () => {
  setClock()
  await office.close()
  // Whatever a test did, no link has ever reached the log.
  expect(lines).not.toContain(SECRET)
})
afterAll(async () => {
  await superuser.end()
  await database.close()
})

const invitation = (to = 'ana@example.org'): MailRequest<'invitation'> => ({
  tenantId,
  template: 'invitation',
  to,
  language: 'en',
  values: {
    brand: 'Northern Energy',
    supportPhone: '+27 51 555 0100',
    name: 'Ana Mokoena',
    inviter: 'Ben Dlamini',
    link: `https://saldo.example/join#${SECRET}`,
    until: '1 December 2026, 12:00 SAST',
  },
  dedupeKey: newId(),
})

const queue = (request = invitation()) =>
  transaction({ tenantId: request.tenantId }, (tx) => queueMail(tx, request))

/** One round of the task, as a worker makes it. */
async function round(tenant = tenantId, server: PostOffice['server'] | undefined = office.server) {
  const task = mailTask({ log, server })
  if ('perTenant' in task) await task.perTenant(tenant, new AbortController().signal)
}

async function message(id: string) {
  const { rows } = await superuser.query('select * from notifications.message where id = $1', [id])
  return rows[0]
}

const later = (milliseconds: number) => {
  const then = now().getTime() + milliseconds
  setClock(() => then)
}

test('an invitation arrives with its link, in text and HTML, and the link is forgotten', async () => {
  const { id } = await queue()
  expect((await message(id)).secrets.toString('latin1')).not.toContain(SECRET)
  await round()
  expect(office.arrived).toHaveLength(1)
  const [letter] = office.arrived
  expect(letter?.to).toEqual(['ana@example.org'])
  expect(header(letter, 'From')).toEqual(['Northern Energy <billing@northern.example>'])
  expect(header(letter, 'Subject')).toEqual(['Your access to Northern Energy'])
  expect(header(letter, 'Message-ID')).toEqual([`<${id}@northern.example>`])
  expect(header(letter, 'Auto-Submitted')).toEqual(['auto-generated'])
  expect(letter?.raw).toContain('Hello Ana Mokoena,')
  expect(letter?.raw).toContain('+27 51 555 0100')
  expect(letter?.raw.replaceAll('=\r\n', '').split(SECRET).length).toBeGreaterThan(2)
  expect(await message(id)).toMatchObject({ state: 'sent', secrets: null, attempts: 1 })
  await round()
  expect(office.arrived).toHaveLength(1)
})

test('nothing goes out for a deed that failed', async () => {
  const failing = transaction({ tenantId }, async (tx) => {
    await queueMail(tx, invitation())
    throw new Error('The deed failed.')
  })
  await expect(failing).rejects.toThrow('The deed failed.')
  await round()
  expect(office.arrived).toEqual([])
})

test('the same occasion is written down once', async () => {
  const request = invitation()
  const first = await queue(request)
  expect(await queue({ ...request, to: 'other@example.org' })).toEqual(first)
  await round()
  expect(office.arrived).toHaveLength(1)
})

test('a busy mail server is tried again after 1, 5 and 30 minutes, 2 and 6 hours, then no more', async () => {
  office.manners.recipient = () => {
    throw smtpError(451, `4.3.0 Busy, you sent ${SECRET}`)
  }
  const { id } = await queue()
  for (const pause of [1, 5, 30, 120, 360]) {
    await round()
    expect(await message(id)).toMatchObject({ state: 'queued', last_answer: '451 4.3.0' })
    later((pause - 0.1) * MINUTE)
    const { attempts } = await message(id)
    await round()
    expect((await message(id)).attempts).toBe(attempts)
    later(0.2 * MINUTE)
  }
  await round()
  expect(await message(id)).toMatchObject({ state: 'failed', attempts: 6, secrets: null })
})

test('what was deferred arrives when the mail server is well again', async () => {
  office.manners.received = () => {
    throw smtpError(451, '4.2.0 Try later')
  }
  const { id } = await queue()
  await round()
  office.manners = {}
  later(2 * MINUTE)
  await round()
  expect(await message(id)).toMatchObject({ state: 'sent', attempts: 2 })
  expect(office.arrived).toHaveLength(1)
})

test('an address that is refused bounces at once, and gets nothing until it is confirmed', async () => {
  office.manners.recipient = () => {
    throw smtpError(550, '5.1.1 No such user')
  }
  const { id } = await queue()
  await round()
  expect(await message(id)).toMatchObject({
    state: 'bounced',
    attempts: 1,
    secrets: null,
    last_answer: '550 5.1.1',
  })
  office.manners = {}
  const second = await queue(invitation('ANA@example.org'))
  expect(second.state).toBe('bounced')
  expect((await message(second.id)).secrets).toBeNull()
  const bounce = () => reading({ tenantId }, (db) => bounceOf(db, tenantId, 'ana@example.org'))
  expect(await bounce()).toMatchObject({ answer: '550 5.1.1' })
  await round()
  expect(office.arrived).toEqual([])

  const actor = { tenantId, kind: 'person', id: newId(), name: 'Ben Dlamini' } as const
  const confirm = () => transaction(actor, (tx) => confirmAddress(tx, actor, 'ana@example.org'))
  expect(await confirm()).toBe(true)
  expect(await confirm()).toBe(false)
  expect(await bounce()).toBeUndefined()
  await queue()
  await round()
  expect(office.arrived).toHaveLength(1)
})

test('a rule of the mail server bounces the message and says nothing about the address', async () => {
  office.manners.recipient = () => {
    throw smtpError(554, '5.7.1 Relay access denied')
  }
  const { id } = await queue()
  await round()
  expect((await message(id)).state).toBe('bounced')
  expect((await queue()).state).toBe('queued')
})

test('while the mail server is away messages wait and are not lost', async () => {
  const { id } = await queue()
  await round(tenantId, mailServerAt(1))
  expect(await message(id)).toMatchObject({ state: 'queued', last_answer: 'ESOCKET' })
  later(2 * MINUTE)
  await round()
  expect((await message(id)).state).toBe('sent')
})

test('a worker that dies after sending repeats the same message, recognisably', async () => {
  const { id } = await queue()
  office.manners.received = async () => {
    await superuser.query('revoke update on notifications.message from saldo_server')
  }
  await expect(round()).rejects.toThrow('permission denied')
  await superuser.query('grant update on notifications.message to saldo_server')
  office.manners = {}
  expect((await message(id)).state).toBe('sending')
  await round()
  expect(office.arrived).toHaveLength(1)
  later(6 * MINUTE)
  await round()
  expect(office.arrived).toHaveLength(2)
  const ids = office.arrived.map((letter) => header(letter, 'Message-ID')[0])
  expect(new Set(ids)).toEqual(new Set([`<${id}@northern.example>`]))
  expect(await message(id)).toMatchObject({ state: 'sent', attempts: 2 })
})

const busy = () => {
  throw smtpError(451, '4.3.0 Busy')
}
test.each([
  ['sent it', undefined, busy, { state: 'sent', last_answer: '250' }],
  ['had it refused', 550, undefined, { state: 'bounced', last_answer: '550' }],
  ['has put it back', 452, busy, { state: 'queued', last_answer: '452' }],
])(
  'a worker that was thought dead changes nothing when another %s',
  async (_, reply, late, end) => {
    const { id } = await queue()
    let first = true
    office.manners.received = async () => {
      if (first) {
        first = false
        later(6 * MINUTE)
        await round()
        late?.()
      } else if (reply !== undefined) throw smtpError(reply, 'No')
    }
    await round()
    expect(await message(id)).toMatchObject({ ...end, attempts: 2 })
    expect(lines).toContain('claim lost')
  },
)

test('while the mail server is away a round tries a few messages, not the whole queue', async () => {
  for (let n = 0; n < 10; n++) await queue(invitation(`person${n}@example.org`))
  await round(tenantId, mailServerAt(1))
  const { rows } = await superuser.query(
    'select count(*)::int as tried from notifications.message where tenant_id = $1 and attempts > 0',
    [tenantId],
  )
  expect(rows).toEqual([{ tried: 4 }])
})

test('two workers send each message once', async () => {
  for (let n = 0; n < 30; n++) await queue(invitation(`person${n}@example.org`))
  await Promise.all([round(), round(), round()])
  const to = office.arrived.flatMap((letter) => letter.to)
  expect(to).toHaveLength(30)
  expect(new Set(to).size).toBe(30)
})

test("another tenant's messages stay where they are, and are not seen", async () => {
  const { id } = await queue()
  const other = newId<'tenant'>()
  await round(other)
  expect(office.arrived).toEqual([])
  const seen = await reading({ tenantId: other }, (db) =>
    db.rows('select id from notifications.message where tenant_id = $1', [tenantId]),
  )
  expect(seen).toEqual([])
  const status = await reading({ tenantId: other }, (db) => mailStatus(db, other))
  expect(status).toMatchObject({ counts: { queued: 0 }, waitingSince: null })
  expect((await message(id)).state).toBe('queued')
})

test('what was wrapped for one message opens in no other', async () => {
  const first = await queue()
  const second = await queue()
  await superuser.query(
    `update notifications.message set secrets =
       (select secrets from notifications.message where id = $1) where id = $2`,
    [first.id, second.id],
  )
  await round()
  expect(office.arrived).toHaveLength(1)
  expect(await message(second.id)).toMatchObject({ state: 'failed', last_answer: 'unreadable' })
})

test('what waited too long is not sent, and its link is erased', async () => {
  const { id } = await queue({ ...invitation(), expiresAt: new Date(now().getTime() + MINUTE) })
  later(2 * MINUTE)
  await round()
  expect(office.arrived).toEqual([])
  expect(await message(id)).toMatchObject({ state: 'expired', secrets: null })
})

test('a restored copy sends nothing until it is released', async () => {
  const { id } = await queue()
  await superuser.query('update kernel.installation set quarantined_at = $1', [now()])
  await round()
  expect(office.arrived).toEqual([])
  expect(await message(id)).toMatchObject({ state: 'queued', attempts: 0 })
  await superuser.query('update kernel.installation set released_at = $1', [now()])
  await round()
  expect(office.arrived).toHaveLength(1)
})

test('without a mail server messages wait, the status counts them, and the log names each once', async () => {
  const { id } = await queue()
  const task = mailTask({ log, server: undefined })
  const signal = new AbortController().signal
  for (let n = 0; n < 3; n++) if ('perTenant' in task) await task.perTenant(tenantId, signal)
  expect(lines.split('mail.waiting')).toHaveLength(2)
  expect(lines).toContain('A message (invitation) waits')
  expect(lines).toContain(id)
  expect(lines).not.toContain('ana@example.org')
  const status = await reading({ tenantId }, (db) => mailStatus(db, tenantId))
  expect(status).toMatchObject({ counts: { queued: 1, sent: 0 }, waitingSince: expect.any(Date) })
})

test('how each message ended is in the audit trail, without its link or address', async () => {
  const { id } = await queue()
  await round()
  const { rows } = await superuser.query(
    'select action, object_id, actor_kind, after from audit.event where tenant_id = $1',
    [tenantId],
  )
  expect(rows).toEqual([
    {
      action: 'message.send',
      object_id: id,
      actor_kind: 'system',
      after: { template: 'invitation', state: 'sent', answer: '250' },
    },
  ])
})

test('a password is never sent to a mail server without TLS', async () => {
  const { id } = await queue()
  const server = { ...office.server, requireTls: true, user: 'saldo', password: 'hunter2' }
  await round(tenantId, server)
  expect(office.passwords).toEqual([])
  expect(office.arrived).toEqual([])
  expect((await message(id)).state).toBe('queued')
})

test('a mail server whose certificate is not trusted gets neither password nor message', async () => {
  const stranger = await openPostOffice({ startTls: true })
  const { id } = await queue()
  await round(tenantId, { ...stranger.server, user: 'saldo', password: 'hunter2' })
  expect(stranger.passwords).toEqual([])
  expect(stranger.arrived).toEqual([])
  expect((await message(id)).state).toBe('queued')
  await stranger.close()
})

test('a name with line breaks writes neither a header nor a sentence of its own', async () => {
  const request = invitation()
  const injected = 'Eve\r\nBcc: eve@evil.example\r\n\r\nCall +1 900'
  await queue({ ...request, values: { ...request.values, brand: injected, name: injected } })
  await round()
  const [letter] = office.arrived
  expect(letter?.to).toEqual(['ana@example.org'])
  expect(header(letter, 'Bcc')).toEqual([])
  expect(header(letter, 'Subject')).toEqual([
    'Your access to Eve Bcc: eve@evil.example Call +1 900',
  ])
  expect(letter?.raw).not.toMatch(/^Call/m)
})

test('no message is queued for two addresses in one', async () => {
  const two = queue(invitation('ana@example.org, eve@evil.example'))
  await expect(two).rejects.toMatchObject({ code: 'mail.address_malformed' })
})

test('a link that leads elsewhere than to the web is refused where it is made', async () => {
  const request = invitation()
  const values = { ...request.values, link: 'javascript:alert(1)' }
  await expect(queue({ ...request, values })).rejects.toThrow(TypeError)
})
