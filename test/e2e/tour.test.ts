import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, speaking, takeSeat } from './peers/browser.ts'
import type { Seat } from './peers/browser.ts'
import { openDemo } from './peers/demo.ts'
import type { Demo } from './peers/demo.ts'
import { shareHeard } from './peers/page-ear.ts'
import { sine } from './peers/tones.ts'
import { until } from './peers/until.ts'
import { writeWav } from './peers/wav.ts'

/** What the two microphones say: one of a customer, one of an agent. */
const customerHz = 440
const agentHz = 620

/** Maya Brooks in the emulated directory. */
const maya = '4e0f6d10-51c2-4a38-9a7e-7d1f2a9b0201'

/** The share of what is heard that must be the other side's tone. */
const toneShareMin = 0.6

/** From the start until a whole call has been taken: the demo's own pace, on a busy machine. */
const callMsMax = 100_000

const stack = new AsyncDisposableStack()
let demo: Demo
const voices = await mkdtemp(join(tmpdir(), 'parley-tour-'))
stack.defer(() => rm(voices, { recursive: true, force: true }))

beforeAll(async () => {
  await writeWav(join(voices, 'customer.wav'), sine(customerHz, 10_000))
  await writeWav(join(voices, 'agent.wav'), sine(agentHz, 10_000))
  const begun = performance.now()
  demo = stack.use(await openDemo('quiet'))
  await demo.child.says(/Parley answers calls/, callMsMax)
  process.stdout.write(`answers ${(performance.now() - begun).toFixed(0)} ms after npm start\n`)
})
afterAll(() => stack.disposeAsync())

/** A visitor with a microphone that says a tone; permission is a matter of the browser. */
async function visit(voice: string, path: string): Promise<Seat & AsyncDisposable> {
  const chromium = await openBrowser(speaking(join(voices, voice)))
  const seat = await takeSeat(chromium.browser, demo.origin)
  await seat.page.goto(`${demo.origin}${path}`)
  return { ...seat, [Symbol.asyncDispose]: () => chromium[Symbol.asyncDispose]() }
}

async function blemishes(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const said = await page.evaluate<string>(
    'axe.run(document).then(result => JSON.stringify(result.violations.map(one => one.id + ": " + one.nodes.map(node => node.html).join(" "))))',
  )
  const found: unknown = JSON.parse(said)
  return Array.isArray(found) ? found.map(String) : [said]
}

const invite = (page: Page, name: string): Promise<void> =>
  page.getByRole('link', { name }).first().click()

test('Take a call: one click signs Maya in, a customer rings, one more and they talk', async () => {
  await using visitor = await visit('agent.wav', '/')
  const { page } = visitor
  await page.getByRole('link', { name: 'Take a call' }).waitFor()
  expect(await blemishes(page)).toEqual([])
  await visitor.photograph('tour-1-welcome')
  const clickedAt = performance.now()
  await invite(page, 'Take a call')
  const toast = page.getByRole('group', { name: 'Incoming call' })
  await toast.getByRole('button', { name: 'Accept' }).waitFor()
  const rangMs = performance.now() - clickedAt
  expect(await blemishes(page)).toEqual([])
  await visitor.photograph('tour-2-ringing')
  const acceptedAt = performance.now()
  await toast.getByRole('button', { name: 'Accept' }).click()
  const phone = page.getByRole('region', { name: 'The Teams client of Maya Brooks' })
  await phone.getByRole('button', { name: 'Mute' }).waitFor()
  const talkMs = performance.now() - acceptedAt
  process.stdout.write(
    `rang ${rangMs.toFixed(0)} ms after the click, talked ${talkMs.toFixed(0)} ms after the second\n`,
  )
  await page.getByRole('region', { name: 'In a call' }).first().waitFor()
  await visitor.photograph('tour-3-talking')
  await page.getByRole('button', { name: 'Hang up' }).last().click()
  const wrapUp = page.getByRole('region', { name: 'Wrap-up' })
  await wrapUp.getByRole('radio', { name: 'Order placed' }).check()
  await wrapUp.getByRole('button', { name: 'Complete' }).click()
  await page.getByRole('heading', { name: 'Available' }).waitFor()
  expect(visitor.complaints).toEqual([])
})

test('Call in yourself: a phone and a Teams client, in two browsers, hear each other', async () => {
  await using customer = await visit('customer.wav', '/')
  await using agent = await visit('agent.wav', '/')
  await agent.page.goto(`${demo.origin}/emulator/api/people/${maya}/sign-in?page=%2F`)
  const phone = agent.page.getByRole('region', { name: 'The Teams client of Maya Brooks' })
  await phone.waitFor()
  await agent.page.getByRole('heading', { name: 'Available' }).waitFor()
  await invite(customer.page, 'Call in yourself')
  await customer.page.getByRole('button', { name: 'Design advice' }).click()
  expect(await blemishes(customer.page)).toEqual([])
  await customer.photograph('tour-4-phone')
  await customer.page.getByRole('button', { name: 'Call', exact: true }).click()
  await customer.page.getByRole('region', { name: 'Connected' }).waitFor()
  await phone.getByRole('button', { name: 'Accept' }).click()
  await phone.getByRole('button', { name: 'Mute' }).waitFor()
  await until(
    'the agent hears the customer',
    async () => (await shareHeard(agent.page, customerHz)) > toneShareMin,
  )
  await until(
    'the customer hears the agent',
    async () => (await shareHeard(customer.page, agentHz)) > toneShareMin,
  )
  await customer.photograph('tour-5-talking')
  await customer.page.getByRole('button', { name: 'Hang up' }).click()
  await customer.page.getByText('The call is over').waitFor()
})

test('Watch the board, and ask why: Simon sees the floor move, and the reasons of a choice', async () => {
  await using visitor = await visit('agent.wav', '/')
  const { page } = visitor
  await invite(page, 'Watch the board')
  await page.getByRole('heading', { name: 'Board' }).waitFor()
  await page.getByRole('row').filter({ hasText: 'Sales' }).first().waitFor()
  await visitor.photograph('tour-6-board')
  await invite(page, 'Ask why')
  await page.waitForURL(/\/interactions\/\w+/, { timeout: callMsMax })
  await page.getByText('Chosen').first().waitFor()
  await visitor.photograph('tour-7-why')
  expect(visitor.complaints).toEqual([])
})

test('Break something: ten call, the trunk goes down and all are gone, and it is mended', async () => {
  await using visitor = await visit('agent.wav', '/')
  const { page } = visitor
  await invite(page, 'Break something')
  await page.getByRole('button', { name: 'Let ten call' }).click()
  await page.getByText('Connected').first().waitFor()
  expect(await blemishes(page)).toEqual([])
  await visitor.photograph('tour-8-panel')
  await page.getByRole('button', { name: /^Break: The carrier/ }).click()
  await page.getByRole('link', { name: 'See it on the board' }).waitFor()
  await until('nobody is connected', async () => (await page.getByText('Connected').count()) === 0)
  await visitor.photograph('tour-9-broken')
  await page.getByRole('button', { name: /^Mend: The carrier/ }).click()
  await page.getByRole('button', { name: /^Break: The carrier/ }).waitFor()
  expect(visitor.complaints).toEqual([])
})
