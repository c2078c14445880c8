import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import Value from 'typebox/value'
import { type MailServer, readMailServer } from './mail-server.ts'
import { type Setting, type SettingName, type SettingText, settings } from './settings.ts'

export type Config = {
  readonly mode: SettingText<'SALDO_MODE'>
  readonly role: SettingText<'SALDO_ROLE'>
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  /** Addresses and ranges whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  /** Absolute path. */
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
  /** The text of the environment; `readMasterKey` gives the bytes. */
  readonly masterKeyText: string | undefined
  /** Undefined when none is named: e-mail waits. */
  readonly mailServer: MailServer | undefined
  readonly stsTables: SettingText<'SALDO_STS_TABLES'>
  readonly saleDeadlineMs: number
  readonly clockToleranceDays: number
  readonly importLimitMb: number
  readonly logLevel: SettingText<'SALDO_LOG_LEVEL'>
  /** Names that begin like ours but are none: most likely misspelt, worth a warning at start. */
  readonly unknownNames: readonly string[]
}

/** What is wrong with the environment, all of it at once, never with a secret's text. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads and checks the whole configuration. Throws `ConfigError`, which names every fault. */
export function readConfig(environment: Environment = process.env): Config {
  const faults: string[] = []
  const texts = readAll(environment, faults)
  const port = wholeNumber(texts.SALDO_PORT)
  if (port > 65_535) faults.push('SALDO_PORT must be at most 65535.')
  if (texts.SALDO_MODE === 'production') {
    if (texts.SALDO_MASTER_KEY === undefined) {
      faults.push('SALDO_MASTER_KEY or SALDO_MASTER_KEY_FILE is required in production.')
    }
    if (texts.SALDO_TEST_CLOCK_OFFSET_MS !== undefined) {
      faults.push('SALDO_TEST_CLOCK_OFFSET_MS is for tests and must be absent in production.')
    }
  }
  const trustedProxies = texts.SALDO_TRUSTED_PROXIES?.split(',') ?? []
  for (const network of trustedProxies.filter((text) => !isNetwork(text))) {
    faults.push(
      `SALDO_TRUSTED_PROXIES names "${network}", which is no address and no range of addresses.`,
    )
  }
  const mailServer = readMailServer(texts.SALDO_SMTP_URL, texts.SALDO_MAIL_FROM, faults)
  if (faults.length > 0) throw new ConfigError(faults)
  return {
    mode: texts.SALDO_MODE as Config['mode'],
    role: texts.SALDO_ROLE as Config['role'],
    host: texts.SALDO_HOST ?? '',
    port,
    publicUrl: texts.SALDO_PUBLIC_URL?.replace(/\/$/, ''),
    trustedProxies,
    dataFolder: resolve(texts.SALDO_DATA ?? ''),
    databaseUrl: texts.DATABASE_URL,
    masterKeyText: texts.SALDO_MASTER_KEY,
    mailServer,
    stsTables: texts.SALDO_STS_TABLES as Config['stsTables'],
    saleDeadlineMs: wholeNumber(texts.SALDO_SALE_DEADLINE_MS),
    clockToleranceDays: wholeNumber(texts.SALDO_CLOCK_TOLERANCE_DAYS),
    importLimitMb: wholeNumber(texts.SALDO_IMPORT_LIMIT_MB),
    logLevel: texts.SALDO_LOG_LEVEL as Config['logLevel'],
    unknownNames: Object.keys(environment).filter((name) => /^SALDO_/.test(name) && !isKnown(name)),
  }
}

function readAll(environment: Environment, faults: string[]) {
  const texts: Partial<Record<SettingName, string>> = {}
  for (const name of Object.keys(settings) as SettingName[]) {
    const setting: Setting = settings[name]
    const text = textOf(name, setting, environment, faults) ?? setting.default
    if (text === undefined) continue
    if (Value.Check(setting.schema, text)) texts[name] = text
    else faults.push(wrongValue(name, setting, text))
  }
  return texts
}

function textOf(
  name: SettingName,
  setting: Setting,
  environment: Environment,
  faults: string[],
): string | undefined {
  const direct = environment[name] || undefined
  const file = setting.secret ? environment[`${name}_FILE`] || undefined : undefined
  if (file === undefined) return direct
  if (direct !== undefined) faults.push(`Give ${name} or ${name}_FILE, not both.`)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    faults.push(`${name}_FILE names a file that cannot be read.`)
    return undefined
  }
}

function wrongValue(name: SettingName, setting: Setting, text: string): string {
  const given = setting.secret ? 'what is given' : `"${text.slice(0, 60)}"`
  const choices = 'enum' in setting.schema ? (setting.schema.enum as string[]) : undefined
  const wanted = choices ? `one of ${choices.join(', ')}` : setting.about
  return `${name} does not take ${given}. Wanted: ${wanted}`
}

// The workplace of tests has variables of its own, such as SALDO_TEST_DATABASE.
function isKnown(name: string): boolean {
  if (Object.hasOwn(settings, name) || name.startsWith('SALDO_TEST_')) return true
  const secret = name.endsWith('_FILE') ? name.slice(0, -5) : ''
  return (
    Object.hasOwn(settings, secret) && (settings[secret as SettingName] as Setting).secret === true
  )
}

function wholeNumber(text: string | undefined): number {
  return Number.parseInt(text ?? '0', 10)
}

/** An address, or a range as "10.0.0.0/8". */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  if (bits === undefined || more.length > 0) return longest > 0 && more.length === 0
  return /^[1-9][0-9]{0,2}$/.test(bits) && wholeNumber(bits) <= longest
}
