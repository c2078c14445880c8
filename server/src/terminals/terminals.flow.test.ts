import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Actor, systemActor, usePepper } from '../access/index.ts'
import { type Database, openDatabase, reading, transaction, useDatabase } from '../db/index.ts'
import { now, nowMs, setClock } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { createTenant } from '../tenants/index.ts'
import {
  approveVendor,
  disableOperator,
  registerOperator,
  registerVendor,
} from '../vendors/index.ts'
import {
  blockTerminal,
  enrol,
  forgetOldDeviceRows,
  identifyDevice,
  issueEnrolmentCode,
  type Jwk,
  registerTerminal,
  type SignedRequest,
  signInOperator,
  signOutOperator,
  terminalActor,
  unblockTerminal,
} from './index.ts'

let db: Database
let actor: Actor
let vendorId: Id<'vendor'>
let operatorId: Id<'operator'>
const start = nowMs()
const pin = '4711'

beforeAll(async () => {
  db = openDatabase((await freshDatabase()).server)
  useDatabase(db)
  usePepper(Buffer.alloc(32, 7))
  actor = systemActor(await createTenant({ name: 'Harbour' }))
  await transaction(actor, (tx) => tx.rows('select kernel.make_partitions($1, 2)', [now()]))
  vendorId = await newVendor()
  operatorId = await newOperator()
})
afterAll(() => db.close())
afterEach(() => setClock())

const newVendor = () =>
  transaction(actor, async (tx) => {
    const { id } = await registerVendor(tx, actor, {
      name: 'Corner Shop',
      address: '',
      phone: '',
      currency: 'KES',
      marginMode: 'net',
      lowFloatMinor: 0n,
    })
    await approveVendor(tx, actor, id)
    return id
  })
const newOperator = (of = vendorId) =>
  transaction(actor, (tx) =>
    registerOperator(tx, actor, { vendorId: of, name: 'Amina', role: 'cashier', pin }),
  )
const newTerminal = () =>
  transaction(actor, (tx) => registerTerminal(tx, actor, { vendorId, name: 'Till 1' }))

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) as Jwk }
}

async function till() {
  const keys = keyPair()
  const { enrolmentCode } = await newTerminal()
  const { terminalId } = await enrol(enrolmentCode, keys.jwk)
  return { terminalId, privateKey: keys.privateKey }
}

type Call = {
  readonly method?: string
  readonly path?: string
  readonly body?: string
  readonly token?: string
  readonly key?: string
  readonly nonce?: string
}

// Written from the contract, not with the server's own function: the two must agree.
function signed(terminalId: string, privateKey: KeyObject, call: Call = {}): SignedRequest {
  const { method = 'GET', path = '/api/pos/account', body = '', token, key } = call
  const nonce = call.nonce ?? randomUUID()
  const hex = (text: string) => createHash('sha256').update(text).digest('hex')
  const text = [
    'saldo-pos-1',
    method,
    path,
    hex(body),
    terminalId,
    nonce,
    token ? hex(token) : '-',
    key ?? '-',
  ].join('\n')
  const signature = sign('sha256', Buffer.from(text), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  })
  return {
    method,
    path,
    body: Buffer.from(body),
    headers: {
      'saldo-terminal': terminalId,
      'saldo-nonce': nonce,
      'saldo-signature': signature.toString('base64url'),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(key && { 'idempotency-key': key }),
    },
  }
}

async function signedInTill() {
  const { terminalId, privateKey } = await till()
  const device = await identifyDevice(signed(terminalId, privateKey))
  const { token } = await signInOperator(device, operatorId, pin)
  const call = (more: Call = {}) => signed(terminalId, privateKey, { token, ...more })
  return { terminalId, privateKey, device, token, call }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown) => thrown.code,
  )

test('a device enrols once with its code and acts for its vendor after sign-in', async () => {
  const { terminalId, call } = await signedInTill()
  const who = await terminalActor(call())
  expect(who).toMatchObject({
    kind: 'operator',
    id: operatorId,
    name: 'Amina',
    vendorId,
    terminalId,
  })
  expect(who.tenantId).toBe(actor.tenantId)
  expect([...who.permissions]).not.toContain('deposit.confirm')
})

test('an enrolment code works once, for a day, in any spelling', async () => {
  const { enrolmentCode } = await newTerminal()
  expect(enrolmentCode).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
  const { jwk } = keyPair()
  await enrol(` ${enrolmentCode.toLowerCase().replaceAll('-', ' ')}`, jwk)
  expect(await codeOf(enrol(enrolmentCode, jwk))).toBe('enrolment.code_unknown')
  expect(await codeOf(enrol('AAAA-BBBB-CCCC', jwk))).toBe('enrolment.code_unknown')

  const late = await newTerminal()
  setClock(() => start + 24 * 3600_000 + 60_000)
  expect(await codeOf(enrol(late.enrolmentCode, jwk))).toBe('enrolment.code_unknown')
})

test('two devices with one code: one becomes the terminal', async () => {
  const { enrolmentCode } = await newTerminal()
  const answers = await Promise.all([
    codeOf(enrol(enrolmentCode, keyPair().jwk)),
    codeOf(enrol(enrolmentCode, keyPair().jwk)),
  ])
  expect(answers.sort()).toEqual(['done', 'enrolment.code_unknown'])
})

test('a key that is not on the curve is refused and the code stays good', async () => {
  const { enrolmentCode } = await newTerminal()
  const { jwk } = keyPair()
  const wrong = [
    { ...jwk, y: jwk.x },
    { ...jwk, crv: 'P-384' },
    { ...jwk, kty: 'RSA' },
    { ...jwk, x: '' },
  ]
  for (const key of wrong) {
    expect(await codeOf(enrol(enrolmentCode, key))).toBe('enrolment.key_malformed')
  }
  expect(await codeOf(enrol(enrolmentCode, jwk))).toBe('done')
})

test('nothing of a signed request can be changed', async () => {
  const { call, token } = await signedInTill()
  const honest = () =>
    call({ method: 'POST', path: '/api/pos/quotes?a=1', body: '{"amount":"5.00"}', key: 'key-1' })
  const header = (name: string, value: string | undefined) => {
    const request = honest()
    return { ...request, headers: { ...request.headers, [name]: value } }
  }
  const changed: SignedRequest[] = [
    { ...honest(), method: 'PUT' },
    { ...honest(), path: '/api/pos/quotes?a=2' },
    { ...honest(), body: Buffer.from('{"amount":"6.00"}') },
    header('saldo-nonce', randomUUID()),
    header('idempotency-key', 'key-2'),
    header('idempotency-key', undefined),
    header('authorization', undefined),
    header('authorization', `Bearer ${token.slice(0, -1)}`),
    header('saldo-signature', 'A'.repeat(86)),
    header('saldo-signature', 'short'),
    header('saldo-signature', undefined),
  ]
  for (const request of changed) {
    expect(await codeOf(terminalActor(request))).toBe('terminal.signature')
  }
  expect(await codeOf(terminalActor(honest()))).toBe('done')
})

test('a captured request is refused when it is sent again, also at the same time and hours later', async () => {
  const { call } = await signedInTill()
  const captured = call()
  const answers = await Promise.all([1, 2, 3].map(() => codeOf(terminalActor(captured))))
  expect(answers.sort()).toEqual(['done', 'terminal.replayed', 'terminal.replayed'])
  setClock(() => start + 11 * 3600_000)
  await forgetOldDeviceRows(actor.tenantId)
  expect(await codeOf(terminalActor(captured))).toBe('terminal.replayed')
  setClock(() => start + 14 * 3600_000)
  await forgetOldDeviceRows(actor.tenantId)
  expect(await codeOf(terminalActor(captured))).toBe('session.expired')
})

test('a captured sign-in is refused long after its day', async () => {
  const { terminalId, privateKey } = await till()
  const captured = signed(terminalId, privateKey, { method: 'POST', path: '/api/pos/sessions' })
  await identifyDevice(captured)
  setClock(() => start + 300 * 24 * 3600_000)
  await forgetOldDeviceRows(actor.tenantId)
  expect(await codeOf(identifyDevice(captured))).toBe('terminal.replayed')
})

test('the sale alone may be sent again: its key answers it', async () => {
  const { call } = await signedInTill()
  const sale = call({ method: 'POST', path: '/api/pos/sales', key: randomUUID() })
  for (let n = 0; n < 3; n++) {
    expect(await codeOf(terminalActor(sale, { repeatable: true }))).toBe('done')
  }
})

test('a request from another device, or with its session, is refused', async () => {
  const mine = await signedInTill()
  const other = await signedInTill()
  const forged = signed(mine.terminalId, other.privateKey, { token: mine.token })
  expect(await codeOf(terminalActor(forged))).toBe('terminal.signature')
  const stolen = signed(other.terminalId, other.privateKey, { token: mine.token })
  expect(await codeOf(terminalActor(stolen))).toBe('session.required')
  expect(await codeOf(identifyDevice(signed(randomUUID(), mine.privateKey)))).toBe(
    'terminal.unknown',
  )
  expect(await codeOf(identifyDevice({ ...mine.call(), headers: {} }))).toBe('terminal.unknown')
})

test('a blocked till is refused at its next request and needs a new sign-in afterwards', async () => {
  const { terminalId, privateKey, call } = await signedInTill()
  expect(await codeOf(terminalActor(call()))).toBe('done')
  const id = terminalId
  await transaction(actor, (tx) => blockTerminal(tx, actor, id, 'Stolen'))
  expect(await codeOf(terminalActor(call()))).toBe('terminal.blocked')
  expect(await codeOf(terminalActor(call(), { repeatable: true }))).toBe('terminal.blocked')
  expect(await codeOf(identifyDevice(signed(id, privateKey)))).toBe('terminal.blocked')
  await transaction(actor, (tx) => unblockTerminal(tx, actor, id))
  expect(await codeOf(terminalActor(call()))).toBe('session.expired')
  expect(await codeOf(identifyDevice(signed(id, privateKey)))).toBe('done')
})

test('a block made on another server acts within two seconds', async () => {
  const { terminalId, call } = await signedInTill()
  await terminalActor(call())
  await transaction(actor, (tx) =>
    tx.execute(
      `update terminals.terminal set status = 'blocked' where tenant_id = $1 and id = $2`,
      [actor.tenantId, terminalId],
    ),
  )
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect(await codeOf(terminalActor(call()))).toBe('terminal.blocked')
})

test('a new device takes the place of the old one', async () => {
  const { terminalId, call } = await signedInTill()
  const fresh = keyPair()
  const code = await transaction(actor, (tx) => issueEnrolmentCode(tx, actor, terminalId))
  expect(await codeOf(terminalActor(call()))).toBe('done')
  await enrol(code, fresh.jwk)
  expect(await codeOf(terminalActor(call()))).toBe('terminal.signature')
  expect(await codeOf(identifyDevice(signed(terminalId, fresh.privateKey)))).toBe('done')
})

test('five wrong PINs lock that operator on that device, for longer each time, and nobody else', async () => {
  const { device, token } = await signedInTill()
  const second = await signedInTill()
  const colleague = await newOperator()
  const guess = (guessed = '0815') => codeOf(signInOperator(device, operatorId, guessed))
  const at = (minutes: number) => setClock(() => start + minutes * 60_000)
  at(0)
  const answers = []
  for (let n = 0; n < 6; n++) answers.push(await guess())
  expect(answers).toEqual([...Array(5).fill('operator.pin_wrong'), 'operator.locked'])
  expect(await guess(pin)).toBe('operator.locked')
  at(4)
  expect(await guess(pin)).toBe('operator.locked')
  at(6)
  expect(await guess()).toBe('operator.pin_wrong')
  at(6 + 9)
  expect(await guess(pin)).toBe('operator.locked')

  expect(await codeOf(signInOperator(device, colleague, pin))).toBe('done')
  expect(await codeOf(signInOperator(second.device, operatorId, pin))).toBe('done')
  at(6 + 11)
  expect(await guess(pin)).toBe('done')
  expect(await guess()).toBe('operator.pin_wrong')
  expect(token).toBeTruthy()
})

test('PINs guessed at once are counted one by one', async () => {
  const { device } = await signedInTill()
  const guesses = Array.from({ length: 12 }, (_, n) =>
    codeOf(signInOperator(device, operatorId, `${5000 + n}`)),
  )
  const answers = await Promise.all(guesses)
  expect(answers.filter((answer) => answer === 'operator.pin_wrong')).toHaveLength(5)
})

test('an operator of another vendor, or one that does not exist, is a wrong PIN', async () => {
  const { device } = await signedInTill()
  const elsewhere = await newOperator(await newVendor())
  expect(await codeOf(signInOperator(device, elsewhere, pin))).toBe('operator.pin_wrong')
  expect(await codeOf(signInOperator(device, newId<'operator'>(), pin))).toBe('operator.pin_wrong')
})

test('a session ends by sign-out, after 12 hours, and when the operator is disabled', async () => {
  const out = await signedInTill()
  await signOutOperator(await terminalActor(out.call()))
  expect(await codeOf(terminalActor(out.call()))).toBe('session.expired')

  const long = await signedInTill()
  setClock(() => start + 12 * 3600_000 + 60_000)
  expect(await codeOf(terminalActor(long.call()))).toBe('session.expired')
  setClock()

  const { device, terminalId, privateKey } = await till().then(async (made) => ({
    ...made,
    device: await identifyDevice(signed(made.terminalId, made.privateKey)),
  }))
  const brief = await newOperator()
  const { token } = await signInOperator(device, brief, pin)
  await transaction(actor, (tx) => disableOperator(tx, actor, brief))
  expect(await codeOf(terminalActor(signed(terminalId, privateKey, { token })))).toBe(
    'session.expired',
  )
})

test('many tills at once are found with few reads', async () => {
  const tills = await Promise.all(Array.from({ length: 30 }, () => till()))
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  const devices = await Promise.all(
    tills.map(({ terminalId, privateKey }) => identifyDevice(signed(terminalId, privateKey))),
  )
  expect(devices.map((device) => device.terminalId)).toEqual(tills.map((one) => one.terminalId))
})

test('neither code, session token nor PIN is in the database, and another tenant sees no terminal', async () => {
  const { enrolmentCode } = await newTerminal()
  const { token } = await signedInTill()
  const stranger = systemActor(newId<'tenant'>())
  for (const table of ['terminal', 'session', 'nonce', 'pin_failure']) {
    const read = `select t::text as text from terminals.${table} t`
    const all = JSON.stringify(await reading(actor, (tx) => tx.rows(read)))
    expect(all).not.toContain(enrolmentCode.replaceAll('-', ''))
    expect(all).not.toContain(token.slice(23))
    expect(await reading(stranger, (tx) => tx.rows(read))).toEqual([])
  }
})
