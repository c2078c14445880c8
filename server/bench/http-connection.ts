import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: string
}

/**
 * One keep-alive connection that asks one thing at a time. It does far less than an HTTP client does, so that
 * the load generator takes little of the processors that are being measured; the server sees ordinary HTTP.
 */
export class HttpConnection {
  #socket: Socket
  #pieces: Buffer[] = []
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (piece) => this.#take(piece))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('The connection was closed.')))
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new HttpConnection(socket))
      })
    })
  }

  /** Sends what is a whole request already. */
  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(piece: Buffer): void {
    this.#pieces.push(piece)
    const all = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces)
    const answer = parse(all)
    if (!answer) {
      this.#pieces = [all]
      return
    }
    this.#pieces = []
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(answer)
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}

/** The answer once it is whole. */
function parse(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
  if (bytes.length < end + 4 + length) return undefined
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', end + 4) }
}

/** A whole request as text. */
export function requestText(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): string {
  let text = `${method} ${url} HTTP/1.1\r\nhost: bench\r\n`
  for (const name of Object.keys(headers)) text += `${name}: ${headers[name]}\r\n`
  if (body !== '') text += `content-length: ${Buffer.byteLength(body)}\r\n`
  return `${text}\r\n${body}`
}
