/** The worker thread's own file: it joins a studio to real time, real ports and the engine's port. */
import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { openPortRange } from '../leg/port-range.ts'
import type { MediaEvent } from '../media-engine.ts'
import { openOrders } from './orders.ts'
import { sleepBefore } from './sleep.ts'
import { Studio } from './studio.ts'
import type { FromWorker, ToWorker, WorkerData } from './worker-wire.ts'

/** How often a worker looks after its recordings and its lateness. */
const tendMs = 1_000

if (parentPort !== null) serve(parentPort, workerData)

function serve(port: MessagePort, setup: WorkerData): void {
  const outbox = openOutbox(port)
  const { post, flush } = outbox
  let underWay = 0
  const { orders, tend } = openOrders(openStudio(setup, outbox, () => underWay > 0))
  const tending = setInterval(tend, tendMs)
  // A promise that rejects here is a broken invariant: it ends the thread, and the engine starts
  // another and says which legs went with it.
  const opening = new Map<string, Promise<unknown>>()
  const obey = async ({ id, order, input }: ToWorker): Promise<void> => {
    const legId = 'legId' in input ? input.legId : undefined
    if (order !== 'createLeg' && legId !== undefined) await opening.get(legId)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the engine pairs each order with its own input, which the type of one message cannot say
    const carryOut = orders[order] as (given: typeof input) => unknown
    const carried = Promise.resolve(carryOut(input))
    underWay += 1
    if (order === 'createLeg' && legId !== undefined) {
      opening.set(legId, carried)
      void carried.finally(() => opening.delete(legId))
    }
    const result = await carried
    underWay -= 1
    post({ kind: 'result', id, result })
    if (order !== 'close') return
    flush()
    // With nothing left to wait for, the thread ends by itself.
    clearInterval(tending)
    port.close()
  }
  port.on('message', (messages: readonly ToWorker[]) => {
    for (const message of messages) void obey(message)
  })
  post({ kind: 'ready' })
}

interface Outbox {
  readonly post: (message: FromWorker) => void
  readonly flush: () => void
}

/** Gathers what is said in one turn of the loop: waking the other thread costs more than the words. */
function openOutbox(port: MessagePort): Outbox {
  let waiting: FromWorker[] = []
  const flush = (): void => {
    if (waiting.length > 0) port.postMessage(waiting)
    waiting = []
  }
  return {
    post(message) {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push(message)
    },
    flush,
  }
}

function nowMs(): number {
  return performance.now()
}

function openStudio(setup: WorkerData, outbox: Outbox, isExpecting: () => boolean): Studio {
  const { worker, address, publicAddress, browserAddress, from, to, limits, bell } = setup
  const emit = (event: MediaEvent): void => outbox.post({ kind: 'event', event })
  return new Studio({
    worker,
    ports: openPortRange({ address, from, to }),
    address: publicAddress,
    browserAddress,
    limits,
    world: { nowMs, epochMs: Date.now, random: Math.random, emit },
    startTimer: sleepBefore({ bell, nowMs, settle: outbox.flush, isExpecting }),
    cpuMs: () => {
      const { user, system } = process.threadCpuUsage()
      return (user + system) / 1_000
    },
  })
}
