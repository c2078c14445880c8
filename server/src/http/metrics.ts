import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Http } from './server.ts'

export interface Watched {
  /** Tells of each commit of the sale path: how many sales it carried and how many seconds it took. */
  readonly onCommit: (listener: (sales: number, seconds: number) => void) => void
  /** Sales that wait for a commit. */
  readonly waiting: () => number
}

/** `/metrics` in the Prometheus text format. Names carry their unit; nothing in it names a customer. */
export function metricsRoutes({ onCommit, waiting }: Watched) {
  return async (app: Http): Promise<void> => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    const registers = [registry]
    const answers = new Counter({
      name: 'saldo_answers_total',
      help: 'Answers by route and status',
      labelNames: ['method', 'route', 'status'],
      registers,
    })
    const batch = new Histogram({
      name: 'saldo_commit_sales',
      help: 'Sales carried by one commit',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128],
      registers,
    })
    const commit = new Histogram({
      name: 'saldo_commit_seconds',
      help: 'Seconds one commit of the sale path took',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
      registers,
    })
    new Gauge({
      name: 'saldo_sales_waiting',
      help: 'Sales that wait for a commit',
      registers,
      collect() {
        this.set(waiting())
      },
    })
    onCommit((sales, seconds) => {
      batch.observe(sales)
      commit.observe(seconds)
    })
    app.addHook('onResponse', async (request, reply) => {
      answers.inc({
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
      })
    })
    app.get(
      '/metrics',
      {
        config: { permission: 'public' },
        schema: { hide: true, summary: 'Figures for Prometheus' },
      },
      async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()),
    )
  }
}
