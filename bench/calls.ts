/**
 * What a call through flow and queue costs, how many a core takes, and what becomes of twice as
 * many: SIPp calls, SIPp answers in the agents' place, and the program's own parts (lane, store,
 * voice channel, SIP, sound) serve on one core of their own.
 *
 * `cost`, `most` and `twice` ask for one part each; `twice 150` takes the sustained rate as given.
 *
 *     node bench/calls.ts [seconds] [cost | '50-idle 100/s' …] [most] [twice [rate]]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TenantConfig } from '#core'
import { pause, readCame, startAgents, startCallers, startServer } from './call-parts/children.ts'
import type { Came, Server, Sound } from './call-parts/children.ts'
import type { Count } from './call-parts/counting.ts'
import { serve } from './call-parts/serve.ts'
import { manyQueues, numberOf } from './routing-company.ts'

interface Scenario {
  readonly name: string
  readonly agents: number
  readonly perSecond: number
  readonly holdMs: number
  /** Before the measuring starts: until as many are up as will be, and the code is compiled. */
  readonly warmUpSeconds: number
  /** Without sound what is left is the signalling, the queue and the journal. */
  readonly sound: Sound
}

const scenarios: readonly Scenario[] = [
  idle({ perSecond: 25, holdMs: 300, warmUpSeconds: 20 }),
  idle({ perSecond: 50, holdMs: 300, warmUpSeconds: 12 }),
  idle({ perSecond: 100, holdMs: 300, warmUpSeconds: 8 }),
  idle({ perSecond: 200, holdMs: 100, warmUpSeconds: 6 }),
  busy('500-busy 45/s', 'sendrecv'),
  busy('500-busy-no-sound 45/s', 'inactive'),
]

function idle(more: Pick<Scenario, 'perSecond' | 'holdMs' | 'warmUpSeconds'>): Scenario {
  return { name: `50-idle ${more.perSecond}/s`, agents: 50, sound: 'sendrecv', ...more }
}

function busy(name: string, sound: Sound): Scenario {
  return { name, agents: 500, perSecond: 45, holdMs: 10_000, warmUpSeconds: 14, sound }
}

/** The rates that are tried one after the other, and the company that takes them. */
const ladder: readonly number[] = [100, 150, 200, 250, 300, 350, 400]
const ladderAgents = 200
const ladderHoldMs = 100

/** What one stretch of calls came to: for the server, and for who called. */
interface Stretch {
  readonly count: Count
  readonly came: Came
}

/** A server and its agents' phones, for as long as something is done with them. */
async function withServer<T>(
  { agents, sound }: Pick<Scenario, 'agents' | 'sound'>,
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const server = await startServer(import.meta.filename, [String(agents)])
  const phones = startAgents(sound)
  const result = await work(server)
  phones.kill('SIGKILL')
  await server.end()
  return result
}

function measure(scenario: Scenario, seconds: number): Promise<Stretch> {
  return withServer(scenario, server => measureOn(server, scenario, seconds))
}

async function measureOn(server: Server, scenario: Scenario, seconds: number): Promise<Stretch> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-sipp-'))
  const statistics = join(folder, 'callers.csv')
  const { perSecond, holdMs, sound, warmUpSeconds } = scenario
  const calls = perSecond * (warmUpSeconds + seconds)
  const ended = startCallers({ number: numberOf(0), perSecond, calls, holdMs, sound, statistics })
  await pause(warmUpSeconds * 1000)
  await server.next()
  await pause(seconds * 1000)
  const count = await server.next()
  await ended
  const came = await readCame(statistics)
  await rm(folder, { recursive: true })
  return { count, came }
}

async function cost(scenario: Scenario, seconds: number): Promise<string> {
  const { count, came } = await measure(scenario, seconds)
  return [
    `calls ${scenario.name}`,
    ...costOf(count),
    `rss=${count.rssMb.toFixed(0)}MB`,
    `refused=${came.refused} failed=${came.failed} late=${came.late}`,
  ].join(' ')
}

function costOf({ ms, spent, talks }: Count): readonly string[] {
  const perCall = (cpuMs: number): string => `${(cpuMs / Math.max(1, talks)).toFixed(2)}ms`
  const parts = Object.entries(spent.partsMs ?? {})
  return [
    `talks-per-second=${((1000 * talks) / ms).toFixed(1)}`,
    `cpu=${((100 * spent.wholeMs) / ms).toFixed(0)}%`,
    `cpu-per-call=${perCall(spent.wholeMs)}`,
    ...parts.map(([part, cpuMs]) => `${part}=${perCall(cpuMs)}`),
  ]
}

/** At least 99.9 % served, at most 1 % of the answers later than half a second, hardly a repetition. */
function isSustained({ calls, served, again, late }: Came): boolean {
  return served >= 0.999 * calls && late <= 0.01 * calls && again <= 0.01 * calls
}

/** Climbs the ladder until a rate is not sustained; gives the last one that was. */
async function most(seconds: number): Promise<number> {
  let sustained = 0
  for (const perSecond of ladder) {
    const stretch = await measure(rung(perSecond), seconds)
    const held = isSustained(stretch.came)
    say([
      `calls most ${perSecond}/s`,
      ...costOf(stretch.count),
      ...wordsOf(stretch.came),
      held ? 'sustained' : 'not-sustained',
    ])
    if (!held) break
    sustained = perSecond
  }
  say(['calls most', `sustained=${sustained}/s`])
  return sustained
}

function rung(perSecond: number): Scenario {
  return {
    name: 'most',
    agents: ladderAgents,
    perSecond,
    holdMs: ladderHoldMs,
    warmUpSeconds: 4,
    sound: 'sendrecv',
  }
}

/** Twice the sustained rate, and five seconds later half of it, which no call should feel any more. */
async function twice(sustained: number, seconds: number): Promise<void> {
  const twofold = { ...rung(2 * sustained), warmUpSeconds: 2 }
  const half = { ...rung(Math.round(sustained / 2)), warmUpSeconds: 0 }
  await withServer(twofold, async server => {
    const stretch = await measureOn(server, twofold, seconds)
    const goodput = (1000 * stretch.count.talks) / stretch.count.ms
    say([
      `calls twice offered=${twofold.perSecond}/s`,
      ...costOf(stretch.count),
      ...wordsOf(stretch.came),
      `goodput=${((100 * goodput) / sustained).toFixed(0)}%-of-sustained`,
    ])
    await pause(5_000)
    const after = await measureOn(server, half, seconds)
    const words = [...costOf(after.count), ...wordsOf(after.came)]
    say([`calls five-seconds-later offered=${half.perSecond}/s`, ...words])
  })
}

function wordsOf({ calls, served, refused, failed, again, late }: Came): readonly string[] {
  return [
    `calls=${calls} served=${served} refused=${refused} failed=${failed}`,
    `late=${late} repeated=${again}`,
  ]
}

function say(words: readonly string[]): void {
  process.stdout.write(`${words.join(' ')}\n`)
}

/** One queue whose agents are free again as soon as a talk is over. */
function company(agents: number): TenantConfig {
  const config = manyQueues({ agents, queues: 1, skills: 1 })
  return {
    ...config,
    queues: config.queues.map(queue => ({
      ...queue,
      music: { kind: 'silence', ms: 1_000 },
      wrapUpMs: 0,
      skills: [],
    })),
  }
}

const asked = process.argv.slice(2)
if (asked[0] === 'serve') await serve(company(Number(asked[1])))
else await measureAll(asked)

async function measureAll([length = '8', ...names]: readonly string[]): Promise<void> {
  const seconds = Number(length)
  const wants = (name: string): boolean => names.length === 0 || names.includes(name)
  say([
    `calls machine load=${loadavg()
      .map(load => load.toFixed(1))
      .join(',')}`,
  ])
  for (const scenario of scenarios) {
    if (wants('cost') || names.includes(scenario.name)) say([await cost(scenario, seconds)])
  }
  const given = names.find(name => /^\d+$/.test(name))
  const sustained = wants('most') ? await most(seconds) : Number(given ?? 0)
  if (wants('twice') && sustained > 0) await twice(sustained, seconds)
}
