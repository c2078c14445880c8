import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type World, world } from '../../test/harness.ts'
import { type AtConsole, personAtConsole } from '../access/test/console.ts'
import { registerCustomer } from '../customers/index.ts'
import { reading, transaction } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { blockMeter } from '../meters/index.ts'
import { createUtility } from '../tenants/index.ts'

let town: World
let other: World
let office: AtConsole
let receipt: string
let token: string
let secondUtility: Id<'utility'>

const names = ['Zoë Désirée Nkrumah', "Mary-Anne O'Brien", 'Otieno Mwangi', 'محمد علي']

beforeAll(async () => {
  town = await world({ meters: 60, vendors: 2 })
  other = await world({ in: town, meters: 1 })
  office = await personAtConsole(town, ['Tenant administrator'])
  const sold = await town.vendor.client.sell(town.meter.serialNumber, '500.00')
  const { receiptNumber, tokens } = sold.body as {
    receiptNumber: string
    tokens: { digits: string }[]
  }
  receipt = receiptNumber
  token = tokens[0]!.digits
  await transaction(town.actor, async (tx) => {
    for (const [n, name] of names.entries()) {
      await registerCustomer(tx, town.actor, {
        utilityId: town.utilityId,
        accountNumber: `Z-${n}`,
        name,
        phone: n === 0 ? '+254 712 345 678' : n === 1 ? '0733 111 222' : '',
        email: '',
        class: 'domestic',
      })
    }
    await blockMeter(tx, town.actor, town.meters[4]!.id, 'tampered with')
    secondUtility = await createUtility(tx, town.actor, {
      name: 'Hill Water',
      receiptPrefix: 'HW',
      currency: { code: 'KES', decimals: 2 },
      timeZone: 'Africa/Nairobi',
      commodities: ['water'],
      address: '',
      taxNumber: '',
      supportPhone: '',
      receiptMessage: '',
      quickAmounts: [],
    })
  })
}, 120_000)
afterAll(() => town?.close())

const look = async (who: AtConsole, text: string) =>
  (await who.ask('POST', '/search', { text })).body
const customersFound = async (text: string) =>
  (await look(office, text)).customers.map(({ name }: { name: string }) => name)
const list = async (who: AtConsole, kind: 'meters' | 'customers', query = '') =>
  who.ask('GET', `/${kind}?utility=${town.utilityId}${query}`)
const numbers = (body: { data: { serialNumber: string }[] }) =>
  body.data.map(({ serialNumber }) => serialNumber)

describe('the search over everything', () => {
  test('finds a meter by its number, as it is printed and by its first digits', async () => {
    const { serialNumber } = town.meter
    for (const text of [serialNumber, serialNumber.replace(/^(....)(....)/, '$1 $2 ')]) {
      const found = await look(office, text)
      expect(found.meterNumber).toBe('right')
      expect(found.meters).toMatchObject([{ serialNumber, customer: { name: 'Amina Otieno' } }])
    }
    expect((await look(office, '0700')).meters).toHaveLength(5)
  })

  test('says that the check digit is wrong rather than that there is no such meter', async () => {
    const { serialNumber } = town.meter
    const wrong = `${serialNumber.slice(0, 10)}${(Number.parseInt(serialNumber[10]!, 10) + 1) % 10}`
    expect(await look(office, wrong)).toMatchObject({ meterNumber: 'check_digit', meters: [] })
  })

  test('finds a sale by its receipt and by its token, and the answer does not hold the token', async () => {
    const [, number] = receipt.split('-')
    for (const text of [receipt, receipt.toLowerCase(), number!, token]) {
      const found = await look(office, text)
      expect(found.sales).toMatchObject([
        { receiptNumber: receipt, amount: '500.00', state: 'done' },
      ])
      expect(JSON.stringify(found)).not.toContain(token)
    }
    expect((await look(office, `XX-${number}`)).sales).toEqual([])
  })

  test.each([
    ['zoe', 0],
    ['ZOË', 0],
    ['desiree', 0],
    ['nkrumah zoe', 0],
    ['nkr des', 0],
    ["o'brien", 1],
    ['brien mary', 1],
    ['mwangi ot', 2],
    ['علي', 3],
    ['Z-2', 2],
    ['0712 345 678', 0],
    ['254712345678', 0],
    ['+254733111222', 1],
  ])('finds a customer by %s', async (text, which) => {
    expect(await customersFound(text)).toContain(names[which])
  })

  test('finds the beginning of a word, not its middle', async () => {
    expect(await customersFound('rumah')).toEqual([])
  })

  test('finds a vendor by a word of the name and by number', async () => {
    const { vendors } = await look(office, 'stores')
    expect(vendors).toMatchObject([{ name: 'Baraka Stores', status: 'approved' }])
    const again = await look(office, vendors[0].number)
    expect(again.vendors).toMatchObject([{ name: 'Baraka Stores' }])
  })

  test.each([
    '%',
    '_____',
    "' or true --",
    "'; drop table meters.meter; --",
    '\\',
    '<script>alert(1)</script>',
    '\u0000\u0001\u001b[2J',
    '\ud800',
    '{"$gt":""}',
    '..%2f..%2f',
    '((((((((',
    '٠١٢٣٤٥٦٧٨٩٠',
    'a'.repeat(200),
  ])('looks for %j like for any text, and finds nothing', async (text) => {
    const { status, body } = await office.ask('POST', '/search', { text })
    expect(status).toBe(200)
    expect([...body.meters, ...body.sales, ...body.customers, ...body.vendors]).toEqual([])
  })

  test('refuses what nobody types', async () => {
    for (const text of ['', 'x'.repeat(10_240), 5, null, ['a']]) {
      expect((await office.ask('POST', '/search', { text })).status).toBe(400)
    }
  })
})

describe('nobody finds what they could not open', () => {
  test('another tenant is not there', async () => {
    const stranger = await personAtConsole(other, ['Tenant administrator'])
    const found = await look(stranger, receipt)
    expect(found.sales).toEqual([])
    expect((await look(stranger, token)).sales).toEqual([])
    expect((await look(stranger, 'nkrumah')).customers).toEqual([])
    expect((await list(stranger, 'meters')).body.code).toBe('utility.unknown')
    const { body } = await stranger.ask('GET', `/meters/${town.meters[9]!.serialNumber}`)
    expect(body.code).toBe('meter.unknown')
  })

  test('another utility of the tenant is not there', async () => {
    const hill = await personAtConsole(town, [
      'Tenant administrator',
      { reach: 'utility', utilityId: secondUtility },
    ])
    const { serialNumber, customerId } = town.meter
    expect((await look(hill, serialNumber)).meters).toEqual([])
    expect((await look(hill, 'nkrumah')).customers).toEqual([])
    expect((await look(hill, receipt)).sales).toEqual([])
    expect((await list(hill, 'customers')).body.code).toBe('utility.unknown')
    expect((await hill.ask('GET', `/meters/${serialNumber}`)).body.code).toBe('meter.unknown')
    expect((await hill.ask('GET', `/customers/${customerId}`)).body.code).toBe('customer.unknown')
  })

  test('whoever reaches one vendor finds its sales, no other and no customer', async () => {
    const reach = (vendorId: Id<'vendor'>) => ({ reach: 'vendor', vendorId }) as const
    const own = await personAtConsole(town, ['Tenant administrator', reach(town.vendors[0]!.id)])
    const next = await personAtConsole(town, ['Tenant administrator', reach(town.vendors[1]!.id)])
    expect((await look(own, receipt)).sales).toHaveLength(1)
    expect((await look(next, receipt)).sales).toEqual([])
    expect((await look(next, token)).sales).toEqual([])
    expect((await look(next, 'baraka')).vendors).toEqual([])
    expect((await look(own, 'nkrumah')).customers).toEqual([])
    expect((await look(own, town.meter.serialNumber)).meters).toEqual([])
    const { serialNumber, customerId } = town.meter
    expect((await own.ask('GET', `/meters/${serialNumber}`)).body.code).toBe('meter.unknown')
    expect((await own.ask('GET', `/customers/${customerId}`)).body.code).toBe('customer.unknown')
  })

  test('a right that is missing hides its kind', async () => {
    const channel = await personAtConsole(town, ['Channel manager'])
    const found = await look(channel, town.meter.serialNumber)
    expect(found.meters).toEqual([])
    expect((await look(channel, 'nkrumah')).customers).toEqual([])
    expect((await list(channel, 'meters')).body.code).toBe('access.not_allowed')
  })
})

describe('a list', () => {
  test('is walked forwards to its end and back, every meter once and in order', async () => {
    const all = town.meters.map(({ serialNumber }) => serialNumber).toSorted()
    const seen: string[] = []
    let page = (await list(office, 'meters')).body
    expect(page).toMatchObject({ previous: null, count: { value: 60, exact: true } })
    const pages = [numbers(page)]
    seen.push(...numbers(page))
    while (page.next) {
      page = (await list(office, 'meters', `&after=${page.next}`)).body
      pages.push(numbers(page))
      seen.push(...numbers(page))
    }
    expect(seen).toEqual(all)
    expect(pages.map(({ length }) => length)).toEqual([25, 25, 10])
    page = (await list(office, 'meters', `&before=${page.previous}`)).body
    expect(numbers(page)).toEqual(pages[1])
    page = (await list(office, 'meters', `&before=${page.previous}`)).body
    expect(numbers(page)).toEqual(pages[0])
    expect(page.previous).toBeNull()
  })

  test('has a last page that is full, in the order of the list', async () => {
    const { body } = await list(office, 'meters', '&before=end')
    const all = town.meters.map(({ serialNumber }) => serialNumber).toSorted()
    expect(numbers(body)).toEqual(all.slice(-25))
    expect(body.next).toBeNull()
    const last = await list(office, 'meters', '&before=end&sort=-number')
    expect(numbers(last.body)).toEqual(all.slice(0, 25).toReversed())
  })

  test('is filtered by state, commodity, supply group and first digits', async () => {
    const blocked = (await list(office, 'meters', '&status=blocked')).body
    expect(blocked.data).toMatchObject([
      { serialNumber: town.meters[4]!.serialNumber, blockReason: 'tampered with' },
    ])
    expect((await list(office, 'meters', '&commodity=water')).body.count.value).toBe(0)
    const groups = await office.ask('GET', `/meters/supply-groups?utility=${town.utilityId}`)
    const group = groups.body.data[0].id
    const grouped = (await list(office, 'meters', `&supplyGroup=${group}`)).body
    expect(grouped.count.value).toBe(60)
    expect(grouped.data[0]).toMatchObject({ supplyGroup: '600675', keyRevision: 1 })
    const first = town.meter.serialNumber.slice(0, 10)
    expect(numbers((await list(office, 'meters', `&search=${first}`)).body)).toEqual([
      town.meter.serialNumber,
    ])
  })

  test('of customers is ordered by name and by account, and searched page by page', async () => {
    const named = (await list(office, 'customers', '&limit=100')).body.data
    const sorted = named.map(({ name }: { name: string }) => name)
    expect(sorted[0]).toBe('Amina Otieno')
    expect(sorted.at(-1)).toBe('محمد علي')
    const last = (await list(office, 'customers', '&sort=-account')).body.data
    expect(last[0].accountNumber).toBe('Z-3')
    const found = (await list(office, 'customers', '&search=customer')).body
    expect(found.count).toEqual({ value: 59, exact: true })
    const next = (await list(office, 'customers', `&search=customer&after=${found.next}`)).body
    const ids = new Set([...found.data, ...next.data].map(({ id }: { id: string }) => id))
    expect(ids.size).toBe(50)
  })

  test('of customers shows each once, although two words of a name fit', async () => {
    await transaction(town.actor, (tx) =>
      registerCustomer(tx, town.actor, {
        utilityId: town.utilityId,
        accountNumber: 'T-1',
        name: 'Wanja Wanjiku Wanyama',
        phone: '',
        email: '',
        class: 'domestic',
      }),
    )
    const { body } = await list(office, 'customers', '&search=wan')
    expect(body).toMatchObject({ count: { value: 1 }, data: [{ name: 'Wanja Wanjiku Wanyama' }] })
  })

  test.each(['bm90IGEgbWFyaw', '!', 'WyJhIiwiYiJd', 'bnVsbA'])(
    'refuses the mark %s',
    async (mark) => {
      const { status, body } = await list(office, 'customers', `&after=${mark}`)
      expect(status).toBe(400)
      expect(body.code).toBe('list.mark_malformed')
    },
  )
})

describe('the page of one thing', () => {
  test('a meter shows its chip, whom it serves and its purchases', async () => {
    const { body } = await office.ask('GET', `/meters/${town.meter.serialNumber}`)
    expect(body).toMatchObject({
      status: 'installed',
      chip: { supplyGroup: { code: '600675' }, keyRevision: 1, tariffIndex: 1, baseDate: 2014 },
      links: [{ until: null, customer: { name: 'Amina Otieno' }, place: { area: 'Old Town' } }],
      purchases: [{ receiptNumber: receipt, amount: '500.00', vendor: 'Baraka Stores' }],
    })
    expect(JSON.stringify(body)).not.toContain(token)
  })

  test('a customer shows meters, debts and purchases', async () => {
    const { body } = await office.ask('GET', `/customers/${town.meter.customerId}`)
    expect(body).toMatchObject({
      name: 'Amina Otieno',
      debts: [],
      links: [{ serialNumber: town.meter.serialNumber }],
      purchases: [{ receiptNumber: receipt }],
    })
  })

  test('a number with a wrong check digit and one that nobody has are told apart', async () => {
    expect((await office.ask('GET', '/meters/07000000018')).body.code).toBe('meter.check_digit')
    expect((await office.ask('GET', '/meters/07999999993')).body.code).toBe('meter.unknown')
  })
})

test('a search reads an index, also behind row-level security', async () => {
  const plan = await reading(town.actor, (db) =>
    db.rows<{ 'QUERY PLAN': string }>(
      `explain select id from customers.customer c
       where c.tenant_id = $1 and c.utility_id = $2 and c.name_at_2 >= 'otieno' and c.name_at_2 < 'otiep'
       order by c.name_at_2, c.id limit 5`,
      [town.tenantId, town.utilityId],
    ),
  )
  const text = plan.map((row) => row['QUERY PLAN']).join('\n')
  expect(text).toMatch(/Index Cond: .*name_at_2 >= 'otieno'/)
})
