import { expect } from 'vitest'
import { type World, world } from '../../../test/harness.ts'
import { type AtConsole, personAtConsole } from '../../access/test/console.ts'
import { type LongJobs, runLongJobs } from '../../jobs/index.ts'
import { newId } from '../../kernel/ids.ts'
import { createLog } from '../../kernel/log.ts'

// The machine may be busy with other tests.
const patient = { timeout: 25_000, interval: 25 }

/** Somebody at the meter desk who brings in files, with a worker for the jobs. */
export interface Bringer extends AtConsole {
  readonly place: World
  /** Sends a file as the console does. Answers with the import's id. */
  send(content: string | Buffer, options?: { kind?: string; fileName?: string }): Promise<string>
  /** Sends a file, takes the columns as they were guessed, and waits until all rows are checked. */
  check(content: string | Buffer, options?: { kind?: string }): Promise<string>
  look(id: string): Promise<Looked>
  /** Waits until no job works on the import. */
  rest(id: string, state: string): Promise<Looked>
  /** Asks for a job on the import and waits for its end. */
  act(id: string, what: 'import' | 'undo' | 'fix', state: string, body?: object): Promise<Looked>
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer.
export type Looked = any

export async function bringer(place: World, role = 'Meter desk'): Promise<Bringer> {
  const person = await personAtConsole(place, [role])
  const { ask, headers } = person

  async function send(
    content: string | Buffer,
    { kind = 'meters', fileName = 'lot7.csv' }: { kind?: string; fileName?: string } = {},
  ): Promise<string> {
    const bytes = Buffer.from(content)
    const file = { kind, utilityId: place.utilityId, fileName, size: bytes.length }
    const begun = await ask('POST', '/imports', file)
    expect(begun).toMatchObject({ status: 201 })
    const { id, partSize } = begun.body
    for (let number = 0; number * partSize < bytes.length; number++) {
      const payload = bytes.subarray(number * partSize, (number + 1) * partSize)
      const url = `/api/console/imports/${id}/parts/${number}`
      const type = { 'content-type': 'application/octet-stream' }
      const sent = await place.app.inject({
        method: 'PUT',
        url,
        payload,
        headers: { ...headers, ...type },
      })
      expect(sent.statusCode).toBe(204)
    }
    return id
  }

  const look = async (id: string) => (await ask('GET', `/imports/${id}`)).body

  async function rest(id: string, state: string): Promise<Looked> {
    await expect
      .poll(async () => {
        const { job } = await look(id)
        return job === null || job.finishedAt !== null
      }, patient)
      .toBe(true)
    const found = await look(id)
    expect(found).toMatchObject({ state })
    return found
  }

  async function check(content: string | Buffer, options: { kind?: string } = {}) {
    const id = await send(content, options)
    expect(await ask('POST', `/imports/${id}/uploaded`)).toMatchObject({ status: 204 })
    const { matching } = await look(id)
    expect(await ask('PUT', `/imports/${id}/matching`, { matching })).toMatchObject({ status: 202 })
    await rest(id, 'checked')
    return id
  }

  async function act(id: string, what: string, state: string, body?: object) {
    expect(await ask('POST', `/imports/${id}/${what}`, body)).toMatchObject({ status: 202 })
    return rest(id, state)
  }

  return { ...person, place, send, check, look, rest, act }
}

/** A worker that does the jobs of a place until it is stopped. */
export function worker({ tenantId }: World): LongJobs {
  return runLongJobs({ log: createLog('silent'), tenants: async () => [tenantId], atOnce: 1 })
}

/** Whoever brings files of meters, and the worker beside. */
export async function meterDesk() {
  const place = await world({ meters: 1 })
  const desk = await bringer(place)
  const jobs = worker(place)
  return {
    desk,
    place,
    close: async () => {
      await jobs.stop()
      await place.close()
    },
  }
}

export const freshKey = () => newId<'key'>()
