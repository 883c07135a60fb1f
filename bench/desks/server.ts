import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Installed } from './installation.ts'

/** The server in a process of its own; ready when it says so. */
export async function start({ config, origin }: Pick<Installed, 'config' | 'origin'>): Promise<{
  readonly child: ChildProcess
  readonly ms: number
  readonly at: number
}> {
  const begun = performance.now()
  const program = join(import.meta.dirname, '..', '..', 'bin', 'parley.js')
  const child = spawn(process.execPath, [program, 'start', '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PARLEY_ENTRA_CLIENT_SECRET: 'of-a-bench' },
  })
  while (!(await isReady(origin))) {
    if (child.exitCode !== null) throw new Error('the server did not start')
    await pause(10)
  }
  return { child, ms: performance.now() - begun, at: Date.now() }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`)).ok
  } catch {
    return false
  }
}

/** Clock ticks a second, as `/proc` counts processor time. */
const ticksPerSecond = 100

/** Processor time and resident memory of a process, as the kernel counts them. */
export async function usedBy({ pid }: ChildProcess): Promise<{ cpuMs: number; rssMb: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return {
    cpuMs: (1000 / ticksPerSecond) * (Number(fields[11]) + Number(fields[12])),
    rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
  }
}
