import { refusal } from '../kernel/refusal.ts'

export const BodyMalformed = refusal(
  'request.malformed',
  400,
  'The request cannot be read. The fields at fault are named.',
)

/** Levels of nesting in any request of ours, with room to spare. */
const DEEPEST = 32

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a JSON body one way only: UTF-8 without a byte order mark, nested no deeper than any request of
 * ours is.
 * @throws BodyMalformed
 */
export function readJson(body: Buffer): unknown {
  if (body.length === 0) return undefined
  try {
    if (depthOf(body) > DEEPEST) throw new Error('too deep')
    return JSON.parse(utf8.decode(body))
  } catch {
    throw BodyMalformed({}, { errors: [{ pointer: '', code: 'request.not_json' }] })
  }
}

/** Counts brackets outside strings, so that a hostile depth is refused before anything recurses. */
function depthOf(body: Buffer): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let index = 0; index < body.length; index++) {
    const byte = body[index]
    if (inText) {
      if (byte === 0x5c) index += 1
      else if (byte === 0x22) inText = false
    } else if (byte === 0x22) inText = true
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1
  }
  return deepest
}
