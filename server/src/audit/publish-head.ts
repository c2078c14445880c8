import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { reading } from '../db/transaction.ts'
import type { Id } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import { newestAuditHead } from './seal.ts'
import { signingKeyOf } from './signing.ts'

/**
 * Writes the newest head of a company's trail outside the database: a signed line in a file of the data folder
 * and a line in the log, both of which a backup or a log server takes elsewhere. Whoever holds one later sees
 * by `saldo verify --head` that nothing before it was taken away.
 */
export async function publishAuditHead(
  tenantId: Id<'tenant'>,
  { dataFolder, log }: { readonly dataFolder: string; readonly log: Pick<Log, 'info'> },
): Promise<void> {
  const newest = await reading({ tenantId }, (db) => newestAuditHead(db, tenantId))
  if (!newest) return
  const { epoch, number, head, sealedAt } = newest
  const text = JSON.stringify({
    tenantId,
    epoch,
    number: String(number),
    head,
    sealedAt: sealedAt.toISOString(),
  })
  const { publicKey, sign } = signingKeyOf(tenantId)
  const folder = join(dataFolder, 'published')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const line = JSON.stringify({ statement: text, publicKey, signature: sign(text) })
  await appendFile(join(folder, 'audit-heads.jsonl'), `${line}\n`, { mode: 0o600 })
  log.info('audit.head', { tenantId, note: `head ${head} of block ${epoch}/${number}` })
}
