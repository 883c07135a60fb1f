import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Child } from '../../e2e/peers/child.ts'
import { openChild } from '../../e2e/peers/child.ts'
import { freePort } from '../../e2e/peers/free-port.ts'
import { until } from '../../e2e/peers/until.ts'
import { chanceFor } from '../fuzz/chance.ts'
import { openFloor } from './floor-at-work.ts'
import type { Sample } from './growth.ts'
import { filesLeftMax, growthOf } from './growth.ts'
import type { Held, Window } from './look-inside.ts'
import { openWindow } from './look-inside.ts'
import type { SoakWorld } from './soak-world.ts'
import { dialled, openSoakWorld } from './soak-world.ts'

/*
 * A long day on the real wire: SIPp calls and SIPp is called, signed-in agents hold, consult, transfer
 * and file, and the server must hold at the end what it held when it was warm. A line for each look.
 *
 *     npm run campaign:soak -- [--minutes 10] [--calls 5] [--seed 1]
 */
const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    calls: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
})
const minutes = Number(options.minutes)
const callsPerSecond = Number(options.calls)
const looks = 40
/** The longest that anything goes on after the last call: a caller who stays, a mailbox, a wrap-up, timer B. */
const settleMsMax = 90_000

const dice = chanceFor(Number(options.seed), 0)
const chance = (): number => dice(1_000_000) / 1_000_000
const say = (words: string): void => void process.stdout.write(`${words}\n`)

await using world = await openSoakWorld()
using window = await openWindow(world.server.pid, world.inspectorPort)
const before = await window.look()
const { samples, done } = await day(world, window)
process.exitCode = (await verdict(samples, done)) ? 0 : 1

async function day(
  { people, folder, sipPort }: SoakWorld,
  inside: Window,
): Promise<{ readonly samples: readonly Sample[]; readonly done: number }> {
  const all = Math.round(callsPerSecond * minutes * 60)
  await using callers = await openCallers(folder, sipPort, all)
  const floor = openFloor(people, chance)
  const taken: Sample[] = []
  for (let look = 0; look < looks; look += 1) {
    await pause((minutes * 60_000) / looks)
    if (look === 0)
      void callers.exited.then(code => say(`the callers ended with ${code ?? 'a signal'}`))
    const calls = await callsSoFar(folder)
    const held = await inside.look()
    taken.push({ calls, held })
    say(`${calls} calls: ${inWords(held)}`)
  }
  await until('nothing is open', () => nothingOpen(people[0]), settleMsMax)
  return { samples: taken, done: await floor.stop() }
}

async function openCallers(folder: string, sipPort: number, all: number): Promise<Child> {
  const scenario = join(import.meta.dirname, 'caller.xml')
  const parameters = `-sf ${scenario} -i 127.0.0.1 -p ${await freePort()} -mp ${await freePort()} -t u1 -rtp_echo -nostdin -aa -r ${callsPerSecond} -m ${all} -l 2000 -deadcall_wait 0 -trace_stat -fd 1 -stf ${join(folder, 'callers.csv')} -s ${dialled} 127.0.0.1:${sipPort}`
  return openChild('sipp', parameters.split(' '), { cwd: folder, stopSignal: 'SIGKILL' })
}

/** SIPp's own count of the calls it began. */
async function callsSoFar(folder: string): Promise<number> {
  const [names = '', ...lines] = (await readFile(join(folder, 'callers.csv'), 'utf8'))
    .trim()
    .split('\n')
  const column = names.split(';').indexOf('TotalCallCreated')
  return Number(lines.at(-1)?.split(';')[column] ?? 0)
}

async function nothingOpen(person: SoakWorld['people'][number] | undefined): Promise<boolean> {
  const open = await person?.open()
  return open !== undefined && Object.values(open).every(count => count === 0)
}

async function verdict(taken: readonly Sample[], acts: number): Promise<boolean> {
  const after = await window.look()
  say(
    `${taken.at(-1)?.calls ?? 0} calls in ${minutes} min, ${acts} things done by agents; nothing left open`,
  )
  say(`before: ${inWords(before)}`)
  say(`after:  ${inWords(after)}`)
  const growth = growthOf(taken)
  for (const { what, perThousandCalls, max } of growth)
    say(
      `${what}: ${perThousandCalls.toFixed(2)} more per 1,000 calls (at most ${max})${perThousandCalls > max ? ' GROWS' : ''}`,
    )
  const filesLeft = after.files - before.files
  if (filesLeft > filesLeftMax) say(`${filesLeft} files more than before the first call are open`)
  return (
    filesLeft <= filesLeftMax &&
    growth.every(({ perThousandCalls, max }) => perThousandCalls <= max)
  )
}

function inWords({ buffersMb, files, heapMb, rssMb, sockets, timers }: Held): string {
  return `heap ${heapMb.toFixed(1)} MB, buffers ${buffersMb.toFixed(1)} MB, resident ${rssMb.toFixed(0)} MB, ${files} files, ${sockets} sockets, ${timers} timers`
}
