import { parseArgs } from 'node:util'
import { openModules } from './app.ts'
import { sealAudit, verifyAudit, verifyExport } from './audit/index.ts'
import { backupCommand, releaseCommand, restoreCommand } from './db/backup/commands.ts'
import { bringUp } from './db/bring-up.ts'
import { openDatabase, reading, trustClock, useDatabase } from './db/index.ts'
import { verifyHub } from './hub/index.ts'
import { ConfigError, readConfig } from './kernel/config.ts'
import { readMasterKey } from './kernel/master-key.ts'
import { sealLedger, verifyLedger } from './ledger/index.ts'
import { allTenants } from './tenants/index.ts'

const USAGE = `saldo: what an operator does at the command line

  saldo verify [--head HASH]          recompute the books and the audit trail of every tenant from
                                      their rows, and name what was altered
  saldo verify-export FILE [--key FINGERPRINT]
                                      check an export of the audit trail by FILE and FILE.sig alone; no
                                      database is needed
  saldo backup [--to FOLDER]          copy the database while it runs
  saldo restore --until TIME [--from FOLDER] [--to FOLDER]
                                      restore to a second; the copy starts in quarantine
  saldo release --by NAME             let a restored copy sell and send again; NAME is written down
  saldo trust-clock --by NAME         sell again after the clock was not believed and a person has checked it

The configuration is that of the server: SALDO_DATA, DATABASE_URL, SALDO_MASTER_KEY_FILE (docs/operate/).`

type Command = (args: string[]) => Promise<number>

const commands: Readonly<Record<string, Command>> = {
  async verify(args) {
    const { values } = parseArgs({ args, options: { head: { type: 'string' } } })
    return withDatabase(() => verify(values.head))
  },
  async 'verify-export'(args) {
    const { values, positionals } = parseArgs({
      args,
      options: { key: { type: 'string' } },
      allowPositionals: true,
    })
    const [file] = positionals
    if (!file) throw new ConfigError(['Say which file: saldo verify-export audit-trail.jsonl.'])
    return verifyExportCommand(file, values.key)
  },
  async backup(args) {
    const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
    await backupCommand(readConfig(), values.to, say)
    return 0
  },
  async restore(args) {
    const { values } = parseArgs({
      args,
      options: { from: { type: 'string' }, until: { type: 'string' }, to: { type: 'string' } },
    })
    if (!values.until) throw new ConfigError(['Say until when: --until 2026-11-24T10:15:00Z.'])
    await restoreCommand(readConfig(), values.from, values.until, values.to, say)
    return 0
  },
  async release(args) {
    const { values } = parseArgs({ args, options: { by: { type: 'string' } } })
    if (!values.by) throw new ConfigError(['Say who releases the copy: --by NAME.'])
    await releaseCommand(readConfig(), values.by, say)
    return 0
  },
  async 'trust-clock'(args) {
    const { values } = parseArgs({ args, options: { by: { type: 'string' } } })
    if (!values.by) throw new ConfigError(['Say who has checked the clock: --by NAME.'])
    await trustClockCommand(values.by)
    return 0
  },
}

/** Verifies every tenant; 1 when something was found. A head that was published belongs to one of them. */
async function verify(head: string | undefined): Promise<number> {
  let found = 0
  let headSeen = head === undefined
  for (const { id, name } of await allTenants()) {
    // What was written since the last seal is sealed first, so that nothing is left unsaid.
    await sealLedger(id)
    await sealAudit(id)
    const known = head === undefined ? {} : { head }
    const books = await reading({ tenantId: id }, async (db) => ({
      ledger: await verifyLedger(db, id, known),
      audit: await verifyAudit(db, id, known),
      hub: await verifyHub(db, id),
    }))
    const { ledger, audit, hub } = books
    say(
      `${name}: ${ledger.sealed} postings under ${ledger.blocks} seals, head ${ledger.head ?? 'none yet'}`,
    )
    say(
      `${name}: ${audit.sealed} audit events under ${audit.blocks} seals, head ${audit.head ?? 'none yet'}`,
    )
    // A head belongs to one chain of one tenant: all the others do not know it.
    const strange = ({ code }: { code: string }) => code === 'head_unknown'
    headSeen ||= !ledger.findings.some(strange) || !audit.findings.some(strange)
    for (const finding of [...ledger.findings, ...audit.findings, ...hub]) {
      if (strange(finding)) continue
      say(`  ${finding.code}: ${finding.sentence}`)
      found += 1
    }
  }
  if (!headSeen) {
    say(`No tenant's books contain the head ${head}: what came before it was removed.`)
    found += 1
  }
  say(found === 0 ? 'The books are as they were written.' : `${found} findings.`)
  return found === 0 ? 0 : 1
}

/** 1 when the export is not what was signed, or was signed by another key than the one that is known. */
async function verifyExportCommand(file: string, key: string | undefined): Promise<number> {
  const check = await verifyExport(file)
  if (!check.sound) {
    say(check.sentence)
    return 1
  }
  const { statement, fingerprint } = check
  const { tenantId, from, until, lines, head, signedAt } = statement
  say(`${lines} events of company ${tenantId}, from ${from ?? 'the first'} to ${until}.`)
  say(`Signed at ${signedAt} by the key ${fingerprint}.`)
  say(`Newest head of the trail then: ${head ? head.head : 'none yet'}.`)
  if (key !== undefined && key.toLowerCase() !== fingerprint) {
    say(`It was signed by another key than ${key}.`)
    return 1
  }
  say(
    key === undefined
      ? 'The file is as it was signed. Compare the key with the one that the console shows.'
      : 'The file is as it was signed.',
  )
  return 0
}

async function trustClockCommand(by: string): Promise<void> {
  const config = readConfig()
  const up = await bringUp(config, readMasterKey(config), say)
  try {
    await trustClock(up.access, by)
    say(`The clock is trusted by ${by}.`)
  } finally {
    await up.stop()
  }
}

async function withDatabase(work: () => Promise<number>): Promise<number> {
  const config = readConfig()
  const masterKey = readMasterKey(config)
  const up = await bringUp(config, masterKey, say)
  // Reading the whole of the books takes as long as they are long.
  const database = openDatabase(up.access.server, { readTimeoutMs: 24 * 3_600_000 })
  useDatabase(database)
  openModules({ config, masterKey })
  try {
    return await work()
  } finally {
    await database.close()
    await up.stop()
  }
}

function say(sentence: string): void {
  console.log(sentence)
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2)
  const command = name === undefined ? undefined : commands[name]
  if (!command) {
    say(USAGE)
    return name === undefined || name === 'help' ? 0 : 2
  }
  return command(args)
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
