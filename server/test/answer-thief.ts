import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './temporary-server.ts'

/** Stands between a client and a server and loses what is said, one direction at a time. */
export interface AnswerThief {
  readonly port: number
  /** Lets requests through and swallows the answers; the client sees its connection break. */
  steal(): void
  /** Lets so many bytes of each answer through, then breaks the connection. */
  tearAfter(bytes: number): void
  /** Lets so many bytes of each request through, then breaks the connection. */
  cutRequestAfter(bytes: number): void
  /** Lets everything through again. */
  stop(): void
  close(): Promise<void>
}

export async function answerThief(target: number): Promise<AnswerThief> {
  const port = await freePort()
  const sockets = new Set<Socket>()
  let answerBytes = Number.POSITIVE_INFINITY
  let requestBytes = Number.POSITIVE_INFINITY

  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: target })
    const breakBoth = () => {
      client.destroy()
      upstream.destroy()
    }
    pass(client, upstream, requestBytes, breakBoth)
    pass(upstream, client, answerBytes, breakBoth)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port,
    steal() {
      answerBytes = 0
    },
    tearAfter(bytes) {
      answerBytes = bytes
    },
    cutRequestAfter(bytes) {
      requestBytes = bytes
    },
    stop() {
      answerBytes = Number.POSITIVE_INFINITY
      requestBytes = Number.POSITIVE_INFINITY
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function pass(from: Socket, to: Socket, most: number, breakBoth: () => void): void {
  let left = most
  from.on('data', (piece) => {
    to.write(piece.subarray(0, Math.min(left, piece.length)))
    left -= piece.length
    if (left < 0) setImmediate(breakBoth)
  })
  from.on('end', () => to.end())
  from.on('error', breakBoth)
}
