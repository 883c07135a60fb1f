import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { chanceFor } from './chance.ts'
import { damaged } from './damage.ts'
import { targets } from './fuzz-targets.ts'

/*
 * Feeds inputs `from` to `to`, the targets in turn. The number of the input under way stands in
 * shared memory, so that whoever watches can name one that never ends.
 */
const work = z
  .object({
    seed: z.number(),
    from: z.number(),
    to: z.number(),
    now: z.instanceof(SharedArrayBuffer),
  })
  .parse(workerData)
const now = new Float64Array(work.now)

setFlagsFromString('--expose-gc')
const collect = z
  .custom<() => void>(value => typeof value === 'function')
  .parse(runInNewContext('gc'))

const tell = (told: object): void => parentPort?.postMessage(told, [])

/** How often the heap is looked at in a run. */
const looks = 10
const every = Math.max(1, Math.floor((work.to - work.from) / looks))

for (let input = work.from; input < work.to; input += 1) {
  now[0] = input
  const target = targets[input % targets.length]
  if (target === undefined) continue
  const chance = chanceFor(work.seed, input)
  const bytes = damaged(target.good[chance(target.good.length)] ?? Buffer.alloc(0), chance)
  const begun = performance.now()
  try {
    target.read(bytes, input)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    tell({
      kind: 'broken',
      input,
      target: target.name,
      words,
      bytes: bytes.toString('hex'),
    })
  }
  const tookMs = performance.now() - begun
  if (tookMs > (now[1] ?? 0)) {
    now[1] = tookMs
    now[2] = input
  }
  if ((input - work.from + 1) % every === 0) {
    collect()
    tell({ kind: 'heap', input, bytes: process.memoryUsage().heapUsed })
  }
}
tell({ kind: 'done' })
