import type { World } from '../../../test/harness.ts'
import { newId } from '../../kernel/ids.ts'
import type { Answer } from './console.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A browser that keeps cookies and repeats the csrf token it was told last, as the console's pages do. */
export class Browser {
  readonly cookies = new Map<string, string>()
  csrf = ''
  readonly #app: World['app']
  readonly #address: string

  constructor({ app }: Pick<World, 'app'>, address = '192.0.2.10') {
    this.#app = app
    this.#address = address
  }

  async ask(
    method: Method,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await this.#app.inject({
      method,
      url: `/api/console${path}`,
      remoteAddress: this.#address,
      headers: {
        host: 'localhost:8080',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'saldo-csrf': this.csrf,
        'idempotency-key': newId<'key'>(),
        ...headers,
      },
      ...(body !== undefined && { payload: body as object }),
    })
    for (const { name, value } of answer.cookies) this.cookies.set(name, value)
    const told = answer.body === '' ? undefined : answer.json()
    if (typeof told?.csrfToken === 'string') this.csrf = told.csrfToken
    return { status: answer.statusCode, body: told }
  }

  signIn(email: string, password: string): Promise<Answer> {
    return this.ask('POST', '/sessions', { email, password })
  }

  /** The cookie of the session. */
  get session(): string | undefined {
    return this.cookies.get('saldo')
  }

  /** The same browser profile on the disk of somebody else: its cookies and its token. */
  copy(world: Pick<World, 'app'>): Browser {
    const other = new Browser(world, this.#address)
    for (const [name, value] of this.cookies) other.cookies.set(name, value)
    other.csrf = this.csrf
    return other
  }
}
