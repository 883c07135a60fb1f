import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { AgentId, LegId } from '#core'
import { toId } from '#core'
import { freePort } from '../e2e/peers/free-port.ts'
import type { Sipp } from '../e2e/peers/sipp.ts'
import { openSipp } from '../e2e/peers/sipp.ts'
import { until } from '../e2e/peers/until.ts'
import { toMuLaw } from '../e2e/peers/wav.ts'
import type { Customer, Floor, Ringing } from './parts/floor.ts'
import { agentHz, customerHz, openFloor } from './parts/floor.ts'
import { clientOf, ourName, people } from './parts/people.ts'
import { bothHear, endCall, hears, ring } from './parts/talk.ts'

/* A number outside that is to be heard before it answers: SIPp as the carrier, and a socket for its sound. */

const announcedHz = 950
const ringbackHz = 425
const outside = '+441632960999'

let floor: Floor
let port: number

beforeAll(async () => {
  port = await freePort()
  floor = await openFloor({
    carrier: { target: { transport: 'udp', host: '127.0.0.1', port } },
  })
  await until('we are paired', () => floor.emulator.activeSbcs().includes(ourName))
})
afterAll(() => floor[Symbol.asyncDispose]())
afterEach(() => floor.settled())

/** The carrier's sound: silence until it is to speak. */
interface Voice extends AsyncDisposable {
  readonly port: number
  /** Sends to a port, a frame each 20 ms. */
  to(port: number): void
  hz: number
}

async function openVoice(): Promise<Voice> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  let clock: NodeJS.Timeout | undefined
  let sent = 0
  const voice: Voice = {
    port: socket.address().port,
    hz: 0,
    to(target) {
      clock = setInterval(() => {
        socket.send(frameOf(voice.hz, sent), target, '127.0.0.1')
        sent += 1
      }, 20)
    },
    async [Symbol.asyncDispose]() {
      clearInterval(clock)
      socket.close()
      await once(socket, 'close')
    },
  }
  return voice
}

function frameOf(hz: number, nth: number): Buffer {
  const head = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9])
  head.writeUInt16BE(nth % 65_536, 2)
  head.writeUInt32BE(nth * 160, 4)
  const samples = Array.from({ length: 160 }, (_, at) =>
    toMuLaw(Math.round(8_000 * Math.sin((2 * Math.PI * hz * (nth * 160 + at)) / 8_000))),
  )
  return Buffer.concat([head, Buffer.from(samples)])
}

function carrier(scenario: string, voice: Voice): Promise<Sipp> {
  return openSipp({ scenario, words: { SOUND_PORT: voice.port }, port })
}

/** A customer for whom a number outside is called, as a flow does it: with our ringing tone. */
async function called(): Promise<Ringing & { readonly customer: Customer }> {
  const customer = await floor.customer()
  const ringing = ring(floor, customer, outside)
  void floor.order(ringingTone(customer.leg))
  return { ...ringing, customer }
}

function ringingTone(leg: LegId): Parameters<Floor['order']>[0] {
  const prompts = [{ kind: 'tone', tone: 'ringback' }] as const
  return { kind: 'play', leg, prompts, language: 'en', loop: true }
}

test('a carrier’s announcement is heard by the customer in place of our ringing, which a silent 183 leaves alone', async () => {
  await using voice = await openVoice()
  await using sipp = await carrier('carrier-announces', voice)
  const { customer, result } = await called()
  const { Port } = await sipp.told('speaking')
  voice.to(Number(Port))
  await until('our ringing is heard', () => hears(customer.call, ringbackHz))
  voice.hz = announcedHz
  await until('the announcement is heard', () => hears(customer.call, announcedHz))
  sipp.go()
  expect(await result).toMatchObject({ ok: false })
  await sipp.told('refused')
  await endCall(floor, customer.leg)
})

test('a number that rings with a sound of its own and answers is talked with', async () => {
  await using voice = await openVoice()
  await using sipp = await carrier('carrier-rings-by-itself', voice)
  const { customer, leg, result } = await called()
  const { Port } = await sipp.told('speaking')
  voice.hz = announcedHz
  voice.to(Number(Port))
  await until('its ringing is heard', () => hears(customer.call, announcedHz))
  sipp.go()
  expect(await result).toEqual({ ok: true })
  voice.hz = 600
  await floor.order({ kind: 'connect', legs: [customer.leg, leg] })
  await until('it is heard talking', () => hears(customer.call, 600))
  await endCall(floor, leg, customer.leg)
  await sipp.finished()
})

test('an agent who consults a number outside hears our ringing, then its announcement, and is not held', async () => {
  const anna = clientOf(floor.emulator, 'anna')
  const { leg: customerLeg, from, call } = await floor.customer()
  const agent = toId<LegId>('anna-1')
  const to = people.anna.number
  const agentRings = {
    kind: 'ring',
    leg: agent,
    customerLeg,
    agent: toId<AgentId>('anna'),
    to,
    from,
  } as const
  anna.set({ reaction: { kind: 'rings' }, says: [{ kind: 'tone', hz: agentHz, ms: 60_000 }] })
  const answered = floor.order(agentRings)
  await until('Anna’s client rings', () => anna.state().kind === 'ringing')
  anna.answer()
  expect(await answered).toEqual({ ok: true })
  await floor.order({ kind: 'connect', legs: [customerLeg, agent] })
  await bothHear(floor, { call })
  await using voice = await openVoice()
  await using sipp = await carrier('carrier-announces', voice)
  const ringing = ring(floor, { leg: customerLeg, from }, outside)
  await floor.order({ kind: 'connect', legs: [agent] })
  const { Port } = await sipp.told('speaking')
  await until('the agent hears it ring', () => hears(anna, ringbackHz))
  voice.hz = announcedHz
  voice.to(Number(Port))
  await until('the agent hears the announcement', () => hears(anna, announcedHz))
  expect(anna.state()).toMatchObject({ kind: 'talking', held: 'no' })
  sipp.go()
  expect(await ringing.result).toMatchObject({ ok: false })
  await floor.order({ kind: 'connect', legs: [customerLeg, agent] })
  await until('the agent hears the customer again', () => hears(anna, customerHz))
  await endCall(floor, agent, customerLeg)
})
