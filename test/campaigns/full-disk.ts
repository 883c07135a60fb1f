import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { AgentId } from '#core'
import { toId } from '#core'
import type { Lane, Log } from '#engine'
import { openLane, systemClock } from '#engine'
import type { Store } from '#store'
import { openStore } from '#store'
import { fakeChannel } from '../../src/engine/ports/fake-channel.ts'
import { until } from '../e2e/peers/until.ts'
import { tenant } from './kill-world.ts'

/*
 * Fills a real disk of a few megabytes under a running lane, again and again, and gives room back:
 * nothing that was answered may be missing, what was refused must have said why, and the lane must
 * go on by itself. Then mounts it read-only, and starts. Wants to be root, to mount a tmpfs.
 *
 *     node test/campaigns/full-disk.ts [--rounds 3] [--megabytes 8]
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    megabytes: { type: 'string', default: '8' },
  },
})
const agent: AgentId = toId('agent-10')
/** The lane tries again after a second, then two, then four: a disk that has room is found by then. */
const againMsMax = 30_000

const complaints: string[] = []
const events: string[] = []
const log: Log = (level, event, details) => {
  if (level !== 'info' || event.startsWith('lane'))
    events.push(`${event} ${details?.['reason'] ?? ''}`)
}

const folder = await mkdtemp(join(tmpdir(), 'parley-full-'))
mount(`size=${options.megabytes}m`)
try {
  await fullDisk()
  await readOnlyDisk()
} finally {
  run('umount', [folder])
  await rm(folder, { recursive: true, force: true })
}
for (const complaint of complaints) print(`  ${complaint}`)
print(`${complaints.length} complaints`)
process.exitCode = complaints.length === 0 ? 0 : 1

async function fullDisk(): Promise<void> {
  const file = join(folder, 'parley.db')
  const answered: string[] = []
  {
    await using store = await openStore({ file }, { log })
    const clock = systemClock()
    const lane = await openLane(tenant, {
      ...store,
      channel: fakeChannel(tenant, clock),
      clock,
      log,
    })
    for (let round = 1; round <= Number(options.rounds); round += 1) {
      await fillUp(join(folder, 'ballast'))
      const refused = await writeUntilRefused(lane, answered, round)
      print(`round ${round}: ${answered.length} answered so far, then refused: ${refused}`)
      if (refused !== 'lane-stopped disk-full') complaints.push(`refused with ${refused}`)
      if (lane.trouble()?.reason !== 'disk-full') complaints.push('the lane does not say why')
      await rm(join(folder, 'ballast'))
      const freedAt = performance.now()
      await until('the lane runs again', () => lane.standing() === 'runs', againMsMax)
      print(`  room again; the lane runs ${Math.round(performance.now() - freedAt)} ms later`)
    }
    await lane.close()
  }
  await using store = await openStore({ file }, { log })
  await compare(store, answered)
  print(`said: ${[...new Set(events)].join(', ')}`)
}

/** Every answered input is in the journal, in order, once; and everything durable agrees. */
async function compare(store: Store, answered: readonly string[]): Promise<void> {
  const names = new Set<string>()
  for await (const { input } of store.journal.read(tenant, 1)) {
    if (input.kind === 'agent-signed-in') names.add(input.agent)
  }
  const lost = answered.filter(name => !names.has(name))
  if (lost.length > 0) complaints.push(`${lost.length} answered inputs are lost`)
  complaints.push(...(await store.checkPast(tenant)).complaints)
  print(`${answered.length} answered inputs, ${lost.length} lost`)
}

async function writeUntilRefused(lane: Lane, answered: string[], round: number): Promise<string> {
  for (let index = 0; ; index += 1) {
    const name = `${agent}-${round}-${index}${'x'.repeat(30)}`
    try {
      await lane.submit({ kind: 'agent-signed-in', agent: toId(name) })
      answered.push(name)
    } catch (error) {
      const reason = error instanceof Error && 'reason' in error ? String(error.reason) : ''
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      return `${code} ${reason}`
    }
  }
}

/** Leaves a little room, so that some is written before the end. */
async function fillUp(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  await writeFile(file, Buffer.alloc(Math.max(0, (bavail - 40) * bsize)))
}

async function readOnlyDisk(): Promise<void> {
  await pause(100)
  run('mount', ['-o', 'remount,ro', folder])
  try {
    const store = await openStore({ file: join(folder, 'parley.db') }, { log })
    await store.close()
    complaints.push('a store was opened on a disk that takes no writes')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    print(`read-only: ${code}: ${error instanceof Error ? error.message : String(error)}`)
    if (code !== 'read-only' && code !== 'unreachable') complaints.push(`refused with ${code}`)
  }
}

function mount(size: string): void {
  run('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder])
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
