import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { digestAfter, EXPORT_FORMAT, type ExportStatement, NO_LINES } from './export-digest.ts'
import { signerOf } from './signing.ts'

/** What became of a check of an export. */
export type ExportCheck =
  | {
      readonly sound: true
      readonly statement: ExportStatement
      /** Of the key that signed: the one to compare with what the console shows. */
      readonly fingerprint: string
    }
  | { readonly sound: false; readonly sentence: string }

/**
 * Checks an export of the trail by its two files alone: that every byte is as it was signed, and by which key.
 * @throws Error of the file system when a file cannot be read
 */
export async function verifyExport(file: string): Promise<ExportCheck> {
  const signed = readSignature(await readFile(`${file}.sig`, 'utf8'))
  if (!signed) return unsound(`${file}.sig is not the signature of an audit export.`)
  const { text, publicKey, signature, statement } = signed
  const fingerprint = signerOf(text, publicKey, signature)
  if (!fingerprint) return unsound(`The signature in ${file}.sig is wrong: it was altered.`)
  const found = await digestOf(file)
  if (found.cutOff) return unsound(`${file} ends in the middle of a line: it was cut off.`)
  if (found.lines !== statement.lines) {
    return unsound(`${file} has ${found.lines} lines, and ${statement.lines} were signed.`)
  }
  if (found.digest !== statement.digest) {
    return unsound(`${file} is not what was signed: a line was altered or moved.`)
  }
  return { sound: true, statement, fingerprint }
}

const unsound = (sentence: string) => ({ sound: false, sentence }) as const

interface Signed {
  readonly text: string
  readonly statement: ExportStatement
  readonly publicKey: string
  readonly signature: string
}

function readSignature(content: string): Signed | undefined {
  const [text = '', proof = ''] = content.split('\n')
  try {
    const statement = JSON.parse(text) as ExportStatement
    const { publicKey, signature } = JSON.parse(proof) as Signed
    // What stands beside the two lines is signed by nobody.
    if (content !== `${text}\n${proof}\n` || statement.format !== EXPORT_FORMAT) return undefined
    if (typeof publicKey !== 'string' || typeof signature !== 'string') return undefined
    if (proof !== JSON.stringify({ publicKey, signature })) return undefined
    return { text, statement, publicKey, signature }
  } catch {
    return undefined
  }
}

/** Reads a file of any size line by line. */
async function digestOf(file: string): Promise<{ digest: string; lines: number; cutOff: boolean }> {
  let digest = NO_LINES
  let lines = 0
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    let bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      digest = digestAfter(digest, bytes.subarray(0, end))
      lines += 1
      bytes = bytes.subarray(end + 1)
    }
    rest = bytes
  }
  return { digest, lines, cutOff: rest.length > 0 }
}
