import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { AgentId, InputBody, InteractionId, LegId, Order, OrderId, Outcome } from '#core'
import { newState, step, toId } from '#core'
import { agentName, manyQueues, numberOf } from './routing-company.ts'

/**
 * What a decision costs, in memory and with every effect built. One line per number.
 *
 *     node bench/routing.ts [inputs] [agents or waiting, of the sizes below]
 *
 * Nine agents of ten talk, and the tenth is free: each round one call ends, is filed, frees its agent,
 * and another comes in and finds one. Whatever the size, an input does the same work: a decision every
 * nine inputs, which lists twenty agents; how many is printed, so that nobody has to believe it. The outside answers every order at once, and music when
 * something else is heard in its place. Rates are per second of this process's own processor time,
 * whatever else the machine does; single inputs are timed in rounds of their own, since looking at
 * the clock costs as much as a small input.
 */
const inputsWanted = Number(process.argv[2] ?? 400_000)
const only = process.argv[3]
const waitingWanted = 100_000
/** Calls that are kept account of. */
const callsMax = 2_000_000
/** Agents who serve a long line, each with one of its calls. */
const servingWanted = 90
setFlagsFromString('--expose_gc')
const collect: unknown = runInNewContext('gc')

interface Floor {
  readonly state: ReturnType<typeof newState>
  /** Calls whose talk goes on, oldest first, behind those that have ended. */
  readonly talks: { interaction: InteractionId; agent: AgentId; leg: LegId }[]
  ended: number
  /** The order of the music that plays to each customer, by their numbers; outside the heap that is measured. */
  readonly playing: Int32Array
  /** Hears how long each input took, while that is measured. */
  onTook: ((ms: number, input: InputBody) => void) | undefined
  /** Decisions made and agents listed in them, counted while single inputs are timed. */
  readonly listed: { decisions: number; agents: number }
  now: number
  calls: number
  inputs: number
  orders: { id: OrderId; order: Order }[]
}

for (const [agents, queues, skills] of [
  [1_000, 100, 50],
  [10_000, 1_000, 200],
] as const) {
  if (only === undefined || only === String(agents)) busyFloor({ agents, queues, skills })
}
for (const waiting of [100, waitingWanted]) {
  if (only === undefined || only === String(waiting)) longLine(waiting)
}

function busyFloor(size: { agents: number; queues: number; skills: number }): void {
  const before = heapBytes()
  const floor = open(size)
  const label = `${size.agents} agents, ${size.queues} queues, ${size.skills} skills`
  for (let agent = 0; agent < size.agents; agent += 1) signIn(floor, agent)
  print(`${label}: memory per agent`, (heapBytes() - before) / size.agents, 'B')
  let queue = 0
  const nextQueue = (): number => (queue = (queue + 7) % size.queues)
  while (floor.talks.length - floor.ended < size.agents * 0.9) arrive(floor, nextQueue())
  const round = (): void => {
    endOldest(floor)
    arrive(floor, nextQueue())
  }
  measure(floor, label, round)
}

/** Warms up, then counts how many inputs a second takes, then times each by itself. */
function measure(floor: Floor, label: string, round: () => void): void {
  run(floor, inputsWanted / 4, round)
  const from = { inputs: floor.inputs, at: cpuMs() }
  run(floor, inputsWanted, round)
  print(`${label}: inputs`, ((floor.inputs - from.inputs) / (cpuMs() - from.at)) * 1000, '/s')
  printShare(
    `${label}: one input`,
    timed(floor, () => run(floor, inputsWanted / 2, round)),
  )
  const { decisions, agents } = floor.listed
  print(`${label}: agents listed in a decision`, agents / decisions, '')
}

function run(floor: Floor, inputs: number, round: () => void): void {
  for (const until = floor.inputs + inputs; floor.inputs < until;) round()
}

/** How long each input took while something was done; of one kind only, where one is named. */
function timed(floor: Floor, work: () => void, kind?: InputBody['kind']): readonly number[] {
  const took: number[] = []
  floor.onTook = (ms, input) => {
    if (kind === undefined || input.kind === kind) took.push(ms)
  }
  work()
  floor.onTook = undefined
  return took
}

function longLine(waiting: number): void {
  const floor = open({ agents: 100, queues: 1, skills: 1 })
  const before = heapBytes()
  const calls = waiting + servingWanted
  for (let call = 0; call < calls; call += 1) arrive(floor, 0)
  if (waiting === waitingWanted) {
    print(`${waiting} waiting: memory of each`, (heapBytes() - before) / calls, 'B')
  }
  for (let agent = 0; agent < servingWanted; agent += 1) signIn(floor, agent)
  measure(floor, `${waiting} waiting: one out and one in`, () => oneOutOneIn(floor))
  inAndOut(floor, waiting)
}

/** What it costs to stand in line and to leave it: at its end, at its head, and out of its middle. */
function inAndOut(floor: Floor, waiting: number): void {
  const [joined, served, left]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < 20_000; round += 1) {
    served.push(...timed(floor, () => endOldest(floor), 'wrap-up-completed'))
    // The call is answered, and goes to its queue.
    joined.push(...timed(floor, () => arrive(floor, 0), 'order-done').slice(0, 1))
    const middle = floor.calls - Math.floor(waiting / 2)
    left.push(...timed(floor, () => giveUp(floor, middle), 'leg-ended'))
    arrive(floor, 0)
  }
  printShare(`${waiting} waiting: one joins the line`, joined)
  printShare(`${waiting} waiting: one is served from its head`, served)
  printShare(`${waiting} waiting: one gives up in its middle`, left)
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
    ended: 0,
    playing: new Int32Array(callsMax),
    onTook: undefined,
    listed: { decisions: 0, agents: 0 },
    now: Date.UTC(2026, 10, 23, 10),
    calls: 0,
    inputs: 0,
    orders: [],
  }
  put(floor, { kind: 'tenant-configured', config })
  return floor
}

function put(floor: Floor, input: InputBody): void {
  const { effects, refused } =
    floor.onTook === undefined ? take(floor, input) : clocked(floor, input)
  floor.inputs += 1
  if (refused !== undefined) throw new Error(`${input.kind}: ${refused.words}`)
  for (const effect of effects) {
    if (effect.kind === 'order') floor.orders.push(effect.issued)
    else if (effect.fact.kind === 'talk-started') noteTalk(floor, effect.fact)
    else if (effect.fact.kind === 'decision-made' && floor.onTook !== undefined) {
      floor.listed.decisions += 1
      floor.listed.agents += effect.fact.decision.candidates.length
    }
  }
  for (let issued = floor.orders.shift(); issued !== undefined; issued = floor.orders.shift()) {
    carryOut(floor, issued.id, issued.order)
  }
}

function take(floor: Floor, input: InputBody): Outcome {
  return step(floor.state, { ...input, at: floor.now })
}

function clocked(floor: Floor, input: InputBody): Outcome {
  const from = performance.now()
  const outcome = take(floor, input)
  floor.onTook?.(performance.now() - from, input)
  return outcome
}

/** Everything is done at once, but music plays until something else is heard; a leg that is hung up says so. */
function carryOut(floor: Floor, id: OrderId, order: Order): void {
  if (order.kind === 'play') {
    floor.playing[numberIn(order.leg)] = numberIn(id)
    return
  }
  if (order.kind === 'hang-up') {
    put(floor, { kind: 'leg-ended', leg: order.leg, by: 'parley', cause: 'BYE' })
  }
  if (order.kind === 'connect') for (const leg of order.legs) musicOver(floor, leg)
  put(floor, { kind: 'order-done', order: id })
}

function musicOver(floor: Floor, leg: LegId): void {
  const call = numberIn(leg)
  const order = floor.playing[call] ?? 0
  if (order === 0) return
  floor.playing[call] = 0
  put(floor, { kind: 'order-done', order: toId<OrderId>(`o${order}`) })
}

/** The n-th call comes on leg `c<n>`, and the n-th order is `o<n>`; a leg of our own has no such number. */
function numberIn(id: string): number {
  return Number(id.slice(1))
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

/** The customer of a call that waits hangs up. */
function giveUp(floor: Floor, call: number): void {
  floor.now += 3
  const leg = toId<LegId>(`c${call}`)
  put(floor, { kind: 'leg-ended', leg, by: 'far-end', cause: 'BYE' })
  musicOver(floor, leg)
}

function endOldest(floor: Floor): void {
  const talk = floor.talks[floor.ended]
  if (talk === undefined) return
  floor.ended += 1
  // Taking each out at once would cost more the more there are.
  if (floor.ended * 2 > floor.talks.length) {
    floor.talks.splice(0, floor.ended)
    floor.ended = 0
  }
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

function printShare(what: string, took: readonly number[]): void {
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
