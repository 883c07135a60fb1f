/**
 * What the pages cost a browser, in Chromium with its processor slowed down: how soon the agent's page
 * can be used, what a desk does while nothing changes, and how smooth a board of two thousand people
 * stays while fifty changes a second arrive and somebody scrolls.
 *
 *     node bench/page.ts [--agents 2000] [--slower 4] [--seconds 15]
 */
import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { beCrowd, type Order } from './desks/crowd.ts'
import { install, type Installed } from './desks/installation.ts'
import { start } from './desks/server.ts'

const { values: options } = parseArgs({
  options: {
    agents: { type: 'string', default: '2000' },
    slower: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '15' },
    crowd: { type: 'boolean', default: false },
  },
})
/** Loads of which the middle one is told. */
const loads = 5
const size = { width: 1440, height: 900 }

if (options.crowd) beCrowd()
else await measure()

async function measure(): Promise<void> {
  const desks = Number(options.agents)
  const installed = await install({ desks, supervisors: 20 })
  const server = await start(installed)
  const crowd = fork(import.meta.filename, ['--crowd'], { stdio: 'inherit' })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
  try {
    const { origin, cookies } = installed
    const people = { origin, cookies, watch: 'desk', supervisors: 20, rate: 50 } as const
    await tell(crowd, { do: 'sit', crowd: people })
    await firstLoad(browser, installed)
    await atRest(browser, installed)
    await tell(crowd, { do: 'connect' })
    await tell(crowd, { do: 'work' })
    await crowdedBoard(browser, installed)
  } finally {
    await browser.close()
    crowd.kill('SIGKILL')
    server.child.kill('SIGKILL')
    await rm(installed.folder, { recursive: true, force: true })
  }
}

async function firstLoad(browser: Browser, installed: Installed): Promise<void> {
  const times: number[] = []
  for (let load = 0; load < loads; load += 1) {
    const { page, session } = await seat(browser, installed, 1)
    await session.send('Emulation.setCPUThrottlingRate', { rate: Number(options.slower) })
    await page.goto(installed.origin, { waitUntil: 'commit' })
    await page.getByRole('button', { name: 'Take calls' }).first().waitFor()
    times.push(await page.evaluate<number>('performance.now()'))
    await page.context().close()
  }
  const name = `agent's page can be used, processor ${options.slower} times slower`
  print(`${name}, fastest of ${loads}`, Math.min(...times), 'ms')
  print(`${name}, middle of ${loads}`, middle(times), 'ms')
}

async function atRest(browser: Browser, installed: Installed): Promise<void> {
  const { page, session } = await seat(browser, installed, 1)
  await page.goto(installed.origin)
  await page.getByRole('button', { name: 'Take calls' }).first().waitFor()
  await pause(2_000)
  const before = await metrics(session)
  await pause(10_000)
  const after = await metrics(session)
  for (const name of ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration']) {
    print(`desk at rest, ${name} in a second`, 100 * since(before, after, name), 'ms')
  }
  for (const name of ['LayoutCount', 'RecalcStyleCount']) {
    print(`desk at rest, ${name} in a second`, since(before, after, name) / 10)
  }
  await page.context().close()
}

async function crowdedBoard(browser: Browser, installed: Installed): Promise<void> {
  const { page, session } = await seat(browser, installed, 0)
  await page.goto(`${installed.origin}/board`)
  await page.getByRole('table').first().waitFor()
  await pause(3_000)
  const ms = 1000 * Number(options.seconds)
  const before = await metrics(session)
  const frames = await page.evaluate<readonly number[]>(framesWhileScrolling(ms))
  const after = await metrics(session)
  const sorted = frames.toSorted((a, b) => a - b)
  print('board, rows', Number(options.agents))
  print('board, frames a second while scrolling', (1000 * frames.length) / ms)
  print('board, time between frames, p50', at(sorted, 50), 'ms')
  print('board, time between frames, p99', at(sorted, 99), 'ms')
  print('board, longest', at(sorted, 100), 'ms')
  print('board, frames later than 50 ms', frames.filter(one => one > 50).length)
  print('board, processor of the page', (100_000 * since(before, after, 'TaskDuration')) / ms, '%')
  print('board, elements on the page', after.get('Nodes') ?? Number.NaN)
  print('board, memory of the page', (after.get('JSHeapUsedSize') ?? 0) / 2 ** 20, 'MB')
}

/** Runs in the page: scrolls up and down, and takes the time of every frame. Text, since only browsers know its words. */
function framesWhileScrolling(ms: number): string {
  return `new Promise(resolve => {
  const times = []
  const begun = performance.now()
  const page = document.documentElement
  let [last, down] = [begun, 12]
  const frame = () => {
    const now = performance.now()
    times.push(now - last)
    last = now
    if (page.scrollTop + page.clientHeight >= page.scrollHeight - 1) down = -12
    if (page.scrollTop <= 0) down = 12
    scrollBy({ top: down, behavior: 'instant' })
    if (now - begun < ${ms}) requestAnimationFrame(frame)
    else resolve(times)
  }
  requestAnimationFrame(frame)
})`
}

/** A browser of one's own, in which somebody is signed in already. */
async function seat(
  browser: Browser,
  { origin, cookies }: Installed,
  who: number,
): Promise<{ readonly page: Page; readonly session: CDPSession }> {
  const context = await browser.newContext({ viewport: size, locale: 'en-GB' })
  const [name = '', value = ''] = (cookies[who] ?? '').split('=')
  await context.addCookies([{ name, value, url: origin }])
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable')
  return { page, session }
}

async function metrics(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics: all } = await session.send('Performance.getMetrics')
  return new Map(all.map(({ name, value }) => [name, value]))
}

type Metrics = ReadonlyMap<string, number>

function since(before: Metrics, after: Metrics, name: string): number {
  return (after.get(name) ?? Number.NaN) - (before.get(name) ?? Number.NaN)
}

async function tell(crowd: ChildProcess, order: Order): Promise<void> {
  const answer = once(crowd, 'message')
  crowd.send(order)
  await answer
}

function middle(times: readonly number[]): number {
  return at(
    times.toSorted((a, b) => a - b),
    50,
  )
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN
}

function print(name: string, value: number, unit = ''): void {
  process.stdout.write(
    `page ${name}: ${value.toFixed(value < 100 ? 1 : 0)} ${unit}`.trimEnd() + '\n',
  )
}
