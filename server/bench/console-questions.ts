import type { Town } from '../test/town/town.ts'
import { FIRST_NAMES, LAST_NAMES, MIDDLE_NAMES, OFFICE } from './console-town.ts'
import { HttpConnection, requestText } from './http-connection.ts'

export interface Question {
  readonly name: string
  /** The nth time it is asked; each time about something else. */
  readonly ask: (n: number) => { readonly path: string; readonly text?: string }
  /** Whether every answer must hold something. */
  readonly finds?: boolean
}

/** Somebody who is signed in at the console, over one connection. */
export interface Office {
  readonly utility: string
  ask(path: string, text?: string): Promise<{ status: number; body: string }>
}

export async function openOffice(port: number): Promise<Office> {
  const signedIn = await fetch(`http://127.0.0.1:${port}/api/console/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(OFFICE),
  })
  if (signedIn.status !== 201) throw new Error(`sign-in: ${await signedIn.text()}`)
  const session = (await signedIn.json()) as { csrfToken: string; utilities: { id: string }[] }
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
  const connection = await HttpConnection.open(port)
  const headers = { cookie, 'saldo-csrf': session.csrfToken, 'content-type': 'application/json' }
  return {
    utility: session.utilities[0]!.id,
    ask: (path, text) =>
      connection.ask(
        text === undefined
          ? requestText('GET', `/api/console${path}`, { cookie })
          : requestText('POST', `/api/console${path}`, headers, JSON.stringify({ text })),
      ),
  }
}

/** One real sale: the pattern of those that are booked as past ones. */
export async function sellOnce(port: number, town: Town): Promise<void> {
  const sold = await fetch(`http://127.0.0.1:${port}/api/partner/v1/sales`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${town.tokens[0]}`,
      'idempotency-key': 'bench-console-1',
    },
    body: JSON.stringify({
      serialNumber: town.serialNumbers[0],
      amount: '500.00',
      tender: { method: 'cash' },
    }),
  })
  if (sold.status !== 201) throw new Error(`sale: ${await sold.text()}`)
}

interface ListPage {
  readonly data: { readonly id: string; readonly serialNumber?: string }[]
  readonly next: string | null
  readonly previous: string | null
}

export async function questionsFor(
  office: Office,
  meters: number,
  sales: number,
): Promise<Question[]> {
  const any = (n: number) => 1 + ((n * 7919 * 131) % meters)
  const sale = (n: number) => 1_000_000_000 + 1 + ((n * 7919) % sales)
  const first = (n: number) => FIRST_NAMES[n % FIRST_NAMES.length]!
  const middle = (n: number) => MIDDLE_NAMES[n % MIDDLE_NAMES.length]!
  const last = (n: number) => LAST_NAMES[n % LAST_NAMES.length]!
  const search = (name: string, text: (n: number) => string, finds = true): Question => ({
    name: `search: ${name}`,
    ask: (n) => ({ path: '/search', text: text(n) }),
    finds,
  })
  const list = (name: string, path: string, finds = true): Question => ({
    name: `list: ${name}`,
    ask: () => ({ path: `${path.replace('?', `?utility=${office.utility}&`)}` }),
    finds,
  })
  const page = async (path: string): Promise<ListPage> => {
    const { body } = await office.ask(path.replace('?', `?utility=${office.utility}&`))
    return JSON.parse(body) as ListPage
  }
  const groups = JSON.parse(
    (await office.ask(`/meters/supply-groups?utility=${office.utility}`)).body,
  ) as { data: { id: string; code: string }[] }
  const rare = groups.data.find(({ code }) => code === '600676')!.id
  const common = groups.data.find(({ code }) => code === '600675')!.id
  const lastMeters = await page('/meters?before=end&limit=100')
  const lastCustomers = await page('/customers?before=end&limit=100')
  const serials = lastMeters.data.map(({ serialNumber }) => serialNumber!)
  const ids = lastCustomers.data.map(({ id }) => id)
  return [
    search('a whole meter number', (n) => serials[n % serials.length]!),
    search(
      'the first six digits of a meter',
      (n) => `08${String(any(n)).padStart(8, '0').slice(0, 4)}`,
    ),
    search('a receipt', (n) => `HC-${sale(n)}`),
    search('a token', (n) => String(sale(n)).padStart(20, '7')),
    search('a phone number', (n) => `07${String(any(n)).padStart(8, '0')}`),
    search('an account number', (n) => `A-${10_000_000 + any(n)}`),
    search('a first name', first),
    search('a middle name', middle),
    search('the first two letters of a name', (n) => first(n).slice(0, 2)),
    search('first and last name', (n) => `${first(n)} ${last(n)}`, false),
    search('last and first name', (n) => `${last(n)} ${first(n)}`, false),
    search(
      'three words, two of them begun',
      (n) => `${first(n)} ${middle(n).slice(0, 2)} ${last(n).slice(0, 2)}`,
      false,
    ),
    search('two words that nobody has together', (n) => `${first(n)} ${first(n + 1)}`, false),
    search('a vendor', (n) => `Shop ${1_000_001 + (n % 900)}`),
    search('what nobody has', (n) => `qqx${n}`, false),
    list('meters, first page', '/meters?limit=50'),
    list('meters, LAST page', '/meters?limit=50&before=end'),
    list('meters, the page before the last', `/meters?limit=50&before=${lastMeters.previous}`),
    list('meters, greatest number first, last page', '/meters?limit=50&sort=-number&before=end'),
    list('meters, 100 a page', '/meters?limit=100&before=end'),
    list('meters, blocked, first page', '/meters?limit=50&status=blocked'),
    list('meters, blocked, last page', '/meters?limit=50&status=blocked&before=end'),
    list(
      'meters, installed water, last page',
      '/meters?limit=50&status=installed&commodity=water&before=end',
    ),
    list(
      'meters of a rare supply group, last page',
      `/meters?limit=50&supplyGroup=${rare}&before=end`,
    ),
    list(
      'meters of a common supply group, last page',
      `/meters?limit=50&supplyGroup=${common}&before=end`,
    ),
    list(
      'blocked meters of a rare supply group',
      `/meters?limit=50&status=blocked&supplyGroup=${rare}`,
    ),
    list('meters by first digits, last page', '/meters?limit=50&search=0800&before=end'),
    list(
      'meters in state scrapped, of which there are none',
      '/meters?limit=50&status=scrapped',
      false,
    ),
    list('customers, first page', '/customers?limit=50'),
    list('customers, LAST page', '/customers?limit=50&before=end'),
    list('customers by account, last page', '/customers?limit=50&sort=account&before=end'),
    list('customers called otieno, first page', '/customers?limit=50&search=otieno'),
    list('customers called otieno, last page', '/customers?limit=50&search=otieno&before=end'),
    list('customers with a word in a…, last page', '/customers?limit=50&search=a&before=end'),
    list(
      'customers by two words, last page',
      '/customers?limit=50&search=amina%20kimani&before=end',
      false,
    ),
    { name: 'page of a meter', ask: (n) => ({ path: `/meters/${serials[n % serials.length]}` }) },
    { name: 'page of a customer', ask: (n) => ({ path: `/customers/${ids[n % ids.length]}` }) },
  ]
}

export interface Measured {
  readonly medianMs: number
  readonly p95Ms: number
  /** Rows in the last answer; null where an answer is one thing. */
  readonly rows: number | null
  /** How often it was asked, the warm-up included. */
  readonly asked: number
}

/** Asks one after another and takes the time until the whole answer is here. */
export async function measured(
  office: Office,
  question: Question,
  times: number,
): Promise<Measured> {
  const took: number[] = []
  let rows: number | null = null
  for (let n = 0; n < times + WARM_UP; n++) {
    const { path, text } = question.ask(n)
    const began = performance.now()
    const { status, body } = await office.ask(path, text)
    const ms = performance.now() - began
    if (n >= WARM_UP) took.push(ms)
    rows = rowsOf(JSON.parse(body))
    if (status !== 200 || (question.finds && rows === 0)) {
      throw new Error(`${question.name}: ${status} ${path} ${text ?? ''} ${body.slice(0, 400)}`)
    }
  }
  took.sort((a, b) => a - b)
  return {
    medianMs: took[took.length >> 1]!,
    p95Ms: took[Math.floor(took.length * 0.95)]!,
    rows,
    asked: times + WARM_UP,
  }
}

const WARM_UP = 5

function rowsOf(answer: Record<string, unknown>): number | null {
  const lists = ['data', 'meters', 'sales', 'customers', 'vendors'].map((name) => answer[name])
  const found = lists.filter((list) => Array.isArray(list))
  if (found.length === 0 || 'serialNumber' in answer || 'accountNumber' in answer) return null
  return found.reduce((sum, list) => sum + list.length, 0)
}
