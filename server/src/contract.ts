import { register } from './app.ts'
import { createHttp } from './http/index.ts'
import { createLog } from './kernel/log.ts'
import { version } from './version.ts'

/** The contract of all routes as text, without a database: the routes declare all of it. */
export async function contractText(): Promise<string> {
  const app = await createHttp({ log: createLog('silent'), version })
  await register(app, { publicUrl: undefined })
  const { demoRoutes } = await import('./demo/index.ts')
  await app.register(demoRoutes, { prefix: '/api/demo' })
  await app.ready()
  const document = app.swagger()
  await app.close()
  return `${JSON.stringify(document, null, 2)}\n`
}
