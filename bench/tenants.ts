/**
 * What many tenants cost in one process: the server as its users start it, with so many companies,
 * each with lane, journal and people of its own. Prints how long a first start and a restart after a
 * kill take, the memory of a tenant, what they use at rest, and what an input costs that comes to all
 * of them in turn: tasks sent over HTTP and taken back, each with its commit.
 *
 *     node bench/tenants.ts [--tenants 300] [--agents 50] [--rate 50] [--seconds 20]
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { start, usedBy } from './desks/server.ts'
import type { Companies } from './tenants/companies.ts'
import { install } from './tenants/companies.ts'

const { values: options } = parseArgs({
  options: {
    tenants: { type: 'string', default: '300' },
    agents: { type: 'string', default: '50' },
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '20' },
  },
})
const tenantCount = Number(options.tenants)
const rate = Number(options.rate)
const workMs = 1000 * Number(options.seconds)
const restMs = 5_000
const httpAgent = new Agent({ keepAlive: true, maxSockets: 64 })

const folder = await mkdtemp(join(tmpdir(), 'bench-tenants-'))
try {
  await measure(await install(folder, { tenants: tenantCount, agents: Number(options.agents) }))
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measure(place: Companies): Promise<void> {
  const none = await start({ ...place, config: place.configOfOne })
  const { rssMb: rssOfOne } = await usedBy(none.child)
  none.child.kill('SIGTERM')
  await once(none.child, 'exit')

  const first = await start(place)
  print('first start, until it answers', first.ms, 'ms')
  await pause(restMs)
  const rested = await usedBy(first.child)
  print('memory of the server', rested.rssMb, 'MB')
  print('memory of a tenant', ((rested.rssMb - rssOfOne) * 1024) / (tenantCount - 1), 'kB')
  await pause(restMs)
  const idle = await usedBy(first.child)
  print('processor at rest', (100 * (idle.cpuMs - rested.cpuMs)) / restMs, '% of a core')

  const waits = await work(place)
  const worked = await usedBy(first.child)
  print('inputs', (1000 * waits.length) / workMs, '/s')
  print('processor of an input over HTTP', (worked.cpuMs - idle.cpuMs) / waits.length, 'ms')
  for (const share of [50, 99]) print(`request to answer, p${share}`, at(waits, share), 'ms')

  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await start(place)
  print('restart after a kill, until it answers', second.ms, 'ms')
  second.child.kill('SIGTERM')
  await once(second.child, 'exit')
}

/** Tasks for one tenant after the other, each taken back; how long every request took. */
async function work({ origin, cookies }: Companies): Promise<readonly number[]> {
  const waits: number[] = []
  const timed = async (method: string, path: string, cookie: string, body?: object) => {
    const before = performance.now()
    const answer = await ask(`${origin}${path}`, { method, cookie, origin, body })
    waits.push(performance.now() - before)
    return answer
  }
  const one = async (nth: number): Promise<void> => {
    const cookie = cookies[nth % cookies.length] ?? ''
    const task = {
      title: 'Call back',
      customer: { address: 'customer@example.com' },
      queue: 'help',
    }
    const { interaction }: { interaction: string } = JSON.parse(
      await timed('POST', '/api/tasks', cookie, task),
    )
    await timed('DELETE', `/api/tasks/${interaction}`, cookie)
  }
  const under: Promise<void>[] = []
  const startedAt = performance.now()
  for (let nth = 0; performance.now() < startedAt + workMs; nth += 1) {
    under.push(one(nth))
    await pause(Math.max(0, startedAt + (2000 / rate) * (nth + 1) - performance.now()))
  }
  await Promise.all(under)
  return waits.toSorted((a, b) => a - b)
}

interface Asked {
  readonly method: string
  readonly cookie: string
  readonly origin: string
  readonly body?: object | undefined
}

async function ask(url: string, { method, cookie, origin, body }: Asked): Promise<string> {
  const headers = { cookie, origin, 'content-type': 'application/json' }
  const asked = request(url, { method, agent: httpAgent, headers })
  asked.end(body && JSON.stringify(body))
  const [response] = await once(asked, 'response')
  const text = Buffer.concat(await response.toArray()).toString()
  if (response.statusCode >= 300)
    throw new Error(`${method} ${url}: ${response.statusCode} ${text}`)
  return text
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN
}

function print(name: string, value: number, unit: string): void {
  process.stdout.write(`tenants ${name}: ${value.toFixed(value < 100 ? 1 : 0)} ${unit}\n`)
}
