import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { MailServer } from '../../kernel/mail-server.ts'

/** A letter as it arrived: the envelope, and the whole text with its headers. */
export type Arrived = { readonly to: string[]; readonly raw: string; readonly secure: boolean }

/** What a test lets the mail server do; each throws an `smtpError` or lets it pass. */
export type Manners = {
  recipient?: (address: string) => void
  /** After the letter has arrived and before it is acknowledged. */
  received?: (letter: Arrived) => Promise<void> | void
}

export type PostOffice = {
  readonly server: MailServer
  readonly arrived: Arrived[]
  readonly passwords: string[]
  manners: Manners
  close(): Promise<void>
}

/** A real SMTP server in this process. It offers STARTTLS, with a certificate nobody knows, when told to. */
export async function openPostOffice(options: { startTls?: boolean } = {}): Promise<PostOffice> {
  const arrived: Arrived[] = []
  const passwords: string[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    disabledCommands: options.startTls ? [] : ['STARTTLS'],
    onAuth: (auth, _session, done) => {
      passwords.push(auth.password ?? '')
      done(null, { user: auth.username ?? '' })
    },
    onRcptTo: ({ address }, _session, done) => {
      answer(done, () => office.manners.recipient?.(address))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const letter = {
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
        }
        answer(done, async () => {
          await office.manners.received?.(letter)
          arrived.push(letter)
        })
      })
    },
  })
  smtp.on('error', () => {})
  await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve))
  const office: PostOffice = {
    arrived,
    passwords,
    manners: {},
    server: mailServerAt((smtp.server.address() as AddressInfo).port),
    close: () => new Promise((resolve) => void smtp.close(() => resolve())),
  }
  return office
}

export function mailServerAt(port: number): MailServer {
  return {
    host: '127.0.0.1',
    port,
    secure: false,
    requireTls: false,
    user: undefined,
    password: undefined,
    fromName: 'Northern Energy',
    fromAddress: 'billing@northern.example',
  }
}

/** An answer of the mail server such as 451, with its enhanced code. */
export function smtpError(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode })
}

/** Values of one header, unfolded. */
export function header(letter: Arrived | undefined, name: string): string[] {
  const head = (letter?.raw ?? '').split('\r\n\r\n')[0] ?? ''
  return head
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    .map((line) => line.slice(name.length + 1).trim())
}

function answer(done: (error?: Error | null) => void, deed: () => Promise<void> | void): void {
  Promise.resolve()
    .then(deed)
    .then(() => done(), done)
}
