/** How e-mail leaves: the mail server and who our letters are from. */
export type MailServer = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (`smtps:`). */
  readonly secure: boolean
  /** Without STARTTLS nothing is sent: a password must not cross a network in clear. */
  readonly requireTls: boolean
  readonly user: string | undefined
  readonly password: string | undefined
  readonly fromName: string
  readonly fromAddress: string
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/

/**
 * Reads SALDO_SMTP_URL and SALDO_MAIL_FROM, whose patterns were checked; undefined when no server is named.
 * What cannot be used is added to `faults`, without the URL's text: it carries a password.
 */
export function readMailServer(
  url: string | undefined,
  from: string | undefined,
  faults: string[],
): MailServer | undefined {
  if (url === undefined) return undefined
  if (from === undefined) faults.push('SALDO_MAIL_FROM is required with SALDO_SMTP_URL.')
  const place = parse(url)
  if (!place) faults.push('SALDO_SMTP_URL cannot be read. Wanted: smtp://user:password@host:587')
  if (!place || from === undefined) return undefined
  const [, name = '', address = ''] = /^(?:([^<>]*?) ?<([^<>]+)>)$/.exec(from) ?? ['', '', from]
  return { ...place, fromName: name, fromAddress: address }
}

function parse(text: string): Omit<MailServer, 'fromName' | 'fromAddress'> | undefined {
  try {
    const url = new URL(text)
    const secure = url.protocol === 'smtps:'
    const user = decodeURIComponent(url.username) || undefined
    if (url.hostname === '' || url.search !== '' || url.hash !== '') return undefined
    if (url.pathname !== '' && url.pathname !== '/') return undefined
    return {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (secure ? 465 : 587) : Number.parseInt(url.port, 10),
      secure,
      requireTls: !secure && user !== undefined && !LOOPBACK.test(url.hostname),
      user,
      password: decodeURIComponent(url.password) || undefined,
    }
  } catch {
    return undefined
  }
}
