import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that is free for UDP and for TCP now, for programs that must be told one beforehand. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const server = createServer()
    server.listen(0, host)
    await once(server, 'listening')
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const free = await isFreeForUdp(port, host)
    server.close()
    await once(server, 'close')
    if (free) return port
  }
  throw new Error('no port is free for both UDP and TCP')
}

async function isFreeForUdp(port: number, host: string): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    const bound = once(socket, 'listening')
    socket.bind(port, host)
    await bound
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}
