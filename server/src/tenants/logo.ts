import { createHash } from 'node:crypto'
import type { Actor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { isPng, readPng, writePng } from './picture/png.ts'
import { readSvg } from './picture/svg.ts'
import { utilityToChange } from './utility.ts'

export const LogoUnusable = refusal(
  'utility.logo_unusable',
  400,
  'This picture cannot be a logo. Save it as a PNG of at most 1024 pixels a side that is not interlaced, or as a plain SVG of shapes alone, and choose it again.',
)
export const LogoTooLarge = refusal(
  'utility.logo_too_large',
  413,
  'The file is too large for a logo. Save it smaller: at most 256 kB.',
)
export const LogoUnknown = refusal('utility.logo_unknown', 404, 'This utility has no such logo.')

export const logoThemes = ['light', 'dark'] as const
export type LogoTheme = (typeof logoThemes)[number]

export const MOST_BYTES = 256 * 1024
const MOST_PIXELS_A_SIDE = 1_024
/** A PNG written anew is rarely larger than it came; one that is must still fit its row. */
const MOST_STORED = 512 * 1024

export type Logo = {
  readonly mediaType: 'image/png' | 'image/svg+xml'
  readonly content: Buffer
  readonly width: number
  readonly height: number
}

/**
 * A logo as it is kept: decoded and written anew, so that nothing stays but the picture. The kind is known by the
 * content; name and declared type are not asked.
 * @throws LogoUnusable, LogoTooLarge
 */
export function takeInLogo(bytes: Buffer): Logo {
  if (bytes.length > MOST_BYTES) throw LogoTooLarge()
  const logo = isPng(bytes) ? fromPng(bytes) : fromSvg(bytes)
  if (!logo) throw LogoUnusable()
  if (logo.content.length > MOST_STORED) throw LogoTooLarge()
  return logo
}

/** Puts a logo of a utility in the place of the one it had for this theme. */
export async function setLogo(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  theme: LogoTheme,
  logo: Logo,
): Promise<void> {
  await utilityToChange(tx, actor, utilityId)
  const before = await logoMark(tx, actor, utilityId, theme)
  const hash = createHash('sha256').update(logo.content).digest('hex')
  if (before?.content_hash === hash) return
  await tx.execute(
    `insert into tenants.logo (tenant_id, utility_id, theme, media_type, content, content_hash, width, height, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict on constraint logo_pkey do update set media_type = excluded.media_type,
       content = excluded.content, content_hash = excluded.content_hash, width = excluded.width,
       height = excluded.height, created_at = excluded.created_at`,
    [
      actor.tenantId,
      utilityId,
      theme,
      logo.mediaType,
      logo.content,
      hash,
      logo.width,
      logo.height,
      now(),
    ],
  )
  await recordLogo(tx, actor, utilityId, theme, before?.content_hash, hash)
}

/** Takes the logo of a theme away; none there is no error. */
export async function removeLogo(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  theme: LogoTheme,
): Promise<void> {
  await utilityToChange(tx, actor, utilityId)
  const before = await logoMark(tx, actor, utilityId, theme)
  if (!before) return
  await tx.execute(
    'delete from tenants.logo where tenant_id = $1 and utility_id = $2 and theme = $3',
    [actor.tenantId, utilityId, theme],
  )
  await recordLogo(tx, actor, utilityId, theme, before.content_hash, undefined)
}

/** The logo of a utility for a theme. Whose utility it is was asked before. */
export async function readLogo(
  db: Db,
  { tenantId }: Pick<Actor, 'tenantId'>,
  utilityId: Id<'utility'>,
  theme: LogoTheme,
): Promise<Logo> {
  const row = await db.row<LogoRow>(
    `select media_type, content, width, height from tenants.logo
     where tenant_id = $1 and utility_id = $2 and theme = $3`,
    [tenantId, utilityId, theme],
  )
  if (!row) throw LogoUnknown()
  return { mediaType: row.media_type, content: row.content, width: row.width, height: row.height }
}

/** Which logos a utility has, without the pictures. */
export function logosOf(
  db: Db,
  { tenantId }: Pick<Actor, 'tenantId'>,
  utilityId: Id<'utility'>,
): Promise<LogoMark[]> {
  return db.rows<LogoMark>(
    `select theme, content_hash, width, height from tenants.logo
     where tenant_id = $1 and utility_id = $2 order by theme desc`,
    [tenantId, utilityId],
  )
}

export type LogoMark = { theme: LogoTheme; content_hash: string; width: number; height: number }

type LogoRow = {
  media_type: Logo['mediaType']
  content: Buffer
  width: number
  height: number
}

async function logoMark(tx: Tx, actor: Actor, utilityId: Id<'utility'>, theme: LogoTheme) {
  const marks = await logosOf(tx, actor, utilityId)
  return marks.find((mark) => mark.theme === theme)
}

function recordLogo(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  theme: LogoTheme,
  before: string | undefined,
  after: string | undefined,
): Promise<void> {
  return record(tx, {
    actor,
    action: 'utility.logo',
    object: { kind: 'utility', id: utilityId },
    before: { theme, sha256: before ?? null },
    after: { theme, sha256: after ?? null },
  })
}

function fromPng(bytes: Buffer): Logo | undefined {
  const pixels = readPng(bytes, MOST_PIXELS_A_SIDE)
  if (!pixels) return undefined
  const { width, height } = pixels
  return { mediaType: 'image/png', content: writePng(pixels), width, height }
}

function fromSvg(bytes: Buffer): Logo | undefined {
  let source: string
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
  const drawing = readSvg(source)
  if (!drawing) return undefined
  const { width, height, text } = drawing
  return { mediaType: 'image/svg+xml', content: Buffer.from(text), width, height }
}
