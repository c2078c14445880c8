import { refusal } from './refusal.ts'

export const ServerOverloaded = refusal(
  'server.overloaded',
  503,
  'More is asked than can be done at the moment. Nothing was done; try again with the same key.',
)

export interface BatcherOptions<Item, Answer> {
  /** Calls that may be under way at once. */
  readonly inFlight?: number
  /** Items that go together at most. */
  readonly most?: number
  /** Items that may wait before the next is refused. */
  readonly waiting?: number
  /** Items of two tenants, say, never go together. */
  readonly group: (item: Item) => string
  /** Items that share one of these would only disturb each other in one batch: the later one waits. */
  readonly apart?: (item: Item) => readonly string[]
  /** One answer an item, in their order; an error among them is that item's alone. */
  readonly run: (items: readonly Item[]) => Promise<readonly (Answer | Error)[]>
}

interface Waiting<Item, Answer> {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers what waits and sends it together. There is no timer: a call goes at once when fewer than
 * `inFlight` are under way, so an idle server answers as fast as it can, and a busy one grows its batches
 * by itself.
 */
export function createBatcher<Item, Answer>(options: BatcherOptions<Item, Answer>) {
  const { inFlight = 1, most = 128, waiting = 4_000 } = options
  let queue: Waiting<Item, Answer>[] = []
  let running = 0

  const add = (item: Item): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (queue.length >= waiting) {
        reject(ServerOverloaded({}, { retryAfter: 1 }))
        return
      }
      queue.push({ item, resolve, reject })
      // Requests that arrived in the same turn of the event loop go together.
      if (running < inFlight && queue.length === 1) queueMicrotask(next)
    })

  function next(): void {
    while (running < inFlight && queue.length > 0) void send(take())
  }

  function take(): Waiting<Item, Answer>[] {
    const batch: Waiting<Item, Answer>[] = []
    const later: Waiting<Item, Answer>[] = []
    const taken = new Set<string>()
    const group = options.group(queue[0]!.item)
    for (const entry of queue) {
      const marks = options.apart?.(entry.item) ?? []
      const fits =
        batch.length < most &&
        options.group(entry.item) === group &&
        !marks.some((mark) => taken.has(mark))
      if (!fits) {
        later.push(entry)
        continue
      }
      for (const mark of marks) taken.add(mark)
      batch.push(entry)
    }
    queue = later
    return batch
  }

  async function send(batch: Waiting<Item, Answer>[]): Promise<void> {
    running += 1
    try {
      const answers = await options.run(batch.map((entry) => entry.item))
      for (const [index, entry] of batch.entries()) {
        const answer = answers[index]!
        if (answer instanceof Error) entry.reject(answer)
        else entry.resolve(answer)
      }
    } catch (error) {
      for (const entry of batch) entry.reject(error)
    } finally {
      running -= 1
      next()
    }
  }

  return {
    add,
    /** What waits or is under way, for the metrics and for a calm stop. */
    size: () => queue.length + running,
  }
}
