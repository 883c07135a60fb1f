import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from '../e2e/peers/until.ts'
import type { Floor } from './parts/floor.ts'
import { agentHz, openFloor } from './parts/floor.ts'
import { fieldIn } from './parts/microsoft-side.ts'
import { clientOf, ourName, people } from './parts/people.ts'
import { bothHear, endCall, hears, hearsNothing, ring, talking } from './parts/talk.ts'

/* What happens in the middle of a call with Teams, and transfers: the cases M and T of the catalogue. */

let floor: Floor

beforeAll(async () => {
  floor = await openFloor()
  await until('we are paired', () => floor.emulator.activeSbcs().includes(ourName))
  const says = [{ kind: 'tone', hz: agentHz, ms: 60_000 }] as const
  clientOf(floor.emulator, 'anna').set({ reaction: { kind: 'rings' }, says })
})
afterAll(() => floor[Symbol.asyncDispose]())
afterEach(() => floor.settled())

const anna = (): ReturnType<typeof clientOf> => clientOf(floor.emulator, 'anna')

/** RFC 4733 §3.2: the events of a keypad. */
const allKeys = '0123456789*#ABCD'

/** Where we said we listen, in every description we sent to Microsoft. */
function ourPorts(): ReadonlySet<string> {
  const said = [...floor.tap.sent('INVITE'), ...floor.tap.sent('SIP/2.0')].flatMap(({ text }) =>
    (/^m=audio \d+/m.exec(text) ?? []).map(line => `${/^c=.*$/m.exec(text)?.[0] ?? ''} ${line}`),
  )
  return new Set(said)
}

test('M3: Anna holds without music for a while and resumes; both then hear each other again', async () => {
  const talk = await talking(floor)
  expect(anna().hold(false)).toBe(true)
  await until('the customer hears no agent', () => !hears(talk.call, agentHz))
  const [hold] = floor.tap.received('INVITE')
  expect(hold?.text).toContain('a=inactive')
  await until('Anna hears nothing', () => hearsNothing(anna()))
  await until('she may resume', () => anna().resume())
  await bothHear(floor, talk)
  expect(floor.tap.received('INVITE').at(-1)?.text).toContain('a=sendrecv')
  expect(
    floor.tap.sent('SIP/2.0 200').filter(({ text }) => text.includes('a=inactive')),
  ).toHaveLength(1)
  expect(ourPorts().size).toBe(1)
  await endCall(floor, talk.agent, talk.leg)
})

test('M4: Anna holds with music: no offer changes, and the music is what the customer hears', async () => {
  const talk = await talking(floor)
  expect(anna().hold(true)).toBe(true)
  await until('music is heard', () => [523, 659, 784, 1047].some(hz => hears(talk.call, hz)))
  expect(floor.tap.received('INVITE')).toEqual([])
  expect(anna().resume()).toBe(true)
  await endCall(floor, talk.agent, talk.leg)
})

test('M1, M2, M6, M7: an agent put aside is held by inactive and taken back, and no sound moves', async () => {
  const talk = await talking(floor)
  await floor.order({ kind: 'connect', legs: [talk.agent] })
  await until('Anna’s client shows the hold', () => heldByUs())
  await until('the agent hears nobody', () => hearsNothing(anna()))
  expect(offers()).toEqual(['sendrecv', 'inactive'])
  await floor.order({ kind: 'connect', legs: [talk.leg, talk.agent] })
  await bothHear(floor, talk)
  expect(offers()).toEqual(['sendrecv', 'inactive', 'sendrecv'])
  expect(floor.told(talk.agent).map(({ kind }) => kind)).toEqual(['leg-ringing'])
  expect(ourPorts().size).toBe(1)
  await endCall(floor, talk.agent, talk.leg)
})

test('M1: a customer put aside is told nothing: our music is what a carrier hears', async () => {
  const talk = await talking(floor)
  await floor.order({ kind: 'connect', legs: [talk.leg] })
  await until('the customer hears nobody', () => hearsNothing(talk.call))
  await floor.order({ kind: 'connect', legs: [talk.leg, talk.agent] })
  await bothHear(floor, talk)
  expect(offers()).toEqual(['sendrecv'])
  await endCall(floor, talk.agent, talk.leg)
})

test('M1, M11: holds in quick turns, and one that crosses Anna’s own: both sides’ wishes are carried out', async () => {
  const talk = await talking(floor)
  for (const legs of [[talk.agent], [talk.leg, talk.agent], [talk.agent]]) {
    await floor.order({ kind: 'connect', legs })
  }
  anna().hold(false)
  await floor.order({ kind: 'connect', legs: [talk.leg, talk.agent] })
  await until('Anna’s hold is agreed on', () =>
    floor.tap.received('INVITE').some(({ text }) => text.includes('a=inactive') && agreed(text)),
  )
  await until('and so is the end of ours', () => offers().at(-1) === 'sendrecv')
  expect(anna().state()).toMatchObject({ kind: 'talking', held: 'by-us' })
  expect(anna().resume()).toBe(true)
  await bothHear(floor, talk)
  expect(anna().state()).toMatchObject({ held: 'no' })
  expect(ourPorts().size).toBe(1)
  await endCall(floor, talk.agent, talk.leg)
})

/** Whether we said 200 to an INVITE of Microsoft's. */
function agreed(invite: string): boolean {
  const sequence = fieldIn(invite, 'CSEQ')
  return floor.tap.sent('SIP/2.0 200').some(({ text }) => fieldIn(text, 'CSeq') === sequence)
}

/** The directions of our offers to Microsoft, in order. */
function offers(): readonly string[] {
  return floor.tap
    .sent('INVITE')
    .map(({ text }) => /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(text)?.[1] ?? 'none')
}

function heldByUs(): boolean {
  const state = anna().state()
  return state.kind === 'talking' && state.held === 'by-them'
}

test('M9: every key arrives once and in order, from Teams and in Teams, A to D among them', async () => {
  const talk = await talking(floor)
  const keys = (leg: typeof talk.leg): string =>
    floor
      .told(leg)
      .flatMap(input => (input.kind === 'digit-pressed' ? [input.digit] : []))
      .join('')
  expect(await anna().press(allKeys)).toBe(true)
  await until('all of Anna’s keys are here', () => keys(talk.agent).length === 16)
  expect(keys(talk.agent)).toBe(allKeys)
  expect(await floor.press(talk.agent, allKeys)).toBe(true)
  await until('all of our keys are there', () => anna().keys().length === 16)
  expect(anna().keys()).toBe(allKeys)
  await endCall(floor, talk.agent, talk.leg)
})

test('M12: in a whole call Microsoft is sent none of the methods it does not know', async () => {
  const talk = await talking(floor)
  const allow = floor.tap.sent('INVITE')[0]?.field('allow') ?? ''
  expect(allow).toContain('NOTIFY')
  await endCall(floor, talk.agent, talk.leg)
  for (const method of ['UPDATE', 'INFO', 'PRACK', 'REFER', 'SUBSCRIBE', 'MESSAGE']) {
    expect(floor.tap.sent(method)).toEqual([])
  }
})

test('T10: our Allow has no REFER, so Microsoft sends none and moves the call by itself', async () => {
  const talk = await talking(floor)
  expect(await anna().transfer({ kind: 'person', personId: people.ben.id })).toBe(false)
  expect(floor.tap.received('REFER')).toEqual([])
  await bothHear(floor, talk)
  await endCall(floor, talk.agent, talk.leg)
})

test('T12: we hand the customer from Anna to Ben by a second INVITE, and move no sound', async () => {
  const benHz = 1_200
  const says = [{ kind: 'tone', hz: benHz, ms: 60_000 }] as const
  clientOf(floor.emulator, 'ben').set({ reaction: { kind: 'answers', afterMs: 100 }, says })
  const talk = await talking(floor)
  const second = ring(floor, talk, people.ben.number)
  expect(await second.result).toEqual({ ok: true })
  await floor.order({ kind: 'connect', legs: [talk.leg, second.leg] })
  await until('the customer hears Ben', () => hears(talk.call, benHz))
  await endCall(floor, talk.agent)
  await until('Anna is out of it', () => anna().state().kind === 'idle')
  expect(floor.tap.sent('INVITE').map(one => one.field('replaces'))).toEqual(['', ''])
  await until('Ben is still heard', () => hears(talk.call, benHz))
  await endCall(floor, second.leg, talk.leg)
})

test('R8: two organisations have the number +1001; our name decides that Contoso’s phone rings', async () => {
  clientOf(floor.emulator, 'short').set({ reaction: { kind: 'rings' } })
  const customer = await floor.customer()
  const ringing = ring(floor, customer, people.short.number)
  await until(
    'the front desk rings',
    () => clientOf(floor.emulator, 'short').state().kind === 'ringing',
  )
  expect(floor.emulator.client('fay').state().kind).toBe('idle')
  await floor.order({ kind: 'hang-up', leg: ringing.leg, why: 'not-needed' })
  await ringing.result
  await endCall(floor, customer.leg)
})
