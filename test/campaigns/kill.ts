import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { openStore } from '#store'
import type { Child } from '../e2e/peers/child.ts'
import { openChild } from '../e2e/peers/child.ts'
import type { Person } from '../e2e/peers/person.ts'
import { until } from '../e2e/peers/until.ts'
import type { Desks } from './desks.ts'
import { openDesks } from './desks.ts'
import type { Directory } from './directory.ts'
import { chanceFor } from './fuzz/chance.ts'
import type { Found } from './kill-checks.ts'
import { inspect } from './kill-checks.ts'
import type { Load, Ports } from './kill-world.ts'
import {
  quietLog,
  openInstallation,
  openLoad,
  originOf,
  placeIn,
  signInAgents,
  takePorts,
} from './kill-world.ts'

/*
 * Kills the whole server with SIGKILL at random moments, under real calls of SIPp and agents who are
 * signed in and act at their desks, by the API and the live socket, and holds what it left, and what
 * it had answered, against what must be true. Prints a line for each kill and a summary.
 *
 *     node test/campaigns/kill.ts [--kills 200] [--calls 12] [--seed 1]
 */
const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '5' },
    calls: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
  },
})
const kills = Number(options.kills)
const callsPerSecond = Number(options.calls)
const root = join(import.meta.dirname, '..', '..')

/** How long a server lives under load before it is killed. */
const lifeMsMin = 300
const lifeMsMax = 3_500
/** How long a start may take on a machine that does much else beside it. */
const startMsMax = 120_000
/** How long after the last call everything must be over: a hang-up, an offer, a wrap-up. */
const settleMs = 15_000
/** Of so many lives at most one may pass without a call: a server under much else may be that slow. */
const unseenShareMax = 5

const seed = Number(options.seed)
/** The same moments for the same seed, as far as a machine's own pace allows. */
const killDice = chanceFor(seed, 1)
const deskDice = chanceFor(seed, 0)
let failed = 0
let heard = 0
const readyMs: number[] = []

const folder = await mkdtemp(join(tmpdir(), 'parley-kill-'))
try {
  const ports = await takePorts()
  await using there = await openInstallation(folder, ports)
  await campaign(ports, there, await prepare(ports, there))
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1

/** A first start takes the configuration; then the agents sign in. */
async function prepare(ports: Ports, there: Directory): Promise<ReadonlyMap<string, Person>> {
  const { server } = await start(ports, there)
  const people = await signInAgents(ports)
  await server.stop()
  return people
}

async function campaign(
  ports: Ports,
  there: Directory,
  people: ReadonlyMap<string, Person>,
): Promise<void> {
  let overBefore = 0
  let interactionsBefore = 0
  let livesUnseen = 0
  let found: Found | undefined
  {
    await using load = await openLoad(folder, ports, callsPerSecond)
    await using desks = openDesks(people, () => deskDice(1_000_000) / 1_000_000)
    watch(load)
    for (let kill = 1; kill <= kills; kill += 1) {
      desks.begin()
      const { server, tookMs } = await start(ports, there)
      readyMs.push(tookMs)
      const startedAt = Date.now()
      await pause(lifeMsMin + killDice(lifeMsMax - lifeMsMin))
      // Asked before the kill: what was answered by then was durable by then.
      const answered = await load.answered()
      heard = answered.size
      process.kill(server.pid, 'SIGKILL')
      await server.exited
      found = await look({ answered, acknowledged: desks.acknowledged, overBefore })
      if (found.interactions === interactionsBefore) livesUnseen += 1
      interactionsBefore = found.interactions
      report(`kill ${kill}`, found, `ready in ${Math.round(tookMs)} ms`)
      overBefore = startedAt
    }
    tellDesks(desks)
    // A kill of a server that nobody calls proves nothing.
    if (livesUnseen * unseenShareMax > kills) {
      failed += 1
      print(`  in ${livesUnseen} of ${kills} lives nobody called`)
    }
  }
  await settle(ports, there, found)
}

/** The callers have gone: after a last start everything comes to its end by itself. */
async function settle(ports: Ports, there: Directory, before: Found | undefined): Promise<void> {
  const { server } = await start(ports, there)
  await pause(settleMs)
  await server.stop()
  const found = await look({ answered: new Set(), acknowledged: new Map(), overBefore: Date.now() })
  report('end', found, `after ${settleMs} ms of quiet`)
  print(
    `${readyMs.length} kills, ${found.interactions} interactions, ${heard} of them heard as answered, ${found.talks} talks, ${found.inputs} inputs (${before?.inputs ?? 0} at the last kill), ${failed} complaints`,
  )
  print(`answering again after: ${spreadOf(readyMs)}`)
}

function tellDesks({ acknowledged, backMs, complaints }: Desks): void {
  // Desks that never worked would have nothing to lose.
  if (backMs.length === 0 || acknowledged.size === 0) complaints.push('no desk did anything')
  failed += complaints.length
  for (const complaint of complaints.slice(0, 20)) print(`  ${complaint}`)
  const taken = [...acknowledged.values()].reduce((sum, times) => sum + times, 0)
  print(`${taken} requests of desks were taken; desks shown again after: ${spreadOf(backMs)}`)
}

function spreadOf(all: readonly number[]): string {
  const sorted = all.toSorted((a, b) => a - b)
  const at = (part: number): string =>
    (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(0)
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`
}

async function start(
  ports: Ports,
  { env }: Directory,
): Promise<{ readonly server: Child; readonly tookMs: number }> {
  const begun = performance.now()
  const server = await openChild(
    process.execPath,
    [join(root, 'bin', 'parley.js'), 'start', '--config', join(folder, 'parley.yaml')],
    { cwd: folder, env: { NO_COLOR: '1', ...env } },
  )
  await server.says(/Parley answers calls/, startMsMax).catch((error: unknown) => {
    print(server.lines.join('\n'))
    throw error
  })
  await until('GET /readyz says ready', async () => {
    const answer = await fetch(`${originOf(ports)}/readyz`).catch(() => undefined)
    return answer?.ok
  })
  return { server, tookMs: performance.now() - begun }
}

async function look(known: Parameters<typeof inspect>[1]): Promise<Found> {
  await using store = await openStore(placeIn(folder), { log: quietLog })
  return await inspect(store, known)
}

function report(name: string, found: Found, words: string): void {
  failed += found.complaints.length
  const { inputs, interactions, offers, talks, underWay } = found
  print(
    `${name}: ${words}; ${inputs} inputs, ${interactions} interactions, ${offers} offers, ${talks} talks, ${underWay} under way, ${found.complaints.length} complaints`,
  )
  for (const complaint of found.complaints.slice(0, 20)) print(`  ${complaint}`)
}

/** A load that has stopped would make every kill harmless. */
function watch({ callers }: Load): void {
  void callers.exited.then(code =>
    code === undefined ? undefined : print(`the callers ended with ${code}`),
  )
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
