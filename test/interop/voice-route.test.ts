import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freePort } from '../e2e/peers/free-port.ts'
import { until } from '../e2e/peers/until.ts'
import type { Floor } from './parts/floor.ts'
import { agentHz, customerHz, openFloor } from './parts/floor.ts'
import { blockedNumber, clientOf, ourName, people } from './parts/people.ts'
import type { Telephone } from './parts/telephone.ts'
import { openTelephone, phoneHz, phonesName } from './parts/telephone.ts'
import { bothHear, endCall, hears, ring, talking } from './parts/talk.ts'

/*
 * Calls that Teams leads on: to the phone network by the organisation's other trunk, to both at
 * once, to a queue whose agent picks up. The score card stays empty in each.
 */

let floor: Floor
let telephone: Telephone
const benHz = 1_200
const outside = '+441632960555'

beforeAll(async () => {
  floor = await openFloor({ transfers: 'by-parley' })
  telephone = await openTelephone(floor)
  await until('we are paired', () => floor.emulator.activeSbcs().includes(ourName))
})
afterAll(async () => {
  await telephone[Symbol.asyncDispose]()
  await floor[Symbol.asyncDispose]()
})
beforeEach(() => {
  telephone.meets = 'answers'
  ours({ enabled: false })
  anna().set({ reaction: { kind: 'rings' }, says: [{ kind: 'tone', hz: agentHz, ms: 60_000 }] })
  ben().set({ reaction: { kind: 'rings' }, says: [{ kind: 'tone', hz: benHz, ms: 60_000 }] })
})
afterEach(() => floor.settled())

/** Where Microsoft finds our trunk, and whether its administrator drains it. */
function ours(change: { readonly port?: number; readonly enabled?: boolean }): void {
  floor.emulator.pointSbc(ourName, { host: '127.0.0.1', port: floor.tlsPort, ...change })
}

const anna = (): ReturnType<typeof clientOf> => clientOf(floor.emulator, 'anna')
const ben = (): ReturnType<typeof clientOf> => clientOf(floor.emulator, 'ben')
const idle = (): Promise<boolean> => until('Anna is idle', () => anna().state().kind === 'idle')

/** What our NOTIFYs report, in order. */
const reported = (): readonly string[] =>
  floor.tap.sent('NOTIFY').map(({ text }) => /\r\n\r\nSIP\/2\.0 (\d+)/.exec(text)?.[1] ?? 'nothing')

test('T2, O11: a transfer to the phone network is our call to the proxy, which calls on by the trunk that is not drained', async () => {
  const talk = await talking(floor)
  expect(await anna().transfer({ kind: 'number', number: outside })).toBe(true)
  await until('the customer hears the telephone', () => hears(talk.call, phoneHz))
  const invite = floor.tap.sent('INVITE').at(-1)
  const [refer] = floor.tap.received('REFER')
  const referTo = /<(.*)>/.exec(refer?.field('refer-to') ?? '')?.[1] ?? 'nobody'
  expect(invite?.text.startsWith(`INVITE ${referTo} SIP/2.0\r\n`)).toBe(true)
  expect(referTo).toContain(outside)
  expect(invite?.field('referred-by')).toBe(refer?.field('referred-by'))
  const came = telephone.calls.at(-1)?.invite
  expect(came?.from.uri).toContain(talk.from)
  expect(came?.headers('referred-by')[0]).toContain(people.anna.number)
  expect(came?.headers('history-info')).toEqual([])
  expect(reported()).toEqual(['100', '180', '200'])
  expect(anna().state().kind).toBe('idle')
  await endCall(floor, talk.agent, talk.leg)
  await until('the telephone is put down', () => telephone.ends.at(-1) === 'bye')
})

test('T2: a number outside that is busy leaves the two who talked to each other', async () => {
  telephone.meets = 'busy'
  const talk = await talking(floor)
  expect(await anna().transfer({ kind: 'number', number: outside })).toBe(false)
  expect(reported().at(-1)).toBe('486')
  await bothHear(floor, talk)
  await endCall(floor, talk.agent, talk.leg)
})

test('T2: a route that leads back to us, where nobody has the number, ends as 404, and the two talk on', async () => {
  ours({})
  const talk = await talking(floor)
  const done = anna().transfer({ kind: 'number', number: outside })
  // Whose number it is, the tenant decides: nobody’s here.
  await floor.order({ kind: 'reject', leg: await floor.comes(), why: 'unknown-number' })
  expect(await done).toBe(false)
  expect(floor.tap.received('INVITE').at(-1)?.text).toContain(outside)
  expect(reported().at(-1)).toBe('404')
  await bothHear(floor, talk)
  await endCall(floor, talk.agent, talk.leg)
})

test('O11: calls under way go on while the trunk is drained, and new ones go elsewhere until it is not', async () => {
  ours({})
  const talk = await talking(floor)
  ours({ enabled: false })
  const before = floor.tap.received('INVITE').length
  expect(ben().call(outside)).toBe(true)
  await until('Ben talks with the telephone', () => hears(ben(), phoneHz))
  expect(floor.tap.received('INVITE')).toHaveLength(before)
  await bothHear(floor, talk)
  ben().hangUp()
  anna().hangUp()
  await idle()
  await endCall(floor, talk.leg)
})

test('O10: while our port is closed a call out of Teams goes by the next trunk', async () => {
  ours({ port: await freePort() })
  expect(ben().call(outside)).toBe(true)
  await until('Ben talks with the telephone', () => hears(ben(), phoneHz))
  ben().hangUp()
  await until('Ben is idle', () => ben().state().kind === 'idle')
  expect(telephone.calls.at(-1)?.invite.requestUri).toContain(`${outside}@${phonesName}`)
})

test.each([
  ['the telephone answers', 'answers', phoneHz],
  ['the person answers, and the telephone is called no more', 'rings', agentHz],
] as const)('I16: a person and a number outside ring at once: %s', async (...[, meets, hz]) => {
  telephone.meets = meets
  const rung = telephone.calls.length
  anna().set({ ...anna().behaviour(), reaction: { kind: 'rings-with', to: outside } })
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  await until('the telephone rings', () => telephone.calls.length > rung)
  if (meets === 'rings') anna().answer()
  expect(await ringing.result).toEqual({ ok: true })
  await floor.order({ kind: 'connect', legs: [customer.leg, ringing.leg] })
  await until('the customer hears who answered', () => hears(customer.call, hz))
  const [history] = telephone.calls.at(-1)?.invite.headers('history-info') ?? []
  expect(history).toContain(people.anna.number)
  await until(
    'it rings on for nobody',
    () => meets !== 'rings' || telephone.ends.at(-1) === 'cancelled',
  )
  await endCall(floor, ringing.leg, customer.leg)
  await idle()
})

test('I17: a caller whom the organisation blocked is refused with 403, and the queue learns it as refused', async () => {
  const customer = await floor.customer(blockedNumber)
  expect(await ring(floor, customer).result).toMatchObject({ ok: false, code: 'refused' })
  expect(floor.tap.received('403')[0]?.field('reason')).toContain('Q.850;cause=21;')
  expect(anna().history().at(-1)?.from).not.toBe(blockedNumber)
  await endCall(floor, customer.leg)
})

test('I19, T11: a queue answers before anything rang, and its agent takes the call by INVITE with Replaces', async () => {
  anna().set({ ...anna().behaviour(), reaction: { kind: 'voice-app' } })
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  expect(await ringing.result).toEqual({ ok: true })
  expect(floor.tap.received('180')).toEqual([])
  await floor.order({ kind: 'connect', legs: [customer.leg, ringing.leg] })
  await until('the customer hears the queue', () => hears(customer.call, agentHz))
  await floor.press(ringing.leg, '1')
  await until('it hears a key', () => anna().keys() === '1')
  expect(ben().pickUp(people.anna.id)).toBe(true)
  await until('the customer hears Ben', () => hears(customer.call, benHz))
  await until('Ben hears the customer', () => hears(ben(), customerHz))
  await idle()
  expect(floor.tap.received('INVITE').at(-1)?.field('replaces')).toContain(';to-tag=')
  // The leg stays what it was: the customer’s side, and whoever decides, never noticed.
  expect(floor.told(ringing.leg).filter(({ kind }) => kind === 'leg-ended')).toEqual([])
  ben().hangUp()
  await until('its end is told', () => floor.told(ringing.leg).at(-1)?.kind === 'leg-ended')
  expect(ben().pickUp(people.anna.id)).toBe(false)
  await endCall(floor, customer.leg)
})

test('R17: a ring that is shorter than the person’s own delay never ends in voicemail', async () => {
  anna().set({ reaction: { kind: 'rings' }, voicemailAfterMs: 1_500 })
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  await until('it rings', () => anna().state().kind === 'ringing')
  await floor.order({ kind: 'hang-up', leg: ringing.leg, why: 'not-needed' })
  expect(await ringing.result).toMatchObject({ ok: false, code: 'gone' })
  await idle()
  expect(anna().history().at(-1)).toMatchObject({ end: 'missed', answeredAtMs: undefined })
  await endCall(floor, customer.leg)
})
