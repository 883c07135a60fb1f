import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { openBrowser, signInAt, speaking, takeSeat } from './peers/browser.ts'
import type { Seat } from './peers/browser.ts'
import { musicHz, nameOf } from './peers/contact-center.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'
import { freePort } from './peers/free-port.ts'
import { nothingLeft } from './peers/nothing-left.ts'
import { shareHeard } from './peers/page-ear.ts'
import { openUdpRelay } from './peers/udp-relay.ts'
import type { UdpRelay } from './peers/udp-relay.ts'
import { sine } from './peers/tones.ts'
import { until } from './peers/until.ts'
import { writeWav } from './peers/wav.ts'
import { sorryHz } from './peers/web-entries.ts'

const agentHz = 620
const customerHz = 440
const goneMsMax = 45_000

const folder = await mkdtemp(join(tmpdir(), 'parley-customers-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const [agentVoice, customerVoice] = [join(folder, 'agent.wav'), join(folder, 'customer.wav')]
await writeWav(agentVoice, sine(agentHz, 10_000))
await writeWav(customerVoice, sine(customerHz, 10_000))

const phone = { width: 320, height: 640 }

/** Ada at her desk with the browser as her phone, ready for calls. */
async function takeCallsHere({ page }: Seat, origin: string): Promise<void> {
  await signInAt(page, origin, nameOf('ada'))
  await page.getByRole('radio', { name: 'in this browser' }).check()
  const state = page.getByRole('region', { name: 'Your state' })
  await state.getByRole('button', { name: 'Take calls' }).click()
  await state.getByRole('heading', { name: 'Available' }).waitFor()
}

/** Sends what the customer's page and its leg say to each other through a relay. */
async function throughRelay(page: Page, relay: UdpRelay): Promise<void> {
  await page.routeWebSocket(/\/api\/web-calls\/live$/, socket => {
    const server = socket.connectToServer()
    server.onMessage(message => {
      socket.send(typeof message === 'string' ? relay.through(message) : message)
    })
  })
}

async function hears(page: Page, hz: number, words: string): Promise<void> {
  await until(words, async () => (await shareHeard(page, hz)) > 0.7, 20_000)
}

async function hearsNo(page: Page, hz: number, words: string): Promise<void> {
  await until(words, async () => (await shareHeard(page, hz)) < 0.05, 20_000)
}

async function callFrom(page: Page): Promise<void> {
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Call now' }).click()
  await page.getByText('You are connected').waitFor({ timeout: 20_000 })
}

test('a customer calls from a page, presses a key, and talks with an agent in a browser through hold, a lost network and a reload', async () => {
  await using relay = await openUdpRelay()
  await using floor = await openFloorWithPhone({ web: { origins: [] } })
  const { center } = floor
  await using works = await openBrowser(speaking(agentVoice))
  await using calls = await openBrowser(speaking(customerVoice))
  const ada = await takeSeat(works.browser, center.origin)
  await takeCallsHere(ada, center.origin)
  const person = await center.person('ada')
  const portsBefore = await center.parley.udpPorts()
  const jane = await takeSeat(calls.browser, center.origin, phone)
  await throughRelay(jane.page, relay)
  await jane.page.goto(`${center.origin}/call/test-house/shop?name=Jane%20Doe`)
  const call = jane.page.getByRole('button', { name: 'Call now' })
  await jane.page.getByText('This call is recorded.').waitFor()
  expect(await call.isDisabled()).toBe(true)
  await jane.photograph('web-call-1-ready')
  await callFrom(jane.page)

  await jane.page.getByRole('button', { name: 'Keypad' }).click()
  await jane.photograph('web-call-2-keypad')
  const offer = ada.page.getByRole('region', { name: 'Incoming call' })
  await until('the key is heard', async () => {
    if (await offer.isVisible()) return true
    await jane.page.getByRole('button', { name: 'Key 1' }).click()
    return false
  })
  await hears(jane.page, musicHz, 'the customer hears the queue’s music')
  await offer.getByText('Jane Doe').first().waitFor()
  await offer.getByText('the name is not proven').waitFor()
  await ada.photograph('web-call-3-offer')
  await offer.getByRole('button', { name: 'Accept' }).click()
  const talk = ada.page.getByRole('region', { name: 'In a call' })
  const bothHear = async (): Promise<void> => {
    await hears(jane.page, agentHz, 'the customer hears the agent')
    await hears(ada.page, customerHz, 'the agent hears the customer')
  }
  await bothHear()

  await jane.page.getByRole('button', { name: 'Mute', exact: true }).click()
  await hearsNo(ada.page, customerHz, 'a muted customer is not heard')
  await jane.page.getByText('You are muted').waitFor()
  await jane.page.getByRole('button', { name: 'Unmute' }).click()
  await bothHear()

  await talk.getByRole('button', { name: 'Hold', exact: true }).click()
  await hearsNo(jane.page, agentHz, 'a held customer does not hear the agent')
  await talk.getByRole('button', { name: 'Resume', exact: true }).click()
  await bothHear()

  relay.cut(true)
  await jane.page.getByText('The connection was lost').waitFor({ timeout: 20_000 })
  await jane.photograph('web-call-4-lost')
  await relay.move()
  relay.cut(false)
  await jane.page.getByText('You are connected').waitFor({ timeout: 20_000 })
  await bothHear()

  await jane.page.reload()
  await jane.page.getByText('You are connected').waitFor({ timeout: 20_000 })
  await bothHear()

  await talk.getByRole('button', { name: 'Hang up' }).click()
  await jane.page.getByText('The call has ended').waitFor()
  await ada.photograph('web-call-5-wrap-up')
  const wrapUp = ada.page.getByRole('region', { name: 'Wrap-up' })
  await wrapUp.getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUp.getByRole('button', { name: 'Complete' }).click()
  const { row, timeline } = await person.closed('web')
  expect(row).toMatchObject({
    customer: { address: 'web', name: 'Jane Doe' },
    dialled: 'web:shop',
    outcome: 'handled',
  })
  expect(timeline.find(entry => entry.kind === 'talk-ended')?.fact).toMatchObject({ by: 'agent' })
  await nothingLeft(center, person, portsBefore)
  expect([jane.complaints, ada.complaints]).toEqual([[], []])
}, 180_000)

test('closed hours and a full queue are heard and end the call; a page that goes away ends its own', async () => {
  await using floor = await openFloorWithPhone({ web: { origins: [] } })
  const { center } = floor
  await using calls = await openBrowser(speaking(customerVoice))
  const person = await center.person('cleo')
  const portsBefore = await center.parley.udpPorts()
  for (const entry of ['night', 'crowd']) {
    const jane = await takeSeat(calls.browser, center.origin, phone)
    await jane.page.goto(`${center.origin}/call/test-house/${entry}`)
    await jane.page.getByRole('button', { name: 'Call now' }).click()
    await hears(jane.page, sorryHz, `the words of ${entry} are heard`)
    await jane.page.getByText('The call has ended').waitFor({ timeout: 20_000 })
    await jane.page.getByRole('button', { name: 'Call again' }).waitFor()
    expect(jane.complaints).toEqual([])
    await jane.page.context().close()
  }
  const jane = await takeSeat(calls.browser, center.origin, phone)
  await jane.page.goto(`${center.origin}/call/test-house/shop`)
  await callFrom(jane.page)
  await jane.page.close()
  await until(
    'the call of a closed page has ended',
    async () => (await person.board()).interactions.length === 0,
    goneMsMax,
  )
  await nothingLeft(center, person, portsBefore)
}, 180_000)

/** Another site, whose page holds the button of the server that its address names. */
async function openSite(): Promise<AsyncDisposable & { readonly port: number }> {
  const port = await freePort()
  const server = createServer(({ url = '/' }, response) => {
    const parley = new URL(url, 'http://site').searchParams.get('parley')
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(`<!doctype html><meta name="viewport" content="width=device-width">
      <title>Shop</title><h1>Shop</h1>
      <script src="${parley}/web-call.js" data-tenant="test-house" data-entry="shop"
        data-language="es" data-name="Jane"></script>`)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('another site holds the button where it may, in its language; elsewhere the frame stays empty', async () => {
  await using site = await openSite()
  const allowed = `http://localhost:${site.port}`
  await using floor = await openFloorWithPhone({ web: { origins: [allowed] } })
  const { center } = floor
  const asked = `?parley=${center.origin}`
  await using calls = await openBrowser(speaking(customerVoice))
  const context = await calls.browser.newContext({ viewport: phone, colorScheme: 'dark' })
  const page = await context.newPage()
  await page.goto(`${allowed}/${asked}`)
  const frame = page.frameLocator('iframe')
  await frame.getByRole('checkbox').check()
  await frame.getByRole('button', { name: 'Llamar ahora' }).click()
  await frame.getByText('Está conectado').waitFor({ timeout: 20_000 })
  await page.screenshot({ path: join('test-results', 'screenshots', 'web-call-6-embedded.png') })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(phone.width)
  await frame.getByRole('button', { name: 'Colgar' }).click()
  await frame.getByText('La llamada ha terminado').waitFor()

  const refused = await context.newPage()
  const blocked = refused.waitForEvent('console', {
    predicate: message => message.text().includes('frame-ancestors'),
  })
  await refused.goto(`http://127.0.0.1:${site.port}/${asked}`)
  await blocked
  expect(await refused.frameLocator('iframe').getByRole('button').count()).toBe(0)
}, 120_000)

test('a microphone that is refused rings nobody, and the page says what to do', async () => {
  await using floor = await openFloorWithPhone({ web: { origins: [] } })
  const { center } = floor
  await using calls = await openBrowser(['--deny-permission-prompts'])
  const person = await center.person('cleo')
  const jane = await takeSeat(calls.browser, center.origin, phone)
  await jane.page.goto(`${center.origin}/call/test-house/shop`)
  await jane.page.getByRole('checkbox').check()
  await jane.page.getByRole('button', { name: 'Call now' }).click()
  await jane.page
    .getByRole('alert')
    .getByText(/microphone/i)
    .waitFor()
  await jane.photograph('web-call-7-refused')
  expect((await person.interactions()).rows).toEqual([])
  await jane.page.goto(`${center.origin}/call/test-house/nowhere`)
  await jane.page.getByRole('heading', { name: /leads nowhere/ }).waitFor()
})
