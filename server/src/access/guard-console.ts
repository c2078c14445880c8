import type { FastifyRequest } from 'fastify'
import { NotFound } from '../http/index.ts'
import { guard } from './guard.ts'
import { requireCsrf, type Session, sessionOf } from './sign-in/session.ts'
import { requireFresh } from './sign-in/step-up.ts'
import { asVisitor } from './visit.ts'
import { headerOf, tokenOf } from './web.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The session of the console that a route was let through with; only where `guardConsole` stands before it. */
    session: Session
  }
}

/**
 * Lets a signed-in person through; a request that changes something must come from the person's own page, and a
 * risky one from somebody who has just proven who they are. Nothing is for another site's page, read or changed.
 */
export async function guardConsole(request: FastifyRequest): Promise<void> {
  refuseOtherSites(request)
  const { config } = request.routeOptions
  await guard(request, async () => {
    const session = await sessionOf(tokenOf(request), { enrolling: config.whileEnrolling === true })
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      requireCsrf(session, headerOf(request, 'saldo-csrf'))
    }
    request.session = session
    return asVisitor(session.actor, request)
  })
  // After the permission: whoever may not do it anyway is not asked for a password.
  if (config.stepUp === true) requireFresh(request.session)
}

/** Another site's page may not even try: the browser says where a request comes from. */
function refuseOtherSites(request: FastifyRequest): void {
  const site = headerOf(request, 'sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw NotFound()
}
