import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Count } from './counting.ts'

/** Where the server listens, and where the agents' phones and the callers do. */
export const ports = { server: 25_060, agents: 25_070, callers: 25_080 } as const

/** The server has a core of its own; whoever calls it has the other. */
const cores = { server: '0', others: '1' } as const

/** A server that serves, and counts whenever it is asked. */
export interface Server {
  readonly next: () => Promise<Count>
  readonly end: () => Promise<void>
}

/** Starts the server's half of a benchmark and waits until it serves. */
export async function startServer(file: string, parameters: readonly string[]): Promise<Server> {
  const child = start(cores.server, process.execPath, [file, 'serve', ...parameters])
  if (child.stdout === null) throw new Error('the server has no voice')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<Count> => {
    child.stdin?.write('\n')
    const line = await lines.next()
    if (line.done === true) throw new Error('the server ended')
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own other half wrote it
    return JSON.parse(line.value) as Count
  }
  await next()
  return {
    next,
    async end() {
      child.stdin?.end()
      await once(child, 'exit')
    },
  }
}

/** Phones of agents that ring and answer at once, all at one address. */
export function startAgents(sound: Sound): ChildProcess {
  return sipp('agent', sound, ['-p', String(ports.agents)])
}

/** What SIPp's descriptions say: it sends no sound itself, and hears ours only where it says that it will. */
export type Sound = 'sendrecv' | 'inactive'

/** How callers come, and for how long they stay. */
export interface Calling {
  readonly number: string
  readonly perSecond: number
  readonly calls: number
  readonly holdMs: number
  readonly sound: Sound
  /** Where SIPp writes what came of it. */
  readonly statistics: string
}

/** Starts callers; `ended` tells when the last of them is gone. */
export function startCallers(calling: Calling): Promise<unknown> {
  const { number, perSecond, calls, holdMs, sound, statistics } = calling
  const pace = `-r ${perSecond} -m ${calls} -d ${holdMs} -l 20000 -recv_timeout 20000`
  const child = sipp('caller', sound, [
    ...`-p ${ports.callers} -s ${number} ${pace} -trace_stat -fd 60 -stf ${statistics}`.split(' '),
    `127.0.0.1:${ports.server}`,
  ])
  return once(child, 'exit')
}

/** What came of calls, as SIPp counted it. */
export interface Came {
  readonly calls: number
  readonly served: number
  /** Refused by 503 with a Retry-After. */
  readonly refused: number
  readonly failed: number
  readonly again: number
  /** Answered later than half a second after the INVITE. */
  readonly late: number
}

/** Reads SIPp's last line of counts. */
export async function readCame(statistics: string): Promise<Came> {
  const lines = (await readFile(statistics, 'utf8')).trim().split('\n')
  const names = lines[0]?.split(';') ?? []
  const values = lines.at(-1)?.split(';') ?? []
  const value = (name: string): number => {
    const at = names.indexOf(name)
    if (at < 0) throw new Error(`SIPp counts no ${name}`)
    return Number(values[at])
  }
  const refused = value('refused(C)')
  const late = ['<1000', '<5000', '>=5000'].map(range => value(`ResponseTimeRepartition1_${range}`))
  return {
    calls: value('TotalCallCreated'),
    served: value('SuccessfulCall(C)') - refused,
    refused,
    failed: value('FailedCall(C)'),
    again: value('Retransmissions(C)'),
    late: late.reduce((sum, some) => sum + some, 0),
  }
}

/** Waits; a benchmark measures what passes meanwhile. */
export function pause(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms)
  })
}

function sipp(scenario: string, sound: Sound, parameters: readonly string[]): ChildProcess {
  const file = join(import.meta.dirname, '..', 'scenarios', `${scenario}.xml`)
  const where = ['-sf', file, '-i', '127.0.0.1', '-nostdin', '-key', 'sound', sound]
  const child = start(cores.others, 'sipp', [...where, ...parameters])
  child.stdout?.resume()
  return child
}

function start(core: string, command: string, parameters: readonly string[]): ChildProcess {
  return spawn('taskset', ['-c', core, command, ...parameters], {
    stdio: ['pipe', 'pipe', core === cores.server ? 'inherit' : 'ignore'],
  })
}
