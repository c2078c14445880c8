import { createTransport, type NodemailerError } from 'nodemailer'
import { now } from '../kernel/clock.ts'
import type { MailServer } from '../kernel/mail-server.ts'
import type { Letter } from './layout.ts'

/** A letter on its way, with what its headers say. */
export type Outgoing = {
  readonly letter: Letter
  readonly to: string
  /** Without the angle brackets. */
  readonly messageId: string
}

/** What came of an attempt. `answer` is a code, never the words of the server: those may quote what we sent. */
export type Delivery =
  | { readonly outcome: 'accepted'; readonly answer: string }
  /** Refused for good. `address` tells whether it was the address rather than this message. */
  | { readonly outcome: 'refused'; readonly answer: string; readonly address: boolean }
  /** May go through later. */
  | { readonly outcome: 'deferred'; readonly answer: string }

/** Hands letters to a mail server. */
export type Postman = (outgoing: Outgoing) => Promise<Delivery>

// Together well below the time after which a sender counts as lost (claim.ts).
const CONNECT_MS = 10_000
const SILENCE_MS = 30_000
const DEADLINE_MS = 90_000

/** A postman for a mail server. One connection for each letter; it never throws for what the server does. */
export function postmanFor(server: MailServer): Postman {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    ...(server.user !== undefined && { auth: { user: server.user, pass: server.password ?? '' } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async ({ letter, to, messageId }) => {
    try {
      const sent = await inTime(
        transport.sendMail({
          from: { name: server.fromName, address: server.fromAddress },
          // As an object: a text would be parsed, and could turn into two addresses.
          to: { name: '', address: to },
          envelope: { from: server.fromAddress, to: [to] },
          messageId: `<${messageId}>`,
          date: now(),
          subject: letter.subject,
          text: letter.text,
          html: letter.html,
          // RFC 3834: no holiday notes in answer.
          headers: { 'Auto-Submitted': 'auto-generated' },
        }),
      )
      return { outcome: 'accepted', answer: codesOf(sent.response) ?? '250' }
    } catch (error) {
      return whatWentWrong(error as NodemailerError)
    }
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('The mail server took too long.'), { code: 'ETIMEDOUT' })
    timer = setTimeout(() => reject(error), DEADLINE_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * A 5yz answer (RFC 5321, 4.2.1) to the recipient or to the content is final. To anything before, such as
 * our sign-in or our sender address, it speaks of our settings, which can be mended: that is tried again.
 */
function whatWentWrong(error: NodemailerError): Delivery {
  const answer = codesOf(error.response) ?? ownCode(error)
  const aboutMessage = error.command === 'RCPT TO' || error.command === 'DATA'
  // 503 says that the commands came in a wrong order, nothing about the message.
  if (!aboutMessage || !answer.startsWith('5') || answer.startsWith('503')) {
    return { outcome: 'deferred', answer }
  }
  // X.1.* is about the address; X.7.* is a rule of the server, such as no relaying (RFC 3463, 3.2 and 3.8).
  const [, enhanced = ''] = answer.split(' ')
  const address =
    enhanced.startsWith('5.1.') || (error.command === 'RCPT TO' && !enhanced.startsWith('5.7.'))
  return { outcome: 'refused', answer, address }
}

/** The reply code and the enhanced status code (RFC 3463) at the start of an answer. */
function codesOf(response: string | undefined): string | undefined {
  const found = /^([2-5]\d\d)[ -]?(?:([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(response ?? '')
  if (!found) return undefined
  return found[2] === undefined ? found[1] : `${found[1]} ${found[2]}`
}

/** The library's name for what happened without an answer, such as ESOCKET. */
function ownCode(error: NodemailerError): string {
  return typeof error.code === 'string' && /^[A-Z_]{2,30}$/.test(error.code) ? error.code : 'error'
}
