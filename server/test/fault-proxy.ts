import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort } from './temporary-server.ts'

export interface FaultProxy {
  readonly port: number
  /** Swallows everything in both directions; connections stay open, as when a cable is pulled. */
  cut(): void
  /** Lets everything through again; what was swallowed is gone, so old connections are closed. */
  heal(): void
  /** Delays each piece in each direction by so many milliseconds. */
  delay(ms: number): void
  close(): Promise<void>
}

/** A TCP proxy on 127.0.0.1 that breaks the way networks do. */
export async function faultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  const port = await freePort()
  const sockets = new Set<Socket>()
  let isCut = false
  let delayMs = 0

  const pass = (from: Socket, to: Socket) => {
    from.on('data', (piece) => {
      if (isCut) return
      if (delayMs === 0) to.write(piece)
      else setTimeout(() => isCut || to.write(piece), delayMs)
    })
    from.on('close', () => isCut || to.destroy())
    from.on('error', () => {})
    sockets.add(from)
    from.once('close', () => sockets.delete(from))
  }
  const server: Server = createServer((client) => {
    const upstream = connect(target)
    pass(client, upstream)
    pass(upstream, client)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const closeAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    cut() {
      isCut = true
    },
    heal() {
      closeAll()
      isCut = false
    },
    delay(ms) {
      delayMs = ms
    },
    async close() {
      closeAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
