import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { targets } from './fuzz-targets.ts'

/*
 * Reads damaged messages by the million: SIP, SDP, RTP and what belongs to them. Nothing may throw,
 * hang or grow, and what was read must survive being printed. An input is made from the seed and
 * its number alone; one that broke something is printed with both.
 *
 *     npm run campaign:fuzz -- [--inputs 10000000] [--seed 1] [--from 0]
 */
const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
})
const from = Number(options.from)
const inputs = Number(options.inputs)
const seed = Number(options.seed)

/** An input that takes longer than this is a hang. */
const hangMsMax = 5_000
/** How much larger the heap may be at the end than after the first tenth. */
const growthBytesMax = 8 * 1024 * 1024
/** After this many broken promises the rest would say the same. */
const brokenMax = 20

const message = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('broken'),
    input: z.number(),
    target: z.string(),
    words: z.string(),
    bytes: z.string(),
  }),
  z.object({ kind: z.literal('heap'), input: z.number(), bytes: z.number() }),
  z.object({ kind: z.literal('done') }),
])

const shared = new SharedArrayBuffer(3 * Float64Array.BYTES_PER_ELEMENT)
const now = new Float64Array(shared)
const say = (words: string): void => void process.stdout.write(`${words}\n`)

const begun = performance.now()
const heap: number[] = []
let broken = 0

const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
  workerData: { seed, from, to: from + inputs, now: shared },
})
const watch = watchForHang(worker)
worker.on('message', (value: unknown) => {
  const told = message.parse(value)
  if (told.kind === 'broken') tellBroken(told)
  if (told.kind === 'heap') {
    heap.push(told.bytes)
    say(`${told.input + 1 - from} inputs, heap ${(told.bytes / 1e6).toFixed(1)} MB`)
  }
})
const code = await new Promise<number>(resolve => {
  worker.once('error', error => {
    say(`the reader died at input ${now[0]} of seed ${seed}: ${error.message}`)
    broken += 1
  })
  worker.once('exit', resolve)
})
clearInterval(watch)
process.exitCode = verdict()

function tellBroken(told: {
  readonly input: number
  readonly target: string
  readonly words: string
  readonly bytes: string
}): void {
  broken += 1
  say(
    `BROKEN ${told.target}: ${told.words}; again: --seed ${seed} --from ${told.input} --inputs 1\n  ${told.bytes}`,
  )
  if (broken >= brokenMax) void worker.terminate()
}

/** Looks whether the input under way is still the one of the last look. */
function watchForHang(watched: Worker): NodeJS.Timeout {
  let last = -1
  return setInterval(() => {
    const at = now[0] ?? 0
    if (at === last && at < from + inputs - 1) {
      say(`HANG at input ${at}; again: --seed ${seed} --from ${at} --inputs 1`)
      broken += 1
      void watched.terminate()
    }
    last = at
  }, hangMsMax)
}

function verdict(): number {
  const seconds = (performance.now() - begun) / 1_000
  const [first = 0] = heap
  const last = heap.at(-1) ?? 0
  const fed = heap.length === 0 ? 0 : inputs
  say(`readers: ${targets.map(target => target.name).join(', ')}`)
  say(
    `inputs: ${fed}, seed ${seed}, ${seconds.toFixed(1)} s, ${Math.round(fed / seconds)} a second`,
  )
  say(`slowest input: ${(now[1] ?? 0).toFixed(1)} ms (number ${now[2]})`)
  say(`heap after the first tenth ${megabytes(first)}, at the end ${megabytes(last)}`)
  const grew = last - first > growthBytesMax
  if (grew) say(`GROWTH: more than ${megabytes(growthBytesMax)}`)
  say(`broken: ${broken}`)
  return code === 0 && broken === 0 && fed > 0 && !grew ? 0 : 1
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
