/**
 * An hour of mixed calls through SIP, voice channel, sound and lane, in time of its own and in one
 * process: people answer, decline, ring out, hold, give up and hang up, over a network that loses
 * and doubles packets. At the end nothing may be left, and memory may not have grown with the calls.
 *
 *     npm run campaign:hour -- [--minutes 60] [--seed 1] [--calls-per-minute 20] [--agents 12]
 */
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { liveHour } from './hour/hour.ts'

/** What the heap may grow by in a thousand calls, once warm. */
const heapMbPerThousandCallsMax = 2
/** The first part of the hour compiles code and fills memories of bounded size. */
const warmAfter = 0.4

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    'calls-per-minute': { type: 'string', default: '20' },
    agents: { type: 'string', default: '12' },
  },
})
const minutes = Number(values.minutes)
const callsPerMinute = Number(values['calls-per-minute'])

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')
const heapMb = (): number => {
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const begunAt = performance.now()
const warmMinute = Math.max(1, Math.floor(minutes * warmAfter))
let warmMb = 0
let endMb = 0
const end = await liveHour({
  seed: Number(values.seed),
  minutes,
  agents: Number(values.agents),
  callsPerMinute,
  onMinute(minute) {
    if (minute === warmMinute) warmMb = heapMb()
    if (minute === minutes) endMb = heapMb()
  },
})
const calls = end.callers.get('calls') ?? 0
const thousands = Math.max(0.1, (calls / 1000) * (1 - warmMinute / minutes))
const grownMb = (endMb - warmMb) / thousands
const left = Object.entries(end.left).filter(([, count]) => count !== 0)

say(`virtual minutes=${minutes} in ${((performance.now() - begunAt) / 1000).toFixed(0)} s`)
say(`callers ${words(end.callers)}`)
say(`agents ${words(end.agents)}`)
say(`facts ${words(end.facts)}`)
say(`said ${words(end.said)}`)
say(`journal inputs=${end.journal.inputs} commits=${end.journal.commits}`)
say(`heap grew by ${grownMb.toFixed(2)} MB per 1,000 calls; ${heapMbPerThousandCallsMax} may be`)
say(left.length === 0 ? 'nothing left behind' : `left behind: ${JSON.stringify(left)}`)
process.exitCode = left.length > 0 || grownMb > heapMbPerThousandCallsMax ? 1 : 0

function words(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name}=${count}`).join(', ')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
