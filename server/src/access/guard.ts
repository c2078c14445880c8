import type { FastifyRequest } from 'fastify'
import type { Actor } from './actor.ts'
import { NotAllowed } from './actor.ts'
import { isPermission } from './permissions.ts'
import { refuseSuspended } from './suspension.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls. Set by the channel before the handler of any route that is not public. */
    actor: Actor
  }
}

/**
 * Lets a caller through to a route: identifies it, and checks the permission that the route names. A route
 * that names none lets nobody through.
 * @throws NotAllowed, TenantSuspended, and what `identify` throws
 */
export async function guard(
  request: FastifyRequest,
  identify: (request: FastifyRequest) => Promise<Actor>,
): Promise<void> {
  const wanted = request.routeOptions.config.permission
  // A `device` route is signed by a till at which nobody has signed in yet: its handler identifies the till.
  if (wanted === 'public' || wanted === 'device') return
  const actor = await identify(request)
  await refuseSuspended(actor.tenantId)
  // The trail says from where a deed came and by which request, without each deed being told.
  const origin = { source: request.ip, requestId: request.traceId }
  request.actor = Object.assign({ origin }, actor)
  if (wanted === 'signed_in') return
  if (wanted === undefined || !isPermission(wanted) || !actor.permissions.has(wanted)) {
    throw NotAllowed({ permission: wanted ?? 'none' })
  }
}
