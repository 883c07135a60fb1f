/**
 * What a call through flow and queue costs: SIPp calls, SIPp answers in the agents' place, and the
 * program's own parts (lane, store, voice channel, SIP, sound) serve on one core of their own.
 *
 *     node bench/calls.ts [seconds]
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openVoice } from '#channels'
import type { AgentId, TenantConfig } from '#core'
import type { Lane } from '#engine'
import { openLane, systemClock } from '#engine'
import type { MediaEngine } from '#media'
import { openMedia } from '#media'
import type { SipEndpoint } from '#sip'
import { openSipEndpoint } from '#sip'
import { openStore } from '#store'
import { manyQueues, numberOf } from './routing-company.ts'

const sipPort = 25_060
const agentPort = 25_070
const callerPort = 25_080

interface Scenario {
  readonly name: string
  readonly agents: number
  readonly callsPerSecond: number
  readonly holdMs: number
  /** Calls before the measuring starts, until as many are up as will be. */
  readonly warmUpSeconds: number
}

const scenarios: readonly Scenario[] = [
  { name: '50-idle 25/s', agents: 50, callsPerSecond: 25, holdMs: 300, warmUpSeconds: 3 },
  { name: '50-idle 50/s', agents: 50, callsPerSecond: 50, holdMs: 300, warmUpSeconds: 3 },
  { name: '50-idle 100/s', agents: 50, callsPerSecond: 100, holdMs: 300, warmUpSeconds: 3 },
  { name: '500-busy 45/s', agents: 500, callsPerSecond: 45, holdMs: 10_000, warmUpSeconds: 12 },
]

/** What the server counted since it was asked last. */
interface Count {
  readonly cpuMs: number
  readonly ms: number
  readonly talks: number
  readonly rssMb: number
}

async function benchScenario(scenario: Scenario, seconds: number): Promise<string> {
  const server = start('0', process.execPath, [import.meta.filename, 'serve', `${scenario.agents}`])
  const counts = countsOf(server)
  await counts.next()
  const agents = sipp('agent', ['-p', String(agentPort)])
  const all = scenario.callsPerSecond * (scenario.warmUpSeconds + seconds)
  const pace = `-r ${scenario.callsPerSecond} -m ${all} -d ${scenario.holdMs} -l 5000 -recv_timeout 20000`
  const callers = sipp('caller', [
    ...`-p ${callerPort} -s ${numberOf(0)} ${pace}`.split(' '),
    `127.0.0.1:${sipPort}`,
  ])
  const ended = once(callers, 'exit')
  await pause(scenario.warmUpSeconds * 1000)
  await counts.next()
  await pause(seconds * 1000)
  const { cpuMs, ms, talks, rssMb } = await counts.next()
  const [code] = await ended
  agents.kill('SIGKILL')
  server.stdin?.end()
  await once(server, 'exit')
  return [
    `calls ${scenario.name}`,
    `talks-per-second=${((1000 * talks) / ms).toFixed(1)}`,
    `cpu=${((100 * cpuMs) / ms).toFixed(0)}%`,
    `cpu-per-call=${(cpuMs / Math.max(1, talks)).toFixed(2)}ms`,
    `rss=${rssMb.toFixed(0)}MB`,
    code === 0 ? 'all-completed' : 'some-failed',
  ].join(' ')
}

function start(core: string, command: string, parameters: readonly string[]): ChildProcess {
  return spawn('taskset', ['-c', core, command, ...parameters], {
    stdio: ['pipe', 'pipe', core === '0' ? 'inherit' : 'ignore'],
  })
}

function sipp(scenario: string, parameters: readonly string[]): ChildProcess {
  const file = join(import.meta.dirname, 'scenarios', `${scenario}.xml`)
  const child = start('1', 'sipp', ['-sf', file, '-i', '127.0.0.1', '-nostdin', ...parameters])
  child.stdout?.resume()
  return child
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms)
  })
}

/** Asks the server to count; its first answer says that it serves. */
function countsOf(server: ChildProcess): { next(): Promise<Count> } {
  if (server.stdout === null) throw new Error('the server has no voice')
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]()
  return {
    next: async () => {
      server.stdin?.write('\n')
      const line = await lines.next()
      if (line.done === true) throw new Error('the server ended')
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own other half wrote it
      return JSON.parse(line.value) as Count
    },
  }
}

/** The server's half: everything between the wire and the store, and a count for every line it is sent. */
async function serve(agents: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-calls-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const clock = systemClock()
  const config = company(agents)
  const late: { lane?: Lane; sip?: SipEndpoint; media?: MediaEngine } = {}
  const target = { transport: 'udp', host: '127.0.0.1', port: agentPort } as const
  const carrier = { kind: 'carrier', id: 'carrier', peers: ['127.0.0.1'], target } as const
  const { tenant } = config
  const voice = openVoice({
    tenants: [
      { tenant, numbers: new Set([numberOf(0)]), trunksIn: ['carrier'], agentsTrunk: 'carrier' },
    ],
    trunks: [carrier],
    targets: () => [target],
    version: '1.0.0',
    sip: () => must(late.sip),
    media: () => must(late.media),
    speech: { speak: () => Promise.reject(new Error('nobody speaks here')) },
    tell: (_, input) => must(late.lane).submit(input),
    clock,
    log,
    recordingsFolder: folder,
    newLegName: () => `c-${crypto.randomUUID()}`,
  })
  const store = stack.use(await openStore({ file: join(folder, 'bench.db') }, { log }))
  const lane = await openLane(tenant, { ...store, channel: voice, clock, log })
  late.lane = lane
  stack.defer(() => lane.close())
  await lane.submit({ kind: 'tenant-configured', config })
  for (const { id } of config.agents) await signIn(lane, id)
  late.media = stack.use(
    await openMedia({
      workers: 1,
      address: '127.0.0.1',
      ports: { from: 0, to: 0 },
      log,
      onEvent: voice.onMediaEvent,
    }),
  )
  late.sip = stack.use(
    await openSipEndpoint({
      listen: [{ transport: 'udp', host: '127.0.0.1', port: sipPort }],
      clock: { now: () => performance.now(), setTimer: clock.setTimer },
      token: () => crypto.randomUUID(),
      userAgent: 'Parley',
      onInvite: voice.onInvite,
    }),
  )
  await answerCounts(lane)
}

const log = (): void => undefined

async function signIn(lane: Lane, agent: AgentId): Promise<void> {
  await lane.submit({ kind: 'agent-signed-in', agent })
  await lane.submit({ kind: 'agent-state-set', agent, state: 'available' })
}

async function answerCounts(lane: Lane): Promise<void> {
  let talks = 0
  lane.onFacts(facts => {
    talks += facts.filter(fact => fact.kind === 'talk-started').length
  })
  let at = performance.now()
  let cpu = process.cpuUsage()
  for await (const _ of createInterface({ input: process.stdin })) {
    const { user, system } = process.cpuUsage(cpu)
    const now = performance.now()
    const count: Count = {
      cpuMs: (user + system) / 1000,
      ms: now - at,
      talks,
      rssMb: process.memoryUsage().rss / 2 ** 20,
    }
    process.stdout.write(`${JSON.stringify(count)}\n`)
    talks = 0
    at = now
    cpu = process.cpuUsage()
  }
}

function must<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked for before it was opened')
  return part
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

const [role = '8', agents = '50'] = process.argv.slice(2)
if (role === 'serve') await serve(Number(agents))
else {
  for (const scenario of scenarios) {
    process.stdout.write(`${await benchScenario(scenario, Number(role))}\n`)
  }
}
