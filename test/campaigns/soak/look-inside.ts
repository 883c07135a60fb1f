import { readdir } from 'node:fs/promises'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { residentMb } from '../../e2e/peers/resident-mb.ts'

/** What a running program holds at one moment, after its garbage was collected. */
export interface Held {
  readonly heapMb: number
  /** Buffers outside the heap: sound, packets, messages between threads. */
  readonly buffersMb: number
  readonly rssMb: number
  readonly files: number
  readonly timers: number
  readonly sockets: number
}

/** A look into a process that was started with `--inspect`, without a word of it in the product. */
export interface Window extends Disposable {
  look(): Promise<Held>
}

const answer = z.object({ id: z.number(), result: z.unknown(), error: z.unknown() }).partial()
const evaluated = z.object({ result: z.object({ value: z.string() }) })
const counted = z.object({
  heapUsed: z.number(),
  external: z.number(),
  resources: z.array(z.string()),
})

const expression = `JSON.stringify({
  ...process.memoryUsage(),
  resources: process.getActiveResourcesInfo(),
})`

/** Opens the window. */
export async function openWindow(pid: number, inspectorPort: number): Promise<Window> {
  const response = await fetch(`http://127.0.0.1:${inspectorPort}/json/list`)
  const [page] = z
    .array(z.object({ webSocketDebuggerUrl: z.string() }))
    .parse(await response.json())
  const socket = new WebSocket(page?.webSocketDebuggerUrl ?? '')
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const waiting = new Map<number, (result: unknown) => void>()
  socket.on('message', (data: Buffer) => {
    const told = answer.parse(JSON.parse(data.toString()))
    if (told.id === undefined) return
    waiting.get(told.id)?.(told.result)
    waiting.delete(told.id)
  })
  let asked = 0
  const ask = (method: string, params: object = {}): Promise<unknown> => {
    const id = (asked += 1)
    return new Promise(resolve => {
      waiting.set(id, resolve)
      socket.send(JSON.stringify({ id, method, params }))
    })
  }
  return {
    async look() {
      await ask('HeapProfiler.collectGarbage')
      const { result } = evaluated.parse(
        await ask('Runtime.evaluate', { expression, returnByValue: true }),
      )
      const { heapUsed, external, resources } = counted.parse(JSON.parse(result.value))
      const count = (kind: RegExp): number => resources.filter(name => kind.test(name)).length
      return {
        heapMb: heapUsed / 1e6,
        buffersMb: external / 1e6,
        rssMb: await residentMb(pid),
        files: (await readdir(`/proc/${pid}/fd`)).length,
        timers: count(/^Timeout$/),
        sockets: count(/UDP|TCPSocket|TLS/),
      }
    },
    [Symbol.dispose]() {
      socket.terminate()
    },
  }
}
