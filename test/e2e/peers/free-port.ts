import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that systems give to connections by themselves: nobody takes one before its program does. */
const portMin = 20_000
const portMax = 32_000

/** A port that is free for UDP and for TCP now, for programs that must be told one beforehand. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = randomInt(portMin, portMax)
    if ((await isFreeForTcp(port, host)) && (await isFreeForUdp(port, host))) return port
  }
  throw new Error('no port is free for both UDP and TCP')
}

async function isFreeForTcp(port: number, host: string): Promise<boolean> {
  const server = createServer()
  try {
    const listening = once(server, 'listening')
    server.listen(port, host)
    await listening
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
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
