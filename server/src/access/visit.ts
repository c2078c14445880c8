import type { FastifyRequest } from 'fastify'
import type { Actor } from './actor.ts'
import { cookieOf } from './cookie.ts'

/**
 * Who an operator of the platform is while visiting a company under the grant that `mark` names, for one request.
 * Throws when the grant is not in force or the request would change something.
 */
export type Visit = (
  operator: Actor,
  mark: string,
  request: { readonly method: string; readonly route: string; readonly path: string },
) => Promise<Actor>

let visits: Visit | undefined

/** Tells how visits are judged; this module knows neither companies nor grants. Once at start. */
export function useVisits(visit: Visit): void {
  visits = visit
}

/** What the browser of a visiting operator keeps. It names a grant and proves nothing. */
export function visitMarkOf(request: FastifyRequest): string | undefined {
  return cookieOf(request, 'saldo-visit')
}

/**
 * The actor of a request: the person, or the visitor that the person is at present. What is about the own access,
 * and what belongs to the platform, stays the person's own also during a visit.
 */
export async function asVisitor(person: Actor, request: FastifyRequest): Promise<Actor> {
  const mark = visitMarkOf(request)
  const { config, url = '' } = request.routeOptions
  const wanted = config.permission
  if (!mark || !visits || !person.permissions.has('platform.visit')) return person
  if (wanted === 'signed_in' || wanted?.startsWith('platform.')) return person
  const [path = ''] = request.url.split('?', 1)
  return visits(person, mark, { method: request.method, route: url, path })
}
