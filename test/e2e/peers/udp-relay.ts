import { createSocket } from 'node:dgram'
import type { RemoteInfo, Socket } from 'node:dgram'
import { once } from 'node:events'

/**
 * A network between a browser and a media worker that a test can cut and move: datagrams go through
 * it both ways, and to the worker they come from one port of its own.
 */
export interface UdpRelay extends AsyncDisposable {
  /** A text of the server's with the address of its sound replaced by the relay's. */
  through(text: string): string
  /** From now on nothing passes, or everything does again. */
  cut(isCut: boolean): void
  /** The browser seems to be at another place from now on, as after a change of networks. */
  move(): Promise<void>
}

const host = '127.0.0.1'

/** Opens a relay that learns from the first description where to send. */
export async function openUdpRelay(): Promise<UdpRelay> {
  let target = 0
  let browser: RemoteInfo | undefined
  let isCut = false
  const near = await openSocket()
  let far = await openSocket()
  const listen = (): void => {
    far.on('message', datagram => {
      if (!isCut && browser !== undefined) near.send(datagram, browser.port, browser.address)
    })
  }
  listen()
  near.on('message', (datagram, from) => {
    browser = from
    if (!isCut && target > 0) far.send(datagram, target, host)
  })
  return {
    through: text =>
      text.replace(/(a=candidate:\S+ 1 udp \d+ \S+ )(\d+)/, (_, before: string, port: string) => {
        target = Number(port)
        return `${before}${near.address().port}`
      }),
    cut: now => {
      isCut = now
    },
    async move() {
      far.close()
      far = await openSocket()
      listen()
    },
    [Symbol.asyncDispose]: async () => {
      near.close()
      far.close()
      await Promise.all([once(near, 'close'), once(far, 'close')])
    },
  }
}

async function openSocket(): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.on('error', () => undefined)
  socket.bind(0, host)
  await once(socket, 'listening')
  return socket
}
