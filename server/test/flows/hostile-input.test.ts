import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { transaction } from '../../src/db/index.ts'
import { newId } from '../../src/kernel/ids.ts'
import { blockMeter } from '../../src/meters/index.ts'
import { available, findings } from '../books.ts'
import { serialNumber, till, type World, world } from '../harness.ts'
import {
  faultOf,
  type RawRequest,
  type RawSend,
  rawNobody,
  rawPartner,
  rawTill,
  rowCounts,
} from '../raw-requests.ts'
import { freePort } from '../temporary-server.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 90_000 })

let harbour: World
let rows: Record<string, number>
let float: bigint
const ways: { name: string; base: string; send: RawSend }[] = [
  { name: 'partner', base: '/api/partner/v1', send: (request) => partner(request) },
  { name: 'pos', base: '/api/pos', send: (request) => pos(request) },
]
let partner: RawSend
let pos: RawSend
let nobody: RawSend

beforeAll(async () => {
  harbour = await world({ meters: 2 })
  const { actor, meters, vendor } = harbour
  await transaction(actor, (tx) => blockMeter(tx, actor, meters[1]!.id, 'Tampered'))
  partner = rawPartner(harbour)
  pos = rawTill(harbour, await till(harbour, vendor))
  nobody = rawNobody(harbour)
  // The first sale of a utility begins its series of receipt numbers.
  expect((await vendor.client.sell(known, '100')).status).toBe(201)
  rows = await rowCounts(harbour)
  float = await available(harbour, vendor)
})
afterAll(async () => {
  expect(Object.keys(rows).length).toBeGreaterThan(20)
  expect(await rowCounts(harbour)).toEqual(rows)
  expect(await available(harbour, harbour.vendor)).toBe(float)
  expect(await findings(harbour)).toEqual([])
  await harbour.close()
})

const known = serialNumber(1)
const amounts: [name: string, json: string][] = [
  ['nothing', '""'],
  ['0', '"0"'],
  ['0.00', '"0.00"'],
  ['-0', '"-0"'],
  ['a negative amount', '"-5.00"'],
  ['three decimals where the currency has two', '"1.234"'],
  ['1e21', '"1e21"'],
  ['1e21 as a number', '1e21'],
  ['10^18', '"1000000000000000000"'],
  ['2^53 + 2', '"9007199254740994"'],
  ['2^53 + 2 as a number', '9007199254740994'],
  ['the largest that the pattern lets through', '"999999999999999999.99"'],
  ['NaN', '"NaN"'],
  ['Infinity', '"Infinity"'],
  ['a separator', '"1,000"'],
  ['a blank before', '" 100"'],
  ['a blank after', '"100 "'],
  ['a line break after', '"100\\n"'],
  ['a plus', '"+100"'],
  ['hexadecimal', '"0x10"'],
  ['a leading zero', '"0100"'],
  ['no digit before the point', '".50"'],
  ['no digit after the point', '"5."'],
  ['Arabic digits', '"١٠٠"'],
  ['full-width digits', '"１００"'],
  ['a zero-width space', '"\u200b100"'],
  ['a bell', '"100\\u0007"'],
  ['NUL', '"100\\u0000"'],
  ['a lone surrogate', '"\\ud800"'],
  ['60,000 digits', `"${'9'.repeat(60_000)}"`],
  ['a number', '115.5'],
  ['null', 'null'],
  ['true', 'true'],
  ['a list', '["100"]'],
  ['an object', '{"minor":"100"}'],
]

describe.each(ways)('by $name', ({ base, send }) => {
  const sale = (body: string | Buffer, more: Partial<RawRequest> = {}) =>
    send({ url: `${base}/sales`, body, key: newId<'key'>(), ...more })
  const quote = (body: string) => send({ url: `${base}/quotes`, body })
  const order = (fields: Record<string, string> = {}) => {
    const all = {
      serialNumber: `"${known}"`,
      amount: '"100"',
      tender: '{"method":"cash"}',
      ...fields,
    }
    return `{${Object.entries(all)
      .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
      .join()}}`
  }

  test.each(amounts)('the amount %s is refused by its field', async (_, json) => {
    const asQuote = `{"serialNumber":"${known}","amount":${json}}`
    for (const answer of [await sale(order({ amount: json })), await quote(asQuote)]) {
      expect(faultOf(answer)).toBeUndefined()
      expect(pointersOf(answer.text)).toContain('/amount')
    }
  })

  test.each([
    ['a wrong check digit', `"${wrongDigit(known)}"`, 'meter.check_digit'],
    ['a meter nobody knows', `"${serialNumber(77)}"`, 'meter.unknown'],
    ['a blocked meter', `"${serialNumber(2)}"`, 'meter.blocked'],
    ['a number', '70000000013', 'request.malformed'],
    ['nothing', '""', 'request.malformed'],
    ['letters', '"O7000000013"', 'request.malformed'],
    ['Arabic digits', '"٠٧٠٠٠٠٠٠٠١٣"', 'request.malformed'],
    ['a zero-width joiner', `"${known}\u200d"`, 'request.malformed'],
    ['NUL', `"${known}\\u0000"`, 'request.malformed'],
    ['a lone surrogate', '"\\udfff"', 'request.malformed'],
    ['SQL', '"\' or 1=1 --"', 'request.malformed'],
    ['twelve digits', '"123456789012"', 'meter.number_malformed'],
    ['null', 'null', 'request.malformed'],
    ['a list', `["${known}"]`, 'request.malformed'],
  ])('as meter number %s is refused', async (_, json, code) => {
    const asQuote = `{"serialNumber":${json},"amount":"100"}`
    for (const answer of [await sale(order({ serialNumber: json })), await quote(asQuote)]) {
      expect(faultOf(answer)).toBeUndefined()
      expect(JSON.parse(answer.text).code).toBe(code)
      if (code === 'request.malformed') expect(pointersOf(answer.text)).toContain('/serialNumber')
    }
  })

  test.each([
    ['null', 'null', '/tender'],
    ['a list', '[]', '/tender'],
    ['a text', '"cash"', '/tender'],
    ['nothing', '{}', '/tender/method'],
    ['a method we do not have', '{"method":"gold"}', '/tender/method'],
    ['a method of the prototype', '{"method":"constructor"}', '/tender/method'],
    ['a negative sum received', '{"method":"cash","received":"-1"}', '/tender/received'],
    ['zero received', '{"method":"cash","received":"0.00"}', '/tender/received'],
    ['too many decimals received', '{"method":"cash","received":"200.001"}', '/tender/received'],
    ['a number received', '{"method":"cash","received":200}', '/tender/received'],
    ['less received than is due', '{"method":"cash","received":"99.99"}', '/tender/received'],
    ['an unknown field', '{"method":"cash","change":"5"}', '/tender/change'],
  ])('a tender that is %s is refused by its field', async (_, json, pointer) => {
    const answer = await sale(order({ tender: json }))
    expect(faultOf(answer)).toBeUndefined()
    expect(pointersOf(answer.text)).toContain(pointer)
  })

  test.each([
    ['an unknown field', order({ discount: '"5"' }), '/discount'],
    ['tenantId', order({ tenantId: `"${newId<'tenant'>()}"` }), '/tenantId'],
    ['__proto__', order({ ['__proto__x'.slice(0, 9)]: '{"amount":"1"}' }), '/__proto__'],
    ['constructor', order({ constructor: '{"prototype":{}}' }), '/constructor'],
    ['a field twice, the last one wrong', order().replace('}}', '},"amount":"-1"}'), '/amount'],
    ['no field', '{}', '/serialNumber'],
    ['null', 'null', ''],
    ['a list', `[${order()}]`, ''],
    ['a text', '"sale"', ''],
    ['a number', '1', ''],
    ['nothing', '', ''],
    ['a blank', ' ', ''],
    ['an open brace', '{', ''],
    ['half a sale', order().slice(0, 40), ''],
    ['a sale and more', `${order()}x`, ''],
    ['two sales', order() + order(), ''],
    ['single quotes', order().replaceAll('"', "'"), ''],
    ['a comment', `/* */${order()}`, ''],
    ['NaN', order({ amount: 'NaN' }), ''],
    ['a byte order mark', `\ufeff${order()}`, ''],
    ['UTF-16', Buffer.from(order(), 'utf16le'), ''],
    [
      'a broken UTF-8 sequence',
      Buffer.from([...Buffer.from('{"a":"'), 0xc3, 0x28, 0x22, 0x7d]),
      '',
    ],
    ['20,000 levels of lists', '['.repeat(20_000) + ']'.repeat(20_000), ''],
    ['10,000 levels of objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, ''],
    ['20,000 levels inside a field', order({ tender: '['.repeat(20_000) }), ''],
  ])('a body that is %s is refused', async (_, body, pointer) => {
    const answer = await sale(body)
    expect(faultOf(answer)).toBeUndefined()
    expect(JSON.parse(answer.text).code).toMatch(/^(request|amount)\.malformed$/)
    if (pointer !== '') expect(pointersOf(answer.text)).toContain(pointer)
  })

  test('a body of 70 kB is refused as too large', async () => {
    const answer = await sale(order({ amount: `"${'9'.repeat(70_000)}"` }))
    expect(faultOf(answer)).toBeUndefined()
    expect(answer.status).toBe(413)
  })

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'json',
    '',
    ';;;',
  ])('the content type "%s" is refused', async (type) => {
    const answer = await sale(order(), { headers: { 'content-type': type } })
    expect(faultOf(answer)).toBeUndefined()
    expect(JSON.parse(answer.text).code).toBe('request.content_type')
  })

  test('no content type at all is refused', async () => {
    const answer = await sale(order(), { without: ['content-type'] })
    expect(faultOf(answer)).toBeUndefined()
    expect(answer.status).toBe(415)
  })

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['seven letters', 'abcdefg'],
    ['65 letters', 'k'.repeat(65)],
    ['blanks inside', 'my key of today'],
    ['a quote inside', 'abc"defgh'],
    ['letters beyond ASCII', 'clé-de-vente'],
    ['a path', '../../etc/passwd'],
    ['7,000 letters', 'k'.repeat(7_000)],
  ])('a sale with %s as its key is refused', async (_, key) => {
    const answer = await send({
      url: `${base}/sales`,
      body: order(),
      ...(key !== undefined && { key }),
    })
    expect(faultOf(answer)).toBeUndefined()
    expect(JSON.parse(answer.text).code).toBe('request.key_missing')
  })

  test.each([
    ['PUT', '/sales'],
    ['PATCH', '/sales'],
    ['DELETE', '/sales'],
    ['POST', '/sales/last'],
    ['GET', '/quotes'],
    ['GET', '/nothing'],
    ['GET', '/sales/../../../etc/passwd'],
    ['GET', '/meters/%'],
    ['GET', '/meters/%ZZ'],
    ['GET', '/meters/%00'],
    ['GET', '/meters/%ED%A0%80'],
    ['GET', '/meters/07%2F..%2F07'],
    ['GET', `/meters/${'9'.repeat(5_000)}`],
    ['GET', `/sales/by-key/${'k'.repeat(5_000)}`],
    ['GET', '/sales/by-key/short'],
    ['GET', '/sales/by-key/%00%00%00%00%00%00%00%00'],
    ['GET', '/sales?limit=-1'],
    ['GET', '/sales?limit=51'],
    ['GET', '/sales?limit=1&limit=2'],
    ['GET', '/sales?limit[]=1'],
    ['GET', '/sales?order=id;drop%20table%20sale'],
    ['GET', '/sales?__proto__[limit]=1'],
    ['POST', '/sales/not-an-id/reprints'],
    ['POST', `/sales/${newId<'sale'>()}/reprints`],
    ['POST', '/sales/%00/reprints'],
  ])('%s of %s is refused', async (method, path) => {
    const answer = await send({
      method,
      url: `${base}${path}`,
      key: newId<'key'>(),
      without: ['content-type'],
    })
    expect(faultOf(answer)).toBeUndefined()
  })
})

test.each([
  ['no token', undefined],
  ['an empty one', ''],
  ['another scheme', 'Basic YTpi'],
  ['a scheme alone', 'Bearer'],
  ['a made-up token', 'Bearer made-up'],
  [
    'a token of a made-up tenant',
    `Bearer ${Buffer.from(newId<'tenant'>().replaceAll('-', ''), 'hex').toString('base64url')}.${'A'.repeat(43)}`,
  ],
  ['a JWT without a signature', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
  ['7,000 letters', `Bearer ${'x'.repeat(7_000)}`],
  ['bytes beyond ASCII', 'Bearer \u00ff\u00fe\u00fd'],
])('a partner with %s is nobody', async (_, authorization) => {
  const answer = await nobody({
    method: 'GET',
    url: '/api/partner/v1/sales/last',
    headers: authorization === undefined ? {} : { authorization },
  })
  expect(faultOf(answer)).toBeUndefined()
  expect(answer.status).toBe(401)
})

test.each([
  ['none at all', {}],
  ['no signature', { 'saldo-terminal': newId<'terminal'>(), 'saldo-nonce': newId<'nonce'>() }],
  ['an empty terminal', { 'saldo-terminal': '', 'saldo-nonce': 'x', 'saldo-signature': 'y' }],
  [
    'SQL as terminal',
    {
      'saldo-terminal': "' or 1=1",
      'saldo-nonce': 'x'.repeat(36),
      'saldo-signature': 'A'.repeat(86),
    },
  ],
  [
    'a signature of another length',
    {
      'saldo-terminal': newId<'terminal'>(),
      'saldo-nonce': newId<'nonce'>(),
      'saldo-signature': 'AAAA',
    },
  ],
  [
    'a made-up terminal',
    {
      'saldo-terminal': newId<'terminal'>(),
      'saldo-nonce': newId<'nonce'>(),
      'saldo-signature': 'A'.repeat(86),
    },
  ],
])('a till with %s among its signed headers is nobody', async (_, headers) => {
  for (const url of ['/api/pos/terminal', '/api/pos/account', '/api/pos/sales/last']) {
    const answer = await nobody({ method: 'GET', url, headers })
    expect(faultOf(answer)).toBeUndefined()
    expect(answer.status).toBe(401)
  }
})

test.each([
  '%E0%A4%A=%',
  '__Host-saldo=',
  `a=${'b'.repeat(7_000)}`,
  '=;=;=',
  '__proto__=1',
  'session="\u00ff"',
])('the cookie %s is nobody’s', async (cookie) => {
  const answer = await nobody({ method: 'GET', url: '/api/console/session', headers: { cookie } })
  expect(faultOf(answer)).toBeUndefined()
  expect(answer.status).toBe(401)
})

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 'request.malformed'],
  [
    'a control character in a header',
    'GET / HTTP/1.1\r\nHost: x\r\nA: \u0001\r\n\r\n',
    'request.malformed',
  ],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'request.malformed',
  ],
  [
    'headers of 100 kB',
    `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(100_000)}\r\n\r\n`,
    'request.headers_too_large',
  ],
])('%s is answered with a problem document', async (_, bytes, code) => {
  await harbour.app.listen({ host: '127.0.0.1', port: await freePort() }).catch(() => undefined)
  const { port } = harbour.app.server.address() as AddressInfo
  const [head, text] = (await said(port, bytes)).split('\r\n\r\n')
  const status = Number(head?.split(' ')[1])
  const type = /content-type: (.*)/i.exec(head ?? '')?.[1] ?? ''
  expect(faultOf({ status, type, text: text ?? '' })).toBeUndefined()
  expect(JSON.parse(text ?? '').code).toBe(code)
})

function said(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (piece) => {
      text += piece
    })
    socket.on('close', () => resolve(text))
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)))
  })
}

function pointersOf(text: string): string[] {
  const { errors } = JSON.parse(text) as { errors?: { pointer: string }[] }
  return (errors ?? []).map(({ pointer }) => pointer)
}

function wrongDigit(number: string): string {
  return `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`
}
