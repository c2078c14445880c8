import type { Problem } from '@saldo/api-client'
import { api } from '../api.ts'
import { requestKeys } from '../parts/form/request-key.ts'

/** Attempts at one piece, and the pause before the next in milliseconds. */
const PAUSES = [500, 2_000, 5_000]

/** A file that is announced again after silence is the same import. */
const announcing = requestKeys()

export interface Sending {
  readonly kind: string
  readonly utilityId: string
  readonly file: File
  readonly signal: AbortSignal
  /** Called with the bytes that have arrived. */
  readonly onProgress: (bytes: number) => void
}

/**
 * Sends a file in pieces, each again when no answer came, and has it looked into. Answers with the import's id.
 * @throws Problem, or AbortError when it was stopped: then nothing of the file is kept
 */
export async function sendFile({ kind, utilityId, file, signal, onProgress }: Sending) {
  const body = { kind, utilityId, fileName: file.name, size: file.size }
  const { data, error } = await api.client.POST('/api/console/imports', {
    params: { header: { 'idempotency-key': announcing.keyFor(body) } },
    body: body as never,
    signal,
  })
  if (!error || error.status < 500) announcing.settled()
  if (error) throw error
  const { id, partSize } = data
  try {
    for (let number = 0; number * partSize < file.size; number++) {
      const piece = file.slice(number * partSize, (number + 1) * partSize)
      await sendPiece(id, number, piece, signal)
      onProgress(Math.min((number + 1) * partSize, file.size))
    }
    const done = await api.client.POST('/api/console/imports/{id}/uploaded', {
      params: { path: { id } },
      signal,
    })
    if (done.error) throw done.error
    return id
  } catch (failure) {
    if (signal.aborted) await giveUp(id)
    throw failure
  }
}

async function sendPiece(id: string, number: number, piece: Blob, signal: AbortSignal) {
  for (let attempt = 0; ; attempt++) {
    const { error } = await api.client.PUT('/api/console/imports/{id}/parts/{number}', {
      params: { path: { id, number: `${number}` } },
      headers: { 'content-type': 'application/octet-stream' },
      body: piece as never,
      bodySerializer: (bytes: unknown) => bytes as Blob,
      signal,
    })
    if (!error) return
    const pause = PAUSES[attempt]
    if (!mayPass(error) || pause === undefined) throw error
    await new Promise((resolve) => setTimeout(resolve, pause))
    signal.throwIfAborted()
  }
}

/** A fault, or silence: the same piece sent again changes nothing. */
function mayPass({ status }: Problem): boolean {
  return status === 0 || status >= 500
}

function giveUp(id: string) {
  return api.client.POST('/api/console/imports/{id}/cancel', { params: { path: { id } } })
}
