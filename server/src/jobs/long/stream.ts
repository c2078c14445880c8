import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { reading } from '../../db/index.ts'
import { now, nowMs } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import type { Job } from './job.ts'
import { recentJobs } from './list.ts'
import { jobView } from './views.ts'

export const TooManyStreams = refusal(
  'job.too_many_streams',
  429,
  'Too many pages of yours are watching jobs. Close some, or load the page again in a minute.',
)

/** Whoever watches. */
interface Watcher {
  readonly tenantId: Id<'tenant'>
  readonly id: string
}

export interface StreamOptions<Caller extends Watcher> {
  /** Whether they see everybody's jobs. */
  readonly seesAll: (caller: Caller) => boolean
  /** The caller as of this moment; undefined when they are signed out or may not act any more. */
  readonly stillThere: (caller: Caller) => Promise<Caller | undefined>
  readonly everyMs?: number
  readonly askEveryMs?: number
}

export interface JobStreams<Caller> {
  /** What changes from now on, as server-sent events. @throws TooManyStreams */
  open(caller: Caller): Readable
  /** Ends all of them: the program stops. */
  close(): void
}

interface Stream<Caller> {
  caller: Caller
  readonly readable: Readable
  /** What was sent of each job, to send only what is new. */
  sent: ReadonlyMap<string, string>
  askedAt: number
  spokeAt: number
}

const MOST = 400
const MOST_OF_ONE = 8
const MOST_JOBS = 200
// A client that does not read is let go of; it comes back by itself when it can.
const MOST_WAITING_BYTES = 128 * 1024
const SILENCE_MS = 15_000
// Workers' clocks may differ, and what ended while a page was loading must still be told.
const LOOK_BACK_MS = 15_000

/** Tells pages about jobs. One look at the database a second and tenant serves all who watch. */
export function createJobStreams<Caller extends Watcher>(
  options: StreamOptions<Caller>,
): JobStreams<Caller> {
  const { seesAll, stillThere, everyMs = 1_000, askEveryMs = 5_000 } = options
  const streams = new Set<Stream<Caller>>()
  let turning = false
  let closed = false

  return {
    open(caller) {
      const own = [...streams].filter((one) => one.caller.id === caller.id)
      if (closed || streams.size >= MOST || own.length >= MOST_OF_ONE) {
        throw TooManyStreams({}, { retryAfter: 60 })
      }
      const readable = new Readable({ read() {} })
      const present = nowMs()
      const stream: Stream<Caller> = {
        caller,
        readable,
        sent: new Map(),
        askedAt: present,
        spokeAt: present,
      }
      streams.add(stream)
      readable.once('close', () => streams.delete(stream))
      readable.push('retry: 5000\n\n')
      if (!turning) void turn()
      return readable
    },
    close() {
      closed = true
      for (const stream of streams) end(stream)
    },
  }

  async function turn(): Promise<void> {
    turning = true
    while (streams.size > 0) {
      await ask()
      const tenants = new Set([...streams].map(({ caller }) => caller.tenantId))
      for (const tenantId of tenants) await tell(tenantId)
      await wait(everyMs)
    }
    turning = false
  }

  /** Signed out, disabled, a right taken away: the page is told no more. */
  async function ask(): Promise<void> {
    const present = nowMs()
    for (const stream of [...streams]) {
      if (present - stream.askedAt < askEveryMs) continue
      stream.askedAt = present
      const caller = await stillThere(stream.caller).catch(() => undefined)
      if (caller) stream.caller = caller
      else end(stream)
    }
  }

  async function tell(tenantId: Id<'tenant'>): Promise<void> {
    const since = new Date(now().getTime() - LOOK_BACK_MS)
    const watching = () => [...streams].filter(({ caller }) => caller.tenantId === tenantId)
    try {
      const jobs = await reading({ tenantId }, (db) => recentJobs(db, tenantId, since, MOST_JOBS))
      for (const stream of watching()) speak(stream, jobs)
    } catch {
      // The pages read the list themselves until they are let in again, and say what is wrong.
      for (const stream of watching()) end(stream)
    }
  }

  function speak(stream: Stream<Caller>, jobs: readonly Job[]): void {
    const { readable, caller } = stream
    const all = seesAll(caller)
    const seen = jobs.filter(({ startedBy }) => all || startedBy === caller.id)
    const versions = new Map(seen.map((job) => [job.id as string, job.changedAt.toISOString()]))
    const fresh = seen.filter(({ id }) => versions.get(id) !== stream.sent.get(id))
    stream.sent = versions
    const present = nowMs()
    if (fresh.length > 0) {
      const data = JSON.stringify(fresh.map((job) => jobView(job, caller.id)))
      readable.push(`event: jobs\ndata: ${data}\n\n`)
      stream.spokeAt = present
    } else if (present - stream.spokeAt >= SILENCE_MS) {
      readable.push(': still here\n\n')
      stream.spokeAt = present
    }
    if (readable.readableLength > MOST_WAITING_BYTES) readable.destroy()
  }

  function end({ readable }: Stream<Caller>): void {
    readable.push(null)
    // A client that does not read never comes to the end.
    setTimeout(() => readable.destroy(), 1_000).unref()
  }
}
