import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const { SMTPServer } = createRequire(new URL('../server/package.json', import.meta.url))(
  'smtp-server',
) as typeof import('smtp-server')

/** A mail server that keeps every letter as a file of a folder, so that journeys in other processes can read them. */
export async function startMailCatcher(
  folder: string,
  port = 0,
): Promise<{ port: number; stop: () => Promise<void> }> {
  mkdirSync(folder, { recursive: true })
  let count = 0
  const smtp = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        count += 1
        const to = session.envelope.rcptTo.map(({ address }) => address).join(',')
        const name = join(folder, `${String(count).padStart(5, '0')} ${to}`)
        // A reader sees a letter only when it is whole.
        writeFileSync(`${name}.part`, Buffer.concat(pieces))
        renameSync(`${name}.part`, `${name}.eml`)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => void smtp.listen(port, '127.0.0.1', resolve))
  return {
    port: (smtp.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => void smtp.close(() => resolve())),
  }
}

/** The link of a letter to an address, of the first unless told; waits until it has come. */
export async function linkFromLetter(to: string, number = 1): Promise<string> {
  const folder = process.env.SALDO_E2E_MAIL
  if (!folder) throw new Error('SALDO_E2E_MAIL names the folder of the mail catcher.')
  for (let tries = 0; tries < 60; tries++) {
    const letter = readdirSync(folder)
      .filter((name) => name.endsWith(` ${to}.eml`))
      .sort()[number - 1]
    if (letter) {
      const raw = readFileSync(join(folder, letter), 'latin1').replaceAll(/=\r\n/g, '')
      const link = /https?:\/\/\S+#\S+/.exec(raw.replaceAll('=3D', '='))?.[0]
      if (link) return link
    }
    await wait(500)
  }
  throw new Error(`No letter came for ${to}.`)
}
