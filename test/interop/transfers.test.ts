import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { until } from '../e2e/peers/until.ts'
import type { Floor } from './parts/floor.ts'
import { agentHz, customerHz, openFloor } from './parts/floor.ts'
import { clientOf, ourName, people } from './parts/people.ts'
import { bothHear, endCall, hears, hearsNothing, talking } from './parts/talk.ts'

/*
 * A Teams user hands a call on by REFER, on a trunk whose transfers are ours to carry out: the cases T
 * of the catalogue that begin with Microsoft. Its score card stays empty in each.
 */

let floor: Floor
const benHz = 1_200
/** Ringback as Europe hears it. */
const ringbackHz = 425

beforeAll(async () => {
  floor = await openFloor({ transfers: 'by-parley' })
  await until('we are paired', () => floor.emulator.activeSbcs().includes(ourName))
})
afterAll(() => floor[Symbol.asyncDispose]())
beforeEach(() => {
  anna().set({ reaction: { kind: 'rings' }, says: [{ kind: 'tone', hz: agentHz, ms: 60_000 }] })
  ben().set({ reaction: { kind: 'rings' }, says: [{ kind: 'tone', hz: benHz, ms: 60_000 }] })
})
afterEach(() => floor.settled())

const anna = (): ReturnType<typeof clientOf> => clientOf(floor.emulator, 'anna')
const ben = (): ReturnType<typeof clientOf> => clientOf(floor.emulator, 'ben')
const toBen = { kind: 'person', personId: people.ben.id } as const

/** What our NOTIFYs report, in order. */
const reported = (): readonly string[] =>
  floor.tap.sent('NOTIFY').map(({ text }) => /\r\n\r\nSIP\/2\.0 (\d+)/.exec(text)?.[1] ?? 'nothing')

/** Where we said we listen, in every description to Microsoft. */
const ourPorts = (): number =>
  new Set(
    [...floor.tap.sent('INVITE'), ...floor.tap.sent('SIP/2.0')].flatMap(
      ({ text }) => /^m=audio \d+/m.exec(text) ?? [],
    ),
  ).size

test.each([
  ['T1, T8, T9: a blind transfer', false],
  ['T3: a consultative transfer, with the customer on hold meanwhile,', true],
])(
  '%s is a call of ours to the proxy, in its own words, that takes the place of the first',
  async (_, isAsked) => {
    const talk = await talking(floor)
    if (isAsked) {
      anna().hold(false)
      await until('Anna holds', () => hearsNothing(anna()))
    }
    const done = anna().transfer(toBen)
    await until('Ben rings', () => ben().state().kind === 'ringing')
    // T14: nothing comes from Anna any more; on hold it is music that plays on, and else it rings.
    if (!isAsked) await until('the customer hears it ring', () => hears(talk.call, ringbackHz))
    const [refer] = floor.tap.received('REFER')
    const invite = floor.tap.sent('INVITE').at(-1)
    const referTo = /<(.*)>/.exec(refer?.field('refer-to') ?? '')?.[1] ?? 'nobody'
    expect(invite?.text.startsWith(`INVITE ${referTo} SIP/2.0\r\n`)).toBe(true)
    const longest = floor.tap.received('REFER').map(one => one.field('referred-by').length)
    expect(Math.max(...longest)).toBeGreaterThanOrEqual(400)
    expect(invite?.field('referred-by')).toBe(refer?.field('referred-by'))
    expect(invite?.field('from')).toContain(`sip:${talk.from}@${ourName}`)
    expect(invite?.text).toContain('a=sendrecv')
    ben().answer()
    expect(await done).toBe(true)
    await until('the customer hears Ben', () => hears(talk.call, benHz))
    await until('Ben hears the customer', () => hears(ben(), customerHz))
    expect(anna().state().kind).toBe('idle')
    expect(reported()).toEqual(['100', '180', '200'])
    // The first leg was ended by Microsoft, after our report and not by us.
    expect(floor.tap.sent('BYE')).toEqual([])
    expect(floor.tap.sent('INVITE').map(one => one.field('replaces'))).not.toContain(
      expect.stringContaining('tag'),
    )
    expect(ourPorts()).toBe(1)
    expect(floor.told(talk.agent).filter(({ kind }) => kind === 'leg-ended')).toEqual([])
    await endCall(floor, talk.agent, talk.leg)
    await until('Ben is idle', () => ben().state().kind === 'idle')
  },
)

test('T14: the customer hears ringing as long as the colleague is called, and the agent again when nobody comes', async () => {
  const talk = await talking(floor)
  ben().set({ reaction: { kind: 'declines', afterMs: 3_000 } })
  const done = anna().transfer(toBen)
  await until('it rings', () => hears(talk.call, ringbackHz))
  // One second of ringing, four of nothing: Anna is not heard in between.
  await until('it pauses', () => hearsNothing(talk.call))
  expect(await done).toBe(false)
  await bothHear(floor, talk)
  await endCall(floor, talk.agent, talk.leg)
})

test.each([
  ['declines', { kind: 'declines', afterMs: 50 }, '603'],
  ['is busy', { kind: 'busy' }, '486'],
] as const)(
  'T7: the colleague %s: Microsoft is told so, and the two who talked go on talking',
  async (...[, reaction, status]) => {
    ben().set({ reaction })
    const talk = await talking(floor)
    expect(await anna().transfer(toBen)).toBe(false)
    expect(reported().at(-1)).toBe(status)
    expect(hears(talk.call, ringbackHz)).toBe(false)
    await bothHear(floor, talk)
    await endCall(floor, talk.agent, talk.leg)
  },
)

test('T7: who was asked aside declines: the customer is taken back from hold', async () => {
  ben().set({ reaction: { kind: 'declines', afterMs: 50 } })
  const talk = await talking(floor)
  anna().hold(false)
  await until('Anna hears nothing', () => hearsNothing(anna()))
  expect(await anna().transfer(toBen)).toBe(false)
  await until('she may resume', () => anna().resume())
  await bothHear(floor, talk)
  await endCall(floor, talk.agent, talk.leg)
})

test('T6: the customer hangs up while the colleague rings: the new call is cancelled, and nobody is left', async () => {
  const talk = await talking(floor)
  const done = anna().transfer(toBen)
  await until('Ben rings', () => ben().state().kind === 'ringing')
  talk.call.hangUp()
  await endCall(floor, talk.agent, talk.leg)
  expect(await done).toBe(false)
  await until('Ben rings no more', () => ben().state().kind === 'idle')
  expect(floor.emulator.violations().map(({ code }) => code)).toEqual(['bye-before-notify'])
  floor.emulator.forgetViolations()
})

test('a call that was handed on is held, taken back and handed on once more', async () => {
  const talk = await talking(floor)
  ben().set({ ...ben().behaviour(), reaction: { kind: 'answers', afterMs: 50 } })
  expect(await anna().transfer(toBen)).toBe(true)
  await until('the customer hears Ben', () => hears(talk.call, benHz))
  await floor.order({ kind: 'connect', legs: [talk.agent] })
  await until('Ben’s client shows the hold', () => {
    const state = ben().state()
    return state.kind === 'talking' && state.held === 'by-them'
  })
  await floor.order({ kind: 'connect', legs: [talk.leg, talk.agent] })
  await until('Ben hears the customer again', () => hears(ben(), customerHz))
  const again = ben().transfer({ kind: 'person', personId: people.anna.id })
  await until('Anna rings', () => anna().state().kind === 'ringing')
  anna().answer()
  expect(await again).toBe(true)
  await bothHear(floor, talk)
  await endCall(floor, talk.agent, talk.leg)
})
