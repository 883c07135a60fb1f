import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ClientBehaviour } from '#emulator'
import { sine } from '../e2e/peers/tones.ts'
import { until } from '../e2e/peers/until.ts'
import { writeWav } from '../e2e/peers/wav.ts'
import type { Floor } from './parts/floor.ts'
import { agentHz, openFloor } from './parts/floor.ts'
import { clientOf, ourName, people, proxyName } from './parts/people.ts'
import { bothHear, endCall, hears, ring, talking } from './parts/talk.ts'

/*
 * Calls from us to Teams: the cases I1 to I20 of the catalogue. Microsoft's score card must stay
 * empty in each: whatever becomes of a call, we kept the rules.
 */

let floor: Floor

beforeAll(async () => {
  floor = await openFloor()
  await until('we are paired', () => floor.emulator.activeSbcs().includes(ourName))
})
afterAll(() => floor[Symbol.asyncDispose]())
beforeEach(() => reacts({ reaction: { kind: 'rings' } }))
afterEach(() => floor.settled())

function reacts(behaviour: ClientBehaviour): void {
  const says = [{ kind: 'tone', hz: agentHz, ms: 60_000 }] as const
  clientOf(floor.emulator, 'anna').set({ says, ...behaviour })
}

const anna = (): ReturnType<typeof clientOf> => clientOf(floor.emulator, 'anna')
const rings = (): Promise<boolean> =>
  until('Anna’s client rings', () => floor.tap.received('180').length > 0)

test('I1: a call rings, is answered, carries sound both ways, and Teams hangs up', async () => {
  const { leg, call, agent } = await talking(floor)
  const [invite] = floor.tap.sent('INVITE')
  expect(invite?.text).toMatch(
    new RegExp(`^INVITE sip:\\${people.anna.number}@${proxyName};user=phone SIP/2\\.0\r\n`),
  )
  expect(invite?.field('contact')).toContain(`@${ourName}:${floor.tlsPort};transport=tls`)
  expect(invite?.field('x-ms-sbc')).toBe('Parley/Parley/1.2.3')
  const [ack] = floor.tap.sent('ACK')
  expect(ack?.text).toMatch(/^ACK sip:api-du-a-euno\.pstnhub\.microsoft\.com:443;x-i=/)
  expect(ack?.field('route')).toContain(';lr>')
  anna().hangUp()
  await until('the leg’s end is told', () =>
    floor.told(agent).some(input => input.kind === 'leg-ended'),
  )
  expect(floor.told(agent)).toMatchObject([
    { kind: 'leg-ringing' },
    { kind: 'leg-ended', by: 'far-end' },
  ])
  await endCall(floor, leg)
  expect(await call.result).toMatchObject({ outcome: 'far-end-hung-up' })
})

test('I1: the same call, and we hang up', async () => {
  const { leg, agent } = await talking(floor)
  await endCall(floor, agent, leg)
  await until('Anna is idle', () => anna().state().kind === 'idle')
  expect(anna().history().at(-1)?.end).toBe('caller-hung-up')
  expect(floor.tap.sent('BYE').at(-1)?.field('reason')).toMatch(/^Q\.850;cause=16/)
})

test('I2: a 183 with sound before the answer does no harm, and the answer confirms it', async () => {
  reacts({ reaction: { kind: 'rings' }, earlyMedia: 'ringback' })
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  await until('a 183 comes', () => floor.tap.received('183').length > 0)
  anna().answer()
  expect(await ringing.result).toEqual({ ok: true })
  await floor.order({ kind: 'connect', legs: [customer.leg, ringing.leg] })
  await bothHear(floor, customer)
  const tag = (what: string): string =>
    /;tag=([^;]+)/.exec(floor.tap.received(what)[0]?.field('to') ?? '')?.[1] ?? what
  expect(tag('200')).toBe(tag('183'))
  await endCall(floor, ringing.leg, customer.leg)
})

test('I3: three clients ring with tags of their own, and the one that answers is confirmed', async () => {
  reacts({ reaction: { kind: 'rings' }, endpoints: 3 })
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  await until('three ring', () => floor.tap.received('180').length === 3)
  anna().answer()
  expect(await ringing.result).toEqual({ ok: true })
  const tags = floor.tap.received('180').map(one => one.field('to'))
  expect(new Set(tags).size).toBe(3)
  expect(floor.tap.sent('ACK')[0]?.field('to')).toBe(floor.tap.received('200')[0]?.field('to'))
  expect(floor.told(ringing.leg)).toMatchObject([{ kind: 'leg-ringing' }])
  await endCall(floor, ringing.leg, customer.leg)
})

test.each([
  ['I4', 'the 200 comes under a tag that never rang, and is confirmed'],
  ['I9', 'nobody answers, and voicemail takes the call'],
])('%s: %s', async () => {
  reacts({ reaction: { kind: 'rings' }, voicemailAfterMs: 300 })
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  expect(await ringing.result).toEqual({ ok: true })
  await until('voicemail answered', () => {
    const state = anna().state()
    return state.kind === 'talking' && state.voicemail
  })
  const answered = floor.tap.received('200').find(one => one.field('cseq').endsWith('INVITE'))
  expect(answered?.field('to')).not.toBe(floor.tap.received('180')[0]?.field('to'))
  expect(floor.tap.sent('ACK')[0]?.field('to')).toBe(answered?.field('to'))
  await endCall(floor, ringing.leg, customer.leg)
})

test('I5: the customer gives up while it rings: CANCEL, 487, ACK, and a missed call', async () => {
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  await rings()
  await floor.order({ kind: 'hang-up', leg: ringing.leg, why: 'not-needed' })
  expect(await ringing.result).toMatchObject({ ok: false, code: 'gone' })
  expect(floor.tap.sent('CANCEL')).toHaveLength(1)
  expect(floor.tap.received('487')).toHaveLength(1)
  await until('487 is acknowledged', () => floor.tap.sent('ACK').length === 1)
  expect(anna().history().at(-1)?.end).toBe('missed')
  await endCall(floor, customer.leg)
})

test('I6: another phone was quicker: the CANCEL says so, and Anna has no missed call', async () => {
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  await rings()
  await floor.order({ kind: 'hang-up', leg: ringing.leg, why: 'answered-elsewhere' })
  await ringing.result
  expect(floor.tap.sent('CANCEL')[0]?.field('reason')).toBe(
    'SIP;cause=200;text="Call completed elsewhere"',
  )
  expect(anna().history().at(-1)?.end).toBe('answered-elsewhere')
  await endCall(floor, customer.leg)
})

test.each([
  ['I7', '603, which is final and never tried again', 'declines', 603, 'declined'],
  ['I8', '486, which the caller’s queue learns as busy', 'busy', 486, 'busy'],
  ['I9', '480 when no client is online', 'offline', 480, 'no-answer'],
] as const)('%s: %s', async (...[, , kind, status, code]) => {
  reacts({ reaction: kind === 'declines' ? { kind, afterMs: 50 } : { kind } })
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  expect(await ringing.result).toMatchObject({ ok: false, code })
  expect(floor.tap.received(String(status))).toHaveLength(1)
  expect(floor.tap.sent('INVITE')).toHaveLength(1)
  await endCall(floor, customer.leg)
})

test('I10: a number nobody has is 404, and an extension is written with its plus', async () => {
  const customer = await floor.customer()
  const nobody = ring(floor, customer, '+441632960999')
  expect(await nobody.result).toMatchObject({ ok: false, code: 'unreachable' })
  expect(floor.tap.received('404')[0]?.field('reason')).toContain('Q.850;cause=1;')
  clientOf(floor.emulator, 'short').set({ reaction: { kind: 'busy' } })
  const bare = ring(floor, customer, '1001')
  expect(await bare.result).toMatchObject({ ok: false, code: 'busy' })
  expect(floor.tap.sent('INVITE').at(-1)?.text).toMatch(/^INVITE sip:\+1001@/)
  await endCall(floor, customer.leg)
})

test('I13: what we offer is SRTP alone, SHA1_80 with a lifetime, G.711 and events, no number twice', async () => {
  const customer = await floor.customer()
  const ringing = ring(floor, customer)
  await rings()
  const offer = floor.tap.sent('INVITE')[0]?.text ?? ''
  expect(offer).toMatch(/^m=audio \d+ RTP\/SAVP /m)
  expect(offer).toMatch(/^a=crypto:\d+ AES_CM_128_HMAC_SHA1_80 inline:[A-Za-z0-9+/=]{40}/m)
  expect(offer).not.toMatch(/SHA1_32|a=candidate|a=ice|a=fingerprint/)
  expect(offer).toMatch(/^a=rtpmap:\d+ telephone-event\/8000/m)
  const types = /^m=audio \d+ \S+ (.*)\r$/m.exec(offer)?.[1]?.split(' ') ?? []
  expect(new Set(types).size).toBe(types.length)
  await floor.order({ kind: 'hang-up', leg: ringing.leg, why: 'not-needed' })
  await ringing.result
  await endCall(floor, customer.leg)
})

test('I18: an anonymous caller is put before Anna as anonymous', async () => {
  const customer = await floor.customer('anonymous')
  const ringing = ring(floor, customer)
  await rings()
  expect(anna().state()).toMatchObject({ kind: 'ringing', from: 'anonymous' })
  await floor.order({ kind: 'hang-up', leg: ringing.leg, why: 'not-needed' })
  await ringing.result
  await endCall(floor, customer.leg)
})

test('I20: a 183 whose sound is silence is no answer, and the customer hears nothing of it', async () => {
  reacts({ reaction: { kind: 'rings' }, earlyMedia: 'silence' })
  const customer = await floor.customer()
  const tone = join(floor.folder, 'ringback.wav')
  await writeWav(tone, sine(425, 2_000))
  const prompts = [{ kind: 'file', file: tone }] as const
  const played = floor.order({
    kind: 'play',
    leg: customer.leg,
    prompts,
    language: 'en-GB',
    loop: true,
  })
  const ringing = ring(floor, customer)
  await until('a 183 comes', () => floor.tap.received('183').length > 0)
  await until('our ringback is heard', () => hears(customer.call, 425))
  expect(floor.told(ringing.leg)).toMatchObject([{ kind: 'leg-ringing' }])
  await floor.order({ kind: 'hang-up', leg: ringing.leg, why: 'not-needed' })
  await ringing.result
  await endCall(floor, customer.leg)
  await played
})
