import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CarrierTrunk } from '#channels'
import { keepTrunks } from '#channels'
import { systemClock } from '#engine'
import { freePort } from '../e2e/peers/free-port.ts'
import { openSipp } from '../e2e/peers/sipp.ts'
import { until } from '../e2e/peers/until.ts'
import type { Floor } from './parts/floor.ts'
import { openFloor } from './parts/floor.ts'
import { endCall, ring } from './parts/talk.ts'

/* A carrier that knows us by user and password, and not by our address: SIPp in its place. */

const credentials = { username: 'trunk42', password: 'sesame, open' }
const words = { USER: credentials.username, PASSWORD: credentials.password }

let floor: Floor
let port: number

beforeAll(async () => {
  port = await freePort()
  floor = await openFloor({
    carrier: { credentials, target: { transport: 'udp', host: '127.0.0.1', port } },
  })
})
afterAll(() => floor[Symbol.asyncDispose]())

/** The trunk whose registrar listens on a port. */
function registered(at: number, password = credentials.password): CarrierTrunk {
  return {
    kind: 'carrier',
    id: 'carrier',
    peers: ['127.0.0.1'],
    credentials: { ...credentials, password },
    registrar: {
      target: { transport: 'udp', host: '127.0.0.1', port: at },
      domain: 'carrier.example',
      expiresSeconds: 600,
    },
  }
}

test('a registrar that challenges takes us with our account as the Contact, and hears when we go', async () => {
  await using registrar = await openSipp({ scenario: 'registrar-challenges', words })
  const logged: string[] = []
  const trunks = keepTrunks({
    trunks: [registered(registrar.port)],
    sip: floor.sip,
    clock: systemClock(),
    log: (_, what) => void logged.push(what),
    version: '1',
  })
  const { Contact } = await registrar.told('registered')
  const ours = floor.sip.bound.find(({ transport }) => transport === 'udp')
  expect(Contact).toBe(`sip:trunk42@127.0.0.1:${ours?.port}`)
  const now = { registrar: `127.0.0.1:${registrar.port}`, state: 'registered' }
  await until('the answer is here', () => trunks.registrations().get('carrier')?.state !== 'asking')
  expect([trunks.registrations().get('carrier'), logged]).toEqual([now, ['trunk-registered']])
  await trunks.stop()
  await registrar.finished()
})

test('a password the registrar does not take is said in plain words, with what to do', async () => {
  await using registrar = await openSipp({ scenario: 'registrar-challenges', words })
  const logged: string[] = []
  const trunks = keepTrunks({
    trunks: [registered(registrar.port, 'wrong')],
    sip: floor.sip,
    clock: systemClock(),
    log: (level, what, fields) => void logged.push(`${level} ${what} ${JSON.stringify(fields)}`),
    version: '1',
  })
  await registrar.told('wrong')
  const kept = () => trunks.registrations().get('carrier')
  await until('the answer is here', () => kept()?.state === 'failed')
  expect(kept()?.words).toBe('The registrar forbids us to register (403).')
  expect(logged).toHaveLength(1)
  expect(logged[0]).toMatch(/^warn trunk-not-registered/)
  expect(logged[0]).not.toContain('wrong"')
  await trunks.stop()
})

test('a carrier that asks who calls is answered, and the call goes on', async () => {
  await using carrier = await openSipp({
    scenario: 'carrier-challenges',
    words: { ...words, SOUND_PORT: 40_000 },
    port,
  })
  const customer = await floor.customer()
  const ringing = ring(floor, customer, '+441632960999')
  await carrier.told('proven')
  expect(await ringing.result).toEqual({ ok: true })
  await endCall(floor, ringing.leg, customer.leg)
  await carrier.finished()
  await floor.settled()
})
