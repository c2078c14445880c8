import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { type AtConsole, personAtConsole } from '../access/test/console.ts'
import { reading, transaction } from '../db/index.ts'
import { newId } from '../kernel/ids.ts'
import { bounceOf, queueMail } from './index.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

let harbour: World
let hills: World
let superuser: pg.Client
let administrator: AtConsole
let auditor: AtConsole

beforeAll(async () => {
  harbour = await world()
  hills = await world({ in: harbour })
  superuser = new pg.Client(harbour.files.privileged)
  await superuser.connect()
  administrator = await personAtConsole(harbour, ['Tenant administrator'])
  auditor = await personAtConsole(harbour, ['Auditor'])
})
afterAll(async () => {
  await superuser.end()
  await harbour.close()
})

const INVITATION = {
  brand: 'Harbour City',
  supportPhone: '0800 720 111',
  name: 'Amina',
  inviter: 'Nyambura',
  link: 'https://saldo.example/console/welcome?token=abc',
  until: '1 December 2026',
}
const NOTICE = {
  brand: 'Harbour City',
  supportPhone: '0800 720 111',
  name: 'Amina',
  event: 'password',
  when: '24 November 2026, 14:00',
  source: '192.0.2.7',
  link: 'https://saldo.example/console/account',
}

/** A letter that carries a link only its reader may know. */
async function invited(at: World, to: string): Promise<string> {
  const { id } = await transaction(at.actor, (tx) =>
    queueMail(tx, {
      tenantId: at.tenantId,
      template: 'invitation',
      to,
      language: 'en',
      values: INVITATION,
      dedupeKey: `invitation:${newId()}`,
    }),
  )
  return id
}

/** A letter without a secret. */
async function told(to: string): Promise<string> {
  const { id } = await transaction(harbour.actor, (tx) =>
    queueMail(tx, {
      tenantId: harbour.tenantId,
      template: 'access-notice',
      to,
      language: 'en',
      values: NOTICE,
      dedupeKey: `notice:${newId()}`,
    }),
  )
  return id
}

async function ended(id: string, state: 'failed' | 'bounced') {
  await superuser.query(
    `update notifications.message set state = $2, finished_at = now(), secrets = null, attempts = 6,
       last_answer = '550 5.1.1' where id = $1`,
    [id, state],
  )
}

async function seen(id: string) {
  const { body } = await administrator.ask('GET', '/mail?limit=100')
  return body.data.find((mail: { id: string }) => mail.id === id)
}

const resend = (id: string, by = administrator) => by.ask('POST', `/mail/${id}/resend`)

test('a letter that failed is sent again once, unless it carried a link that is kept no longer', async () => {
  const notice = await told('amina@harbour.example')
  expect(await seen(notice)).toMatchObject({ state: 'queued', next: 'try_now', attempts: 0 })
  await ended(notice, 'failed')
  expect(await seen(notice)).toMatchObject({ next: 'send_again', answer: '550 5.1.1' })
  expect((await resend(notice)).status).toBe(204)
  expect((await resend(notice)).status).toBe(204)
  expect(await seen(notice)).toMatchObject({ state: 'queued', attempts: 6, finishedAt: null })

  const invitation = await invited(harbour, 'amina@harbour.example')
  await ended(invitation, 'failed')
  expect(await seen(invitation)).toMatchObject({ next: 'make_anew' })
  expect(await resend(invitation)).toMatchObject({
    status: 409,
    body: { code: 'mail.secret_gone' },
  })
  expect(JSON.stringify(await seen(invitation))).not.toContain('abc')
})

test('an address that refused letters is confirmed before another goes there', async () => {
  const notice = await told('gone@harbour.example')
  await ended(notice, 'bounced')
  await superuser.query(
    `insert into notifications.bouncing_address values ($1, 'gone@harbour.example', now(), '550 5.1.1')`,
    [harbour.tenantId],
  )
  expect(await seen(notice)).toMatchObject({ next: 'confirm_address' })
  expect(await resend(notice)).toMatchObject({ body: { code: 'mail.address_bounces' } })
  const confirm = { address: 'Gone@Harbour.example' }
  expect((await auditor.ask('POST', '/mail/addresses/confirm', confirm)).status).toBe(403)
  expect((await administrator.ask('POST', '/mail/addresses/confirm', confirm)).status).toBe(204)
  const bouncing = await reading(harbour.actor, (db) =>
    bounceOf(db, harbour.tenantId, confirm.address),
  )
  expect(bouncing).toBeUndefined()
  expect((await resend(notice)).status).toBe(204)
  const { body } = await auditor.ask('GET', `/audit?objectKind=message&objectId=${notice}`)
  expect(body.data[0]).toMatchObject({
    action: 'message.resend',
    before: { state: 'bounced' },
    actor: { name: administrator.name },
  })
})

test('letters of another company do not exist, and a shop sees none', async () => {
  const abroad = await invited(hills, 'stranger@hills.example')
  expect(await resend(abroad)).toMatchObject({ status: 404, body: { code: 'mail.unknown' } })
  expect(await seen(abroad)).toBeUndefined()
  const shop = await personAtConsole(harbour, [
    'Tenant administrator',
    { reach: 'vendor', vendorId: harbour.vendor.id },
  ])
  for (const path of ['/mail', '/mail/status']) {
    expect(await shop.ask('GET', path)).toMatchObject({ body: { code: 'mail.whole_company' } })
  }
  const desk = await personAtConsole(harbour, ['Meter desk'])
  expect((await desk.ask('GET', '/mail')).body.code).toBe('access.not_allowed')
  expect((await resend(abroad, auditor)).body.code).toBe('access.not_allowed')
})

test('pages go forth and back, and one state alone can be looked at', async () => {
  for (let n = 0; n < 30; n++) await told(`reader${n}@harbour.example`)
  const first = (await auditor.ask('GET', '/mail')).body
  expect(first.data).toHaveLength(25)
  expect(first.previous).toBeNull()
  const second = (await auditor.ask('GET', `/mail?after=${first.next}`)).body
  const back = (await auditor.ask('GET', `/mail?before=${second.previous}`)).body
  expect(back.data).toEqual(first.data)
  const last = (await auditor.ask('GET', '/mail?before=end')).body
  expect(last.next).toBeNull()
  const failed = (await auditor.ask('GET', '/mail?state=failed')).body
  expect(failed.data.every(({ state }: { state: string }) => state === 'failed')).toBe(true)
  expect(failed.count.exact).toBe(true)
  const { counts } = (await auditor.ask('GET', '/mail/status')).body
  expect(counts.failed).toBe(failed.count.value)
})
