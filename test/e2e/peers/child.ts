import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { until, within } from './until.ts'

/** How long a program gets to stop when asked, before it is made to. */
const stopMsMax = 5_000

/** A program that runs beside the test. It is stopped at the end, and what it said is kept. */
export interface Child extends AsyncDisposable {
  readonly pid: number
  readonly lines: readonly string[]
  /** Its exit code, once it has one. */
  readonly exited: Promise<number | undefined>
  /** The first line that says so, waiting for it as long as it takes. */
  says(what: RegExp, msMax?: number): Promise<string>
  /** Types a line, for programs that are steered so. */
  type(line: string): void
  stop(): Promise<number | undefined>
}

/** How a program is started. */
export interface ChildOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Some programs end when their input ends; it is kept open until the stop. */
  readonly stopSignal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'
  /** It starts others, as npm does, and the stop is for all of them. */
  readonly isGroup?: boolean
}

/** Starts a program. */
export async function openChild(
  command: string,
  parameters: readonly string[],
  options: ChildOptions = {},
): Promise<Child> {
  const child = spawn(command, parameters, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: options.isGroup === true,
  })
  await once(child, 'spawn')
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => lines.push(line))
  }
  const exited = new Promise<number | undefined>(resolve => {
    child.on('close', code => resolve(code ?? undefined))
  })
  const stop = (): Promise<number | undefined> => stopChild(child, exited, options)
  return {
    pid: child.pid ?? 0,
    lines,
    exited,
    says: (what, msMax) =>
      until(
        `${command} says ${what}\n${lines.slice(-30).join('\n')}`,
        () => {
          if (child.exitCode !== null) throw new Error(ended(command, child.exitCode, lines))
          return lines.find(line => what.test(line))
        },
        msMax,
      ),
    type: line => void child.stdin.write(`${line}\n`),
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
    },
  }
}

function ended(command: string, code: number, lines: readonly string[]): string {
  return `${command} ended with ${code}:\n${lines.slice(-30).join('\n')}`
}

async function stopChild(
  child: ChildProcess,
  exited: Promise<number | undefined>,
  { stopSignal = 'SIGTERM', isGroup = false }: ChildOptions,
): Promise<number | undefined> {
  const signal = (name: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    process.kill(isGroup ? -child.pid : child.pid, name)
  }
  signal(stopSignal)
  child.stdin?.end()
  try {
    return await within(`${child.spawnfile} stops`, exited, stopMsMax)
  } catch {
    signal('SIGKILL')
    return exited
  }
}
