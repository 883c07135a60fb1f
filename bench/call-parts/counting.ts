import { readFileSync, readdirSync } from 'node:fs'

/** Processor time of a process, by what its threads are for. */
export interface Spent {
  /** Everything, as the kernel accounts it. */
  readonly wholeMs: number
  /** By part; absent where the system does not tell of threads. */
  readonly partsMs: Readonly<Record<Part, number>> | undefined
}

/** What a thread is for. `other` compiles code and collects garbage. */
export type Part = 'main' | 'store' | 'media' | 'other'

/** What a server counted since it was asked last. */
export interface Count {
  readonly ms: number
  readonly spent: Spent
  readonly talks: number
  readonly rssMb: number
}

const folder = '/proc/self/task'

/** Counts from now on: each call tells what was spent since the one before. */
export function countSpent(): () => Spent {
  let cpu = process.cpuUsage()
  let threads = threadTimes()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    const before = threads
    cpu = process.cpuUsage()
    threads = threadTimes()
    return { wholeMs: (user + system) / 1000, partsMs: difference(before, threads) }
  }
}

interface ThreadTime {
  readonly part: Part
  readonly ms: number
}

function threadTimes(): ReadonlyMap<string, ThreadTime> {
  return new Map(threadNames().flatMap(thread => timeOf(thread)))
}

/** Linux alone tells of threads this way. */
function threadNames(): readonly string[] {
  return process.platform === 'linux' ? readdirSync(folder) : []
}

/** None for a thread that ended meanwhile. */
function timeOf(thread: string): [string, ThreadTime][] {
  try {
    const name = readFileSync(`${folder}/${thread}/comm`, 'utf8').trim()
    const [ns = '0'] = readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')
    return [[thread, { part: partOf(name), ms: Number(ns) / 1e6 }]]
  } catch (error) {
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}

function partOf(name: string): Part {
  if (name === 'MainThread' || name.startsWith('node')) return 'main'
  if (name.startsWith('media')) return 'media'
  return name.startsWith('store') || name === 'WorkerThread' ? 'store' : 'other'
}

function difference(
  before: ReadonlyMap<string, ThreadTime>,
  after: ReadonlyMap<string, ThreadTime>,
): Record<Part, number> | undefined {
  if (after.size === 0) return undefined
  const parts = { main: 0, store: 0, media: 0, other: 0 }
  for (const [thread, { part, ms }] of after) parts[part] += ms - (before.get(thread)?.ms ?? 0)
  return parts
}
