import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { type AuditActor, record } from '../../audit/index.ts'
import { reading, transaction } from '../../db/index.ts'
import type { Http } from '../../http/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { IdText } from '../../kernel/schemas.ts'
import { readJobDetail } from './detail.ts'
import { JOB_STATES, type JobSight, type JobState, readJob } from './job.ts'
import { jobWorld, kindNamed } from './kind.ts'
import { listJobs } from './list.ts'
import { bytesOf, type Output, outputsOf } from './output.ts'
import { cancelJob, pauseJob, redoJob, resumeJob } from './steer.ts'
import { createJobStreams } from './stream.ts'
import { JobDetailView, JobPageView, JobView, jobDetailView, jobView } from './views.ts'

export const OutputUnknown = refusal(
  'job.output_unknown',
  404,
  'There is no such file any more. Files of jobs are kept for 7 days; run the job again.',
)
export const OutputNotReady = refusal(
  'job.output_not_ready',
  409,
  'The file is complete when its job has ended well. Wait for it, or run the job again.',
)
export const EventsNotAccepted = refusal(
  'job.events_not_accepted',
  406,
  'This address sends events and does not end: ask with Accept: text/event-stream.',
)

export interface JobRoutesOptions<Caller extends AuditActor> {
  /** Lets a signed-in person through who has the route's permission. */
  readonly guard: (request: FastifyRequest) => Promise<void>
  readonly callerOf: (request: FastifyRequest) => Caller
  /** Whether the caller sees and steers the jobs of everybody in the tenant. */
  readonly seesAll: (caller: Caller) => boolean
  /** The caller as of this moment; undefined when they are signed out or may not act any more. */
  readonly stillThere: (caller: Caller) => Promise<Caller | undefined>
}

const JobKey = Type.Object({ id: IdText<'job'>() })
const STATES: { readonly [name: string]: readonly JobState[] } = {
  ...Object.fromEntries(JOB_STATES.map((state) => [state, [state]])),
  open: ['queued', 'running', 'paused'],
  ended: ['done', 'done_with_errors', 'failed', 'cancelled'],
}

/** Long jobs in the console: people see and steer their own, and with the right for it everybody's. */
export function jobRoutes<Caller extends AuditActor>(options: JobRoutesOptions<Caller>) {
  const { guard, callerOf, seesAll, stillThere } = options

  const sightOf = (caller: Caller): JobSight => ({
    tenantId: caller.tenantId,
    id: caller.id,
    all: seesAll(caller),
  })
  const mayDownload = (caller: Caller, kind: string) => {
    const { permission } = kindNamed(kind) ?? {}
    return permission !== undefined && jobWorld().may(caller, permission)
  }

  return async (app: Http): Promise<void> => {
    const streams = createJobStreams({ seesAll, stillThere })
    app.addHook('preValidation', guard)
    app.addHook('preClose', async () => streams.close())

    app.get(
      '/jobs',
      {
        config: { permission: 'signed_in' },
        schema: {
          summary: 'Long jobs, newest first: the own ones, or with job.manage those of everybody',
          querystring: Type.Object(
            {
              state: Type.Optional(Type.Enum([...JOB_STATES, 'open', 'ended'])),
              kind: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_.]{0,79}$' })),
              mine: Type.Optional(Type.Enum(['true'])),
              after: Type.Optional(IdText<'job'>()),
              before: Type.Optional(Type.Union([IdText<'job'>(), Type.Literal('end')])),
              limit: Type.Optional(Type.Enum(['25', '50', '100'])),
            },
            { additionalProperties: false },
          ),
          response: { 200: JobPageView },
        },
      },
      async (request) => {
        const caller = callerOf(request)
        const { state, kind, mine, limit, ...marks } = request.query
        const sight = sightOf(caller)
        const states = state && STATES[state]
        const page = await reading(caller, (db) =>
          listJobs(
            db,
            { ...sight, all: sight.all && mine === undefined },
            { ...(states && { states }), ...(kind !== undefined && { kind }) },
            { ...marks, limit: Number.parseInt(limit ?? '25', 10) },
          ),
        )
        const { jobs, next, previous, count } = page
        return {
          data: jobs.map((job) => jobView(job, caller.id)),
          next,
          previous,
          count: { ...count },
        }
      },
    )

    app.get(
      '/jobs/events',
      {
        config: { permission: 'signed_in' },
        schema: {
          summary: 'Jobs as they change, as server-sent events called "jobs", each a list of jobs',
          response: { 200: Type.Unknown() },
        },
      },
      async (request, reply) => {
        if (!request.headers.accept?.includes('text/event-stream')) throw EventsNotAccepted()
        const stream = streams.open(callerOf(request))
        // Between us and the browser nobody may hold events back to send them together.
        reply.header('x-accel-buffering', 'no')
        reply.type('text/event-stream; charset=utf-8')
        return reply.send(stream)
      },
    )

    app.get(
      '/jobs/:id',
      {
        config: { permission: 'signed_in' },
        schema: {
          summary: 'A job with what happened to it, its failed rows and its files',
          params: JobKey,
          response: { 200: JobDetailView },
        },
      },
      async (request) => {
        const caller = callerOf(request)
        const detail = await reading(caller, (db) =>
          readJobDetail(db, sightOf(caller), request.params.id),
        )
        return jobDetailView(detail, caller.id, {
          redo: kindNamed(detail.job.kind)?.redo !== undefined,
          download: mayDownload(caller, detail.job.kind),
        })
      },
    )

    /** A deed that may be repeated: what is paused stays paused. */
    const steering = (deed: typeof pauseJob) => async (request: FastifyRequest) => {
      const caller = callerOf(request)
      const { id } = request.params as { id: Id<'job'> }
      const sight = sightOf(caller)
      const job = await transaction(caller, async (tx) => {
        await deed(tx, { by: caller, sight }, id)
        return readJob(tx, sight, id)
      })
      return jobView(job, caller.id)
    }

    app.post(
      '/jobs/:id/pause',
      {
        config: { permission: 'signed_in' },
        schema: { summary: 'Pause a job', params: JobKey, response: { 200: JobView } },
      },
      steering(pauseJob),
    )
    app.post(
      '/jobs/:id/resume',
      {
        config: { permission: 'signed_in' },
        schema: {
          summary: 'Let a job go on that is paused or has failed',
          params: JobKey,
          response: { 200: JobView },
        },
      },
      steering(resumeJob),
    )
    app.post(
      '/jobs/:id/cancel',
      {
        config: { permission: 'signed_in' },
        schema: { summary: 'End a job for good', params: JobKey, response: { 200: JobView } },
      },
      steering(cancelJob),
    )
    app.post(
      '/jobs/:id/redo',
      {
        config: { permission: 'signed_in' },
        schema: {
          summary: 'Try the failed rows of a job again',
          params: JobKey,
          response: { 200: JobView },
        },
      },
      steering(redoJob),
    )

    app.get(
      '/jobs/:id/outputs/:outputId',
      {
        config: { permission: 'signed_in' },
        schema: {
          summary: 'Download a file that a job wrote',
          params: Type.Object({ id: IdText<'job'>(), outputId: IdText<'output'>() }),
          response: { 200: Type.Unknown() },
        },
      },
      async (request, reply) => {
        const caller = callerOf(request)
        const output = await handedOver(caller, request.params)
        sendAsFile(reply, output)
        return reply.send(Readable.from(bytesOf(caller.tenantId, output)))
      },
    )
  }

  /** The file, once it is written down who took it. */
  function handedOver(
    caller: Caller,
    { id, outputId }: { readonly id: Id<'job'>; readonly outputId: Output['id'] },
  ): Promise<Output> {
    return transaction(caller, async (tx) => {
      const job = await readJob(tx, sightOf(caller), id)
      const outputs = await outputsOf(tx, caller.tenantId, id, now())
      const output = outputs.find((one) => one.id === outputId)
      if (!output || !mayDownload(caller, job.kind)) throw OutputUnknown()
      if (job.state !== 'done' && job.state !== 'done_with_errors') throw OutputNotReady()
      await record(tx, {
        actor: caller,
        action: 'job.download',
        object: { kind: 'job', id },
        after: { kind: job.kind, file: output.name },
      })
      return output
    })
  }
}

function sendAsFile(reply: FastifyReply, { name, contentType, size }: Output): void {
  const plain = name.replaceAll(/[^\w. -]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  )
  reply.header(
    'content-disposition',
    `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
  )
  reply.header('content-length', size.toString())
  // Whatever is in it, a browser saves it and runs nothing of it.
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  reply.type(contentType)
}
