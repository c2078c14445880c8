import type { World } from '../../../test/harness.ts'
import { transaction } from '../../db/index.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { type GivenReach, giveRole, registerPerson } from '../index.ts'

export const password = 'harbour lantern seven kettle'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer.
  readonly body: any
}

/** A person at the console, as a browser of theirs acts. */
export interface AtConsole {
  readonly id: Id<'person'>
  readonly name: string
  readonly email: string
  /** What the browser sends with each request. */
  readonly headers: { readonly cookie: string; readonly 'saldo-csrf': string }
  readonly ask: (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    key?: string,
  ) => Promise<Answer>
}

let people = 0

/** A new person of a tenant with these roles, signed in by the front door. */
export async function personAtConsole(
  place: World,
  ...roles: readonly (readonly [role: string, reach?: GivenReach])[]
): Promise<AtConsole> {
  people += 1
  const name = `Person ${String(people).padStart(3, '0')}`
  const email = `person${people}@console.example`
  const id = await transaction(place.actor, async (tx) => {
    const made = await registerPerson(tx, place.actor, { email, name, password })
    for (const [role, reach] of roles) await giveRole(tx, place.actor, made, role, reach)
    return made
  })
  return signInAs(place, { id, name, email })
}

/** One more browser of the same person. */
export async function signInAs(
  { app }: World,
  person: Pick<AtConsole, 'id' | 'name' | 'email'>,
): Promise<AtConsole> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/console/sessions',
    payload: { email: person.email, password },
  })
  if (reply.statusCode !== 201) throw new Error(`sign-in: ${reply.body}`)
  const cookie = reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const csrf = reply.json<{ csrfToken: string }>().csrfToken
  const headers = { cookie, 'saldo-csrf': csrf }
  return {
    ...person,
    headers,
    ask: async (method, path, body, key = newId<'key'>()) => {
      const answer = await app.inject({
        method,
        url: `/api/console${path}`,
        headers: { ...headers, 'idempotency-key': key },
        ...(body !== undefined && { payload: body as object }),
      })
      return {
        status: answer.statusCode,
        body: answer.body === '' ? undefined : answer.json(),
      }
    },
  }
}

/** The id of a role by its name, as somebody sees it in the list. */
export async function roleId({ ask }: AtConsole, name: string): Promise<Id<'role'>> {
  const { body } = await ask('GET', '/roles')
  const role = body.data.find((one: { name: string }) => one.name === name)
  if (!role) throw new Error(`no role ${name}`)
  return role.id
}
