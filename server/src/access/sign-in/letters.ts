import type { Db, Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { queueMail } from '../../notifications/index.ts'
import type { MadeLink } from './link.ts'

/** What letters to the people of a tenant say of it. */
export type Letterhead = {
  readonly brand: string
  readonly supportPhone: string
  /** IANA name of the zone in which letters give times. */
  readonly timeZone: string
}

let letterheads: ((tenantId: Id<'tenant'>) => Promise<Letterhead>) | undefined

/** Tells how the letterhead of a tenant is found; this module does not know tenants. Once at start. */
export function useLetterheads(find: (tenantId: Id<'tenant'>) => Promise<Letterhead>): void {
  letterheads = find
}

/** What a letter needs besides its text. Asked for before a transaction begins: it reads by itself. */
export type Stationery = { readonly letterhead: Letterhead; readonly origin: string }

/** The stationery of a tenant. `origin` is where people reach the console: "https://saldo.example". */
export async function stationeryOf(tenantId: Id<'tenant'>, origin: string): Promise<Stationery> {
  if (!letterheads) throw new Error('No letterheads were given: app.ts calls useLetterheads.')
  return { letterhead: await letterheads(tenantId), origin }
}

export type Reader = {
  readonly tenantId: Id<'tenant'>
  readonly name: string
  readonly email: string
  readonly language: string
}

/** Queues the letter that invites a person. The link stands in the fragment, which no server is ever sent. */
export async function writeInvitation(
  tx: Tx,
  reader: Reader,
  { letterhead, origin }: Stationery,
  { link, inviter }: { readonly link: MadeLink; readonly inviter: string },
): Promise<void> {
  await queueMail(tx, {
    tenantId: reader.tenantId,
    template: 'invitation',
    to: reader.email,
    language: reader.language,
    values: {
      brand: letterhead.brand,
      supportPhone: letterhead.supportPhone,
      name: reader.name,
      inviter,
      link: `${origin}/console/password#${link.text}`,
      until: timeFor(reader, letterhead, link.expiresAt),
    },
    dedupeKey: `invitation:${link.id}`,
    expiresAt: link.expiresAt,
  })
}

/** Queues the letter by which a person chooses a new password. */
export async function writePasswordReset(
  tx: Tx,
  reader: Reader,
  { letterhead, origin }: Stationery,
  link: MadeLink,
): Promise<void> {
  await queueMail(tx, {
    tenantId: reader.tenantId,
    template: 'password-reset',
    to: reader.email,
    language: reader.language,
    values: {
      brand: letterhead.brand,
      supportPhone: letterhead.supportPhone,
      name: reader.name,
      link: `${origin}/console/password#${link.text}`,
      until: timeFor(reader, letterhead, link.expiresAt),
    },
    dedupeKey: `password-reset:${link.id}`,
    expiresAt: link.expiresAt,
  })
}

/** What a person is told by e-mail when it happens to their access. */
export type NoticeEvent =
  | 'password'
  | 'factor_added'
  | 'factor_removed'
  | 'factor_reset'
  | 'recovery_codes'
  | 'recovery_code_used'
  | 'new_device'

/** Queues the letter that tells a person what happened to their access, and from which network address. */
export async function writeNotice(
  tx: Tx,
  reader: Reader,
  { letterhead, origin }: Stationery,
  { event, source }: { readonly event: NoticeEvent; readonly source: string },
): Promise<void> {
  await queueMail(tx, {
    tenantId: reader.tenantId,
    template: 'access-notice',
    to: reader.email,
    language: reader.language,
    values: {
      brand: letterhead.brand,
      supportPhone: letterhead.supportPhone,
      name: reader.name,
      event,
      when: timeFor(reader, letterhead, now()),
      source,
      link: `${origin}/console/account`,
    },
    dedupeKey: `access-notice:${newId()}`,
  })
}

/** Who a letter to a person goes to. */
export async function readerOf(
  db: Db,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<Reader> {
  const row = await db.row<Omit<Reader, 'tenantId'>>(
    'select name, email, language from access.person where tenant_id = $1 and id = $2',
    [tenantId, personId],
  )
  if (!row) throw new Error('A person who acts has no row.')
  return { ...row, tenantId }
}

function timeFor({ language }: Reader, { timeZone }: Letterhead, time: Date): string {
  // English as most of our countries write it: the day before the month, and 24 hours.
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(time)
}
