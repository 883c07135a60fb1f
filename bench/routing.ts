import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { AgentId, InputBody, InteractionId, LegId, Order, OrderId } from '#core'
import { newState, step, toId } from '#core'
import { agentName, manyQueues, numberOf } from './routing-company.ts'

/**
 * What a decision costs, in memory and with every effect built. One line per number.
 *
 *     node bench/routing.ts [inputs]
 *
 * Nine agents of ten talk, and a few calls wait in every line: each round one call ends, is filed,
 * frees its agent, and another comes in. The outside answers every order at once. Rates are per
 * second of this process's own processor time, whatever else the machine does.
 */
const inputsWanted = Number(process.argv[2] ?? 400_000)
const waitingWanted = 100_000
setFlagsFromString('--expose_gc')
const collect: unknown = runInNewContext('gc')

interface Floor {
  readonly state: ReturnType<typeof newState>
  /** Calls whose talk goes on, oldest first. */
  readonly talks: { interaction: InteractionId; agent: AgentId; leg: LegId }[]
  took: number[]
  now: number
  calls: number
  inputs: number
  orders: { id: OrderId; order: Order }[]
}

for (const [agents, queues, skills] of [
  [1_000, 100, 50],
  [10_000, 1_000, 200],
] as const) {
  busyFloor({ agents, queues, skills })
}
for (const waiting of [100, waitingWanted]) longLine(waiting)

function busyFloor(size: { agents: number; queues: number; skills: number }): void {
  const before = heapBytes()
  const floor = open(size)
  const label = `${size.agents} agents, ${size.queues} queues, ${size.skills} skills`
  for (let agent = 0; agent < size.agents; agent += 1) signIn(floor, agent)
  print(`${label}: memory per agent`, (heapBytes() - before) / size.agents, 'B')
  let queue = 0
  const nextQueue = (): number => (queue = (queue + 7) % size.queues)
  while (floor.talks.length < size.agents * 0.9) arrive(floor, nextQueue())
  const round = (): void => {
    endOldest(floor)
    arrive(floor, nextQueue())
  }
  for (const until = floor.inputs + inputsWanted / 4; floor.inputs < until;) round()
  floor.took = []
  const from = { inputs: floor.inputs, at: cpuMs() }
  for (const until = floor.inputs + inputsWanted; floor.inputs < until;) round()
  const perSecond = ((floor.inputs - from.inputs) / (cpuMs() - from.at)) * 1000
  print(`${label}: inputs`, perSecond, '/s')
  printShare(`${label}: one input`, floor.took)
}

function longLine(waiting: number): void {
  const floor = open({ agents: 100, queues: 1, skills: 1 })
  const before = heapBytes()
  for (let call = 0; call < waiting; call += 1) arrive(floor, 0)
  floor.took = []
  if (waiting === waitingWanted) {
    print(`${waiting} waiting: memory of each`, (heapBytes() - before) / waiting, 'B')
  }
  for (let agent = 0; agent < 90; agent += 1) signIn(floor, agent)
  for (let round = 0; round < 5000; round += 1) oneOutOneIn(floor)
  floor.took = []
  const from = { inputs: floor.inputs, at: cpuMs() }
  for (const until = floor.inputs + inputsWanted / 2; floor.inputs < until;) oneOutOneIn(floor)
  const perSecond = ((floor.inputs - from.inputs) / (cpuMs() - from.at)) * 1000
  print(`${waiting} waiting: inputs, one out and one in`, perSecond, '/s')
  printShare(`${waiting} waiting: one input`, floor.took)
}

function oneOutOneIn(floor: Floor): void {
  endOldest(floor)
  arrive(floor, 0)
}

function open(size: { agents: number; queues: number; skills: number }): Floor {
  const config = manyQueues(size)
  const floor: Floor = {
    state: newState(config.tenant),
    talks: [],
    took: [],
    now: Date.UTC(2026, 10, 23, 10),
    calls: 0,
    inputs: 0,
    orders: [],
  }
  put(floor, { kind: 'tenant-configured', config })
  return floor
}

function put(floor: Floor, input: InputBody): void {
  const from = performance.now()
  const { effects, refused } = step(floor.state, { ...input, at: floor.now })
  floor.took.push(performance.now() - from)
  floor.inputs += 1
  if (refused !== undefined) throw new Error(`${input.kind}: ${refused.words}`)
  for (const effect of effects) {
    if (effect.kind === 'order') floor.orders.push(effect.issued)
    else if (effect.fact.kind === 'talk-started') noteTalk(floor, effect.fact)
  }
  for (let issued = floor.orders.shift(); issued !== undefined; issued = floor.orders.shift()) {
    carryOut(floor, issued.id, issued.order)
  }
}

/** Music plays on and on; everything else is done at once, and a leg that is hung up says so. */
function carryOut(floor: Floor, id: OrderId, order: Order): void {
  if (order.kind === 'play') return
  if (order.kind === 'hang-up') {
    put(floor, { kind: 'leg-ended', leg: order.leg, by: 'parley', cause: 'BYE' })
  }
  put(floor, { kind: 'order-done', order: id })
}

function noteTalk(floor: Floor, fact: { interaction: InteractionId; agent: AgentId }): void {
  const { interaction, agent } = fact
  // The n-th interaction is the n-th call.
  floor.talks.push({ interaction, agent, leg: toId<LegId>(`c${interaction.slice(1)}`) })
}

function signIn(floor: Floor, index: number): void {
  const agent = toId<AgentId>(agentName(index))
  put(floor, { kind: 'agent-signed-in', agent })
  put(floor, { kind: 'agent-state-set', agent, state: 'available' })
}

function arrive(floor: Floor, queue: number): void {
  floor.calls += 1
  floor.now += 3
  put(floor, {
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId<LegId>(`c${floor.calls}`),
    from: '+441632960999',
    to: numberOf(queue),
    trunk: 'carrier',
  })
}

function endOldest(floor: Floor): void {
  const talk = floor.talks.shift()
  if (talk === undefined) return
  floor.now += 3
  put(floor, { kind: 'leg-ended', leg: talk.leg, by: 'far-end', cause: 'BYE' })
  const { agent, interaction } = talk
  put(floor, {
    kind: 'wrap-up-completed',
    agent,
    interaction,
    disposition: toId('done'),
    note: '',
  })
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function heapBytes(): number {
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}

function printShare(what: string, took: number[]): void {
  const sorted = Float64Array.from(took).toSorted()
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
    ['p99.9', 0.999],
  ] as const) {
    print(`${what}, ${name}`, (sorted[Math.floor(sorted.length * share)] ?? 0) * 1000, 'µs')
  }
}

function print(what: string, value: number, unit: string): void {
  const shown = value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US')
  process.stdout.write(`${what.padEnd(64)} ${shown.padStart(12)} ${unit}\n`)
}
