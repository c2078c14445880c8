import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import Type, { type Static, type TSchema } from 'typebox'

/**
 * Every setting the environment may carry, with the schema of its text, its default and what it is
 * for. `config.ts` reads by this table and docs/operate/configuration.md is printed from it.
 * What a utility changes is in the console, not here.
 */

export type Setting = {
  readonly schema: TSchema
  readonly default?: string
  readonly about: string
  /** May also be given as a file: `<NAME>_FILE` holds the path. Never printed. */
  readonly secret?: boolean
  readonly testOnly?: boolean
}

const repository = fileURLToPath(new URL('../../../', import.meta.url))

const whole = (pattern: string) => Type.String({ pattern, maxLength: 12 })
const path = Type.String({ minLength: 1, maxLength: 4096, pattern: '^[^\\u0000]+$' })

export const settings = {
  SALDO_MODE: {
    schema: Type.Enum(['demo', 'production']),
    default: 'demo',
    about: '`demo` makes a demo world on an empty database; `production` never does.',
  },
  SALDO_ROLE: {
    schema: Type.Enum(['serve', 'work', 'both']),
    default: 'both',
    about: 'Whether this process answers requests, works through jobs, or both.',
  },
  SALDO_HOST: {
    schema: Type.String({ pattern: '^[0-9A-Za-z.:_-]{1,253}$' }),
    default: '127.0.0.1',
    about: 'Address to listen on. Behind a proxy leave it; `0.0.0.0` is all IPv4 addresses.',
  },
  SALDO_PORT: {
    schema: whole('^(0|[1-9][0-9]{0,4})$'),
    default: '8080',
    about: 'Port to listen on; when it is taken the next free one is used. 0 takes any.',
  },
  SALDO_PUBLIC_URL: {
    schema: Type.String({ pattern: '^https?://[^\\s/?#]+(/[^\\s?#]*)?$', maxLength: 300 }),
    about: 'Address under which people reach Saldo, for links on receipts and in messages.',
  },
  SALDO_TRUSTED_PROXIES: {
    schema: Type.String({ pattern: '^[0-9A-Fa-f.:/]+(,[0-9A-Fa-f.:/]+)*$' }),
    about:
      "Addresses of your own proxies, such as `127.0.0.1` or `10.0.0.0/8,::1`: only what these say of a caller's address (X-Forwarded-For) is believed. Without it all who come by a proxy are slowed down together when one of them guesses passwords.",
  },
  SALDO_DATA: {
    schema: path,
    default: resolve(repository, '.saldo'),
    about: 'Folder of the embedded database, the master key of a demo, and backups.',
  },
  DATABASE_URL: {
    schema: Type.String({ pattern: '^postgres(ql)?://\\S+$', maxLength: 2000 }),
    about: 'A PostgreSQL 15 or later of your own; without it the embedded one is used.',
    secret: true,
  },
  SALDO_MASTER_KEY: {
    schema: Type.String({ pattern: '^([0-9A-Fa-f]{64}|[A-Za-z0-9+/]{43}=)$' }),
    about:
      '32 bytes, hexadecimal or base64, that wrap all other keys. Required in production; a demo makes one in its data folder.',
    secret: true,
  },
  SALDO_SMTP_URL: {
    schema: Type.String({ pattern: '^smtps?://\\S+$', maxLength: 1000 }),
    about:
      'Mail server, `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. Without it e-mail waits in the queue.',
    secret: true,
  },
  SALDO_MAIL_FROM: {
    schema: Type.String({
      pattern:
        '^([^<>"\\u0000-\\u001f\\u007f]{1,100} <[^\\s<>()\\[\\],;:"@]{1,64}@[A-Za-z0-9.-]{1,180}>|[^\\s<>()\\[\\],;:"@]{1,64}@[A-Za-z0-9.-]{1,180})$',
    }),
    about: 'Sender of e-mail: `billing@example.org` or `Northern Energy <billing@example.org>`.',
  },
  SALDO_STS_TABLES: {
    schema: Type.Enum(['operational', 'sample']),
    default: 'operational',
    about: 'Substitution tables of encryption algorithm 07: `sample` only for test vectors.',
  },
  SALDO_SALE_DEADLINE_MS: {
    schema: whole('^[1-9][0-9]{2,5}$'),
    default: '15000',
    about:
      'Milliseconds after which the server stops waiting for a sale and answers "outcome unknown".',
  },
  SALDO_CLOCK_TOLERANCE_DAYS: {
    schema: whole('^[1-9][0-9]{0,2}$'),
    default: '30',
    about:
      'Days the clock may be ahead of the last sale and the database; beyond, nothing is sold. After a longer standstill raise it for one start.',
  },
  SALDO_IMPORT_LIMIT_MB: {
    schema: whole('^[1-9][0-9]{0,3}$'),
    default: '300',
    about: 'Megabytes that a file to be brought in may have; a million meters are about 80.',
  },
  SALDO_LOG_LEVEL: {
    schema: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    default: 'info',
    about: 'How much is logged.',
  },
  SALDO_TEST_CLOCK_OFFSET_MS: {
    schema: whole('^-?[0-9]{1,11}$'),
    about: 'Shifts the clock, for tests. Refused in production.',
    testOnly: true,
  },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings
export type SettingText<Name extends SettingName> = Static<(typeof settings)[Name]['schema']>

/** The table of all settings in Markdown, for docs/operate/configuration.md. */
export function settingsTable(): string {
  const rows = Object.entries(settings as Record<string, Setting>).map(([name, setting]) => {
    const file = setting.secret ? ` (or the path of a file in \`${name}_FILE\`)` : ''
    const shown = name === 'SALDO_DATA' ? '.saldo' : setting.default
    return `| \`${name}\`${file} | ${shown === undefined ? '' : `\`${shown}\``} | ${setting.about} |`
  })
  return ['| setting | default | what it is |', '| --- | --- | --- |', ...rows, ''].join('\n')
}
