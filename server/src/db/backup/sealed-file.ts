import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { ownLikeFolder } from '../ownership.ts'

/** What is known about a sealed file without the key. It is bound to the content: changing it is noticed. */
export interface SealedHeader {
  readonly kind: 'wal' | 'base' | 'manifest'
  readonly name: string
  /** RFC 3339. Of a WAL segment: when it was last written to. */
  readonly at: string
}

interface WrittenHeader extends SealedHeader {
  readonly format: 'saldo-sealed-1'
  readonly cipher: 'aes-256-gcm'
  readonly keyId: string
  readonly salt: string
}

/** A file of a backup that cannot be used; the message names it and says what is wrong. */
export class DamagedBackup extends Error {
  override readonly name = 'DamagedBackup'
}

/** The key of all backups of an installation. It follows from the master key, so that one key is kept. */
export function backupKey(masterKey: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', 'saldo backup 1', 32))
}

/**
 * Writes a file compressed and encrypted: pieces of 1 MiB, each AES-256-GCM under a key of this file's
 * own, numbered, the last one marked, so that no piece can be changed, swapped or cut off unseen. It
 * appears under its name only when it is complete and on the disk.
 * @returns false when there is a file of that name already; it is left as it was
 */
export async function seal(
  key: Buffer,
  header: SealedHeader,
  content: AsyncIterable<Buffer>,
  path: string,
): Promise<boolean> {
  const salt = randomBytes(16)
  const written: WrittenHeader = {
    format: 'saldo-sealed-1',
    cipher: 'aes-256-gcm',
    keyId: keyIdOf(key),
    salt: salt.toString('hex'),
    ...header,
  }
  const head = Buffer.from(`${JSON.stringify(written)}\n`)
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.new`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.write(head)
    const sealing = fileKey(key, salt)
    const binding = createHash('sha256').update(head).digest()
    for await (const { index, last, piece } of pieces(compressed(content))) {
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce(index, last)).setAAD(binding)
      const body = Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
      const length = Buffer.alloc(4)
      length.writeUInt32BE(body.length)
      await file.write(Buffer.concat([length, body]))
    }
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(draft, { force: true })
    throw error
  }
  await file.close()
  ownLikeFolder(draft)
  return publish(draft, path)
}

/** The header, without a key. @throws DamagedBackup */
export async function headerOf(path: string): Promise<SealedHeader> {
  const file = await openOrName(path)
  try {
    return (await readHead(file, path)).header
  } finally {
    await file.close()
  }
}

/**
 * The content of a sealed file, piece by piece; each is given only after it was found genuine.
 * @throws DamagedBackup when the file is missing, altered, cut off or sealed under another key
 */
export async function* unseal(key: Buffer, path: string): AsyncGenerator<Buffer> {
  const opened = Readable.from(openPieces(key, path))
  const content = createGunzip()
  pipeline(opened, content, () => {})
  try {
    for await (const piece of content) yield piece as Buffer
  } catch (error) {
    if (error instanceof DamagedBackup) throw error
    throw new DamagedBackup(`${path} is damaged: it does not unpack.`)
  }
}

/** All of a small sealed file. */
export async function unsealAll(key: Buffer, path: string): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of unseal(key, path)) all.push(piece)
  return Buffer.concat(all)
}

const pieceLength = 1 << 20
const tagLength = 16

async function* openPieces(key: Buffer, path: string): AsyncGenerator<Buffer> {
  const file = await openOrName(path)
  try {
    const { header, head } = await readHead(file, path)
    if (header.keyId !== keyIdOf(key)) {
      throw new DamagedBackup(`${path} was sealed under another master key.`)
    }
    const opening = fileKey(key, Buffer.from(header.salt, 'hex'))
    const binding = createHash('sha256').update(head).digest()
    let position = head.length
    let next = await readPiece(file, position, path)
    for (let index = 0; next; index++) {
      position += 4 + next.length
      const after = await readPiece(file, position, path)
      yield openPiece(opening, binding, next, index, after === undefined, path)
      next = after
    }
  } finally {
    await file.close()
  }
}

function openPiece(
  key: Buffer,
  binding: Buffer,
  body: Buffer,
  index: number,
  last: boolean,
  path: string,
): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, last)).setAAD(binding)
  decipher.setAuthTag(body.subarray(body.length - tagLength))
  try {
    const start = decipher.update(body.subarray(0, body.length - tagLength))
    return Buffer.concat([start, decipher.final()])
  } catch {
    throw new DamagedBackup(`${path} is damaged in its piece ${index + 1}: altered or cut off.`)
  }
}

async function readPiece(
  file: FileHandle,
  position: number,
  path: string,
): Promise<Buffer | undefined> {
  const length = Buffer.alloc(4)
  const { bytesRead } = await file.read(length, 0, 4, position)
  if (bytesRead === 0) return undefined
  const size = length.readUInt32BE()
  if (bytesRead < 4 || size < tagLength || size > pieceLength + tagLength) {
    throw new DamagedBackup(`${path} is damaged: a piece of it has no sensible length.`)
  }
  const body = Buffer.alloc(size)
  const read = await file.read(body, 0, size, position + 4)
  if (read.bytesRead < size) throw new DamagedBackup(`${path} is damaged: it is cut off.`)
  return body
}

async function readHead(
  file: FileHandle,
  path: string,
): Promise<{ header: WrittenHeader; head: Buffer }> {
  const start = Buffer.alloc(4096)
  const { bytesRead } = await file.read(start, 0, start.length, 0)
  const end = start.subarray(0, bytesRead).indexOf('\n')
  try {
    const header = JSON.parse(start.subarray(0, end).toString('utf8')) as WrittenHeader
    if (end > 0 && header.format === 'saldo-sealed-1') {
      return { header, head: Buffer.from(start.subarray(0, end + 1)) }
    }
  } catch {
    // Falls through to the one sentence for all that is no header.
  }
  throw new DamagedBackup(`${path} is damaged: it does not begin like a file of a backup.`)
}

async function openOrName(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    throw new DamagedBackup(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}.`)
  }
}

/** Pieces of full length and a last one, which is marked and may be empty. */
async function* pieces(content: AsyncIterable<Buffer>) {
  let waiting: Buffer[] = []
  let length = 0
  let index = 0
  for await (const part of content) {
    waiting.push(part)
    length += part.length
    while (length > pieceLength) {
      const all = Buffer.concat(waiting)
      yield { index: index++, last: false, piece: all.subarray(0, pieceLength) }
      waiting = [all.subarray(pieceLength)]
      length -= pieceLength
    }
  }
  yield { index, last: true, piece: Buffer.concat(waiting) }
}

function compressed(content: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const packing = createGzip({ level: 1 })
  pipeline(Readable.from(content), packing, () => {})
  return packing
}

/** Ten bytes of counter, two of mark. The key is this file's own, so no nonce is ever used twice under it. */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(index, 6)
  bytes.writeUInt16BE(last ? 1 : 0, 10)
  return bytes
}

function fileKey(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'saldo sealed file 1', 32))
}

function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('saldo key id').update(key).digest('hex').slice(0, 16)
}

/** A link refuses a name that is taken; a rename would replace the file. */
async function publish(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // Some network file systems know no links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(dirname(path))
  return true
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().catch(() => {})
  await handle.close()
}

/** The content of a plain file. */
export function contentOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: 1 << 18 })
}
