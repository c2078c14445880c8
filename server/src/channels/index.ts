import type { Http } from '../http/index.ts'
import { consoleRoutes } from './console/routes.ts'
import { partnerRoutes } from './partner/routes.ts'
import { posRoutes } from './pos/routes.ts'

/** A way in: where it stands and its routes. A new channel is a folder and a line here. */
export interface Channel {
  readonly name: string
  readonly prefix: string
  readonly routes: (app: Http) => Promise<void>
}

export const channels: readonly Channel[] = [
  { name: 'pos', prefix: '/api/pos', routes: posRoutes },
  { name: 'console', prefix: '/api/console', routes: consoleRoutes },
  { name: 'partner', prefix: '/api/partner/v1', routes: partnerRoutes },
]
