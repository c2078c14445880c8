import Type from 'typebox'
import type { Http } from './server.ts'

const Health = Type.Object({
  status: Type.Enum(['ok', 'unfit']),
  checks: Type.Record(Type.String(), Type.String()),
})

/** One thing that must be well; undefined when it is, a sentence when it is not. */
export type Check = () => Promise<string | undefined>

/** Milliseconds a check may take: a database that cannot commit within that is not fit to sell. */
const PATIENCE_MS = 3_000

/** `/health/live` says that the process turns; `/health/ready` that it can sell. */
export function healthRoutes(checks: { readonly [name: string]: Check }) {
  return async (app: Http): Promise<void> => {
    app.get(
      '/health/live',
      {
        config: { permission: 'public' },
        schema: { summary: 'The process turns', response: { 200: Health } },
      },
      async () => ({ status: 'ok' as const, checks: {} }),
    )

    app.get(
      '/health/ready',
      {
        config: { permission: 'public' },
        schema: {
          summary: 'Whether this server can sell, and what is in the way',
          response: { 200: Health, 503: Health },
        },
      },
      async (_, reply) => {
        const found: Record<string, string> = {}
        await Promise.all(
          Object.entries(checks).map(async ([name, check]) => {
            found[name] = (await inTime(check)) ?? 'ok'
          }),
        )
        const fit = Object.values(found).every((state) => state === 'ok')
        reply.status(fit ? 200 : 503)
        return { status: fit ? ('ok' as const) : ('unfit' as const), checks: found }
      },
    )
  }
}

async function inTime(check: Check): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('does not answer'), PATIENCE_MS)
  })
  try {
    return await Promise.race([check(), late])
  } catch {
    return 'fails'
  } finally {
    clearTimeout(timer)
  }
}
