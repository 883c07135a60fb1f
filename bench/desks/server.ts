import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Installed } from './installation.ts'

/** The server in a process of its own; ready when it says so. */
export async function start({
  config,
  origin,
}: Installed): Promise<{ readonly child: ChildProcess; readonly ms: number; readonly at: number }> {
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
