import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Config, ConfigError } from './config.ts'

const LENGTH = 32

/**
 * The 32 bytes that wrap all other keys: from the environment or a file; a demo without one makes it
 * once in its data folder, readable by its user alone. Two processes that start together get the same.
 */
export function readMasterKey(config: Config): Buffer {
  if (config.masterKeyText !== undefined) return decode(config.masterKeyText)
  if (config.mode === 'production') {
    throw new ConfigError(['SALDO_MASTER_KEY or SALDO_MASTER_KEY_FILE is required in production.'])
  }
  const file = join(config.dataFolder, 'master.key')
  return readKeyFile(file) ?? makeKeyFile(config.dataFolder, file)
}

function readKeyFile(file: string): Buffer | undefined {
  try {
    return decode(readFileSync(file, 'utf8').trim())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

// Written whole under another name and then linked: a crash leaves no half key, and of two processes
// that make one at the same time the second finds the name taken and reads the first's.
function makeKeyFile(folder: string, file: string): Buffer {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  const descriptor = openSync(draft, 'wx', 0o600)
  try {
    writeSync(descriptor, `${randomBytes(LENGTH).toString('hex')}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  const key = readKeyFile(file)
  if (key === undefined) throw new ConfigError(['The master key could not be written.'])
  return key
}

function decode(text: string): Buffer {
  const key = Buffer.from(text, /^[0-9A-Fa-f]{64}$/.test(text) ? 'hex' : 'base64')
  if (key.length !== LENGTH) throw new ConfigError(['The master key must be 32 bytes.'])
  return key
}
