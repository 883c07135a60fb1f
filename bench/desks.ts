/**
 * What it costs to keep many desks told: real sockets of the page's own connection code, in a process
 * of their own, against the server as its users start it. Prints how long a change takes from the
 * request to the desk that shows it, what the server uses meanwhile, and how soon everybody is back
 * after the server was killed and started again, with every change shown once.
 *
 *     node bench/desks.ts [--desks 2000] [--rate 50] [--boards 0] [--seconds 30]
 */
import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Order, Report } from './desks/crowd.ts'
import { beCrowd } from './desks/crowd.ts'
import type { Installed } from './desks/installation.ts'
import { install } from './desks/installation.ts'
import { start, usedBy } from './desks/server.ts'

const { values: options } = parseArgs({
  options: {
    desks: { type: 'string', default: '2000' },
    rate: { type: 'string', default: '50' },
    supervisors: { type: 'string', default: '20' },
    boards: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '30' },
    crowd: { type: 'boolean', default: false },
  },
})

/** What is promised. */
const goals = { p99Ms: 50, backMs: 5_000 }

if (options.crowd) beCrowd()
else await measure()

async function measure(): Promise<void> {
  const desks = Number(options.desks)
  const supervisors = Number(options.supervisors)
  const installed = await install({ desks, supervisors })
  const crowd = fork(import.meta.filename, ['--crowd'], { stdio: 'inherit' })
  const tell = (order: Order): Promise<Report> => answerTo(crowd, order)
  // Boards are large at first: read in the same process they would hold up what is measured.
  const boards = fork(import.meta.filename, ['--crowd'], { stdio: 'inherit' })
  const first = await start(installed)
  let server = first.child
  try {
    print('start, until it answers', first.ms, 'ms')
    const { origin, cookies } = installed
    const people = { origin, supervisors, rate: Number(options.rate) }
    await tell({ do: 'sit', crowd: { ...people, cookies, watch: 'desk' } })
    await connect(server, tell)
    const watching = cookies.slice(0, Number(options.boards))
    await answerTo(boards, { do: 'sit', crowd: { ...people, cookies: watching, watch: 'board' } })
    await answerTo(boards, { do: 'connect' })
    await work(server, tell, boards)
    server = await restart(installed, { server, tell })
    await settle(tell, boards)
  } finally {
    server.kill('SIGKILL')
    crowd.kill('SIGKILL')
    boards.kill('SIGKILL')
    await rm(installed.folder, { recursive: true, force: true })
  }
}

async function connect(server: ChildProcess, tell: Tell): Promise<void> {
  const before = await usedBy(server)
  const startedAt = performance.now()
  await tell({ do: 'connect' })
  print('all desks connected and told, at once', performance.now() - startedAt, 'ms')
  const after = await usedBy(server)
  print('connecting, processor of the server', after.cpuMs - before.cpuMs, 'ms')
  print('memory of a desk', (1024 * (after.rssMb - before.rssMb)) / Number(options.desks), 'kB')
  print('memory of the server', after.rssMb, 'MB')
}

async function work(server: ChildProcess, tell: Tell, boards: ChildProcess): Promise<void> {
  const ms = 1000 * Number(options.seconds)
  await tell({ do: 'work' })
  await pause(5_000)
  await tell({ do: 'mark' })
  await answerTo(boards, { do: 'mark' })
  const before = await usedBy(server)
  await pause(ms)
  const after = await usedBy(server)
  const report = await tell({ do: 'tally' })
  const shown = await answerTo(boards, { do: 'tally' })
  const sorted = report.latencies.toSorted((a, b) => a - b)
  print('changes shown a second', (1000 * sorted.length) / ms)
  for (const share of [50, 99, 99.9]) print(`input to socket, p${share}`, at(sorted, share), 'ms')
  print('input to socket, longest', at(sorted, 100), 'ms')
  print('frames to desks a second', (1000 * report.messages) / ms)
  print('frames to boards a second', (1000 * shown.messages) / ms)
  print('kilobytes to desks a second', report.bytes / ms)
  print('kilobytes to boards a second', shown.bytes / ms)
  print('whole boards among the frames', shown.wholes)
  print('processor of the server', (100 * (after.cpuMs - before.cpuMs)) / ms, '% of a core')
  print('processor of the desks', (100 * report.cpuMs) / ms, '% of a core')
  print('memory of the server', after.rssMb, 'MB')
  hold(`p99 under ${goals.p99Ms} ms`, at(sorted, 99) < goals.p99Ms)
}

/** Kills the server in the middle of the work and starts it again. */
async function restart(
  installed: Installed,
  { server, tell }: { readonly server: ChildProcess; readonly tell: Tell },
): Promise<ChildProcess> {
  await tell({ do: 'mark' })
  const killedAt = Date.now()
  server.kill('SIGKILL')
  await once(server, 'exit')
  const { child, ms, at: answeredAt } = await start(installed)
  const report = await tell({ do: 'back' })
  print('restart, until it answers', ms, 'ms')
  print('all desks back, since it answered', report.at - answeredAt, 'ms')
  print('all desks back, since the kill', report.at - killedAt, 'ms')
  print('tries of desks that failed meanwhile', report.failedTries)
  hold(`all back within ${goals.backMs} ms of the kill`, report.at - killedAt < goals.backMs)
  await pause(10_000)
  return child
}

async function settle(tell: Tell, boards: ChildProcess): Promise<void> {
  const report = await tell({ do: 'rest' })
  const shown = await answerTo(boards, { do: 'rest' })
  print('changes acknowledged', report.acknowledged)
  print('changes sent into the kill', report.unknown)
  for (const words of report.refused.slice(0, 5)) process.stdout.write(`refused: ${words}\n`)
  for (const name of report.repeats.slice(0, 5)) process.stdout.write(`shown twice: ${name}\n`)
  for (const name of report.gaps.slice(0, 5)) process.stdout.write(`never shown: ${name}\n`)
  hold('no change refused', report.refused.length === 0)
  hold('no gap', report.gaps.length === 0)
  hold('no repeat', report.repeats.length === 0)
  hold('every desk shows what the server says', report.differing === 0)
  hold('every board shows what the server says', shown.differing === 0)
}

type Tell = (order: Order) => Promise<Report>

async function answerTo(crowd: ChildProcess, order: Order): Promise<Report> {
  const answer = once(crowd, 'message')
  crowd.send(order)
  const [report]: Report[] = await answer
  if (report === undefined) throw new Error('the desks said nothing')
  return report
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN
}

function print(name: string, value: number, unit = ''): void {
  const digits = value < 100 ? 1 : 0
  process.stdout.write(`desks ${name}: ${value.toFixed(digits)} ${unit}`.trimEnd() + '\n')
}

function hold(what: string, holds: boolean): void {
  process.stdout.write(`desks ${holds ? 'held' : 'BROKEN'}: ${what}\n`)
  if (!holds) process.exitCode = 1
}
