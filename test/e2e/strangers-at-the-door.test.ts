import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openChild } from './peers/child.ts'
import { musicHz, numbers } from './peers/contact-center.ts'
import { agentHz, openFloorWithPhone } from './peers/floor-with-phone.ts'
import { nothingLeft } from './peers/nothing-left.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import { residentMb } from './peers/resident-mb.ts'
import { openSipp } from './peers/sipp.ts'
import { until } from './peers/until.ts'

const flood = join(import.meta.dirname, 'peers', 'flood-child.ts')
const floodMs = 6_000
const messagesPerSecond = 3_000
/** The share of the time in which the customer must hear the agent, who never stops. */
const heardShareMin = 0.95
/** What the process may grow by: held connections, half messages, refusals that are remembered for 32 s (timer J). It levels off there. */
const growthMbMax = 200
/** Strangers may not fill the log. */
const logLinesMax = 200

test('strangers flood every port, and a talk goes on unbroken, and a customer still gets in', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  const portsBefore = await center.parley.udpPorts()
  const ada = await center.person('ada')
  await ada.ready()
  await using sound = await openPhoneSound()
  await using call = await openSipp({
    scenario: 'caller-hangs-up',
    to: { ...center.sip, user: numbers.main },
    words: { CALLER: '+441632960901', SOUND_PORT: sound.port, CODECS: '0 101' },
  })
  const soundPort = Number((await call.told('answered'))['Port'])
  sound.talkTo(soundPort)
  await until('the greeting is heard', () => sound.msLoud() > 500)
  await sound.press('1')
  await phone.event('CALL_INCOMING')
  phone.command('accept')
  await phone.event('CALL_ESTABLISHED')
  await until('the caller hears the agent', () => sound.msOf(agentHz) > 500)

  const rssBefore = await residentMb(center.parley.child.pid)
  const linesBefore = center.parley.child.lines.length
  const parameters = `${flood} --sip ${center.sip.port} --tls ${center.tlsPort} --sound ${soundPort} --rate ${messagesPerSecond}`
  await using crowd = await openChild(process.execPath, parameters.split(' '))
  await crowd.says(/flooding/)
  const since = sound.now()
  await using second = await openPhoneSound()
  await using customer = await openSipp({
    scenario: 'caller-hangs-up',
    to: { ...center.sip, user: numbers.main },
    words: { CALLER: '+441632960902', SOUND_PORT: second.port, CODECS: '0 101' },
  })
  second.talkTo(Number((await customer.told('answered'))['Port']))
  await until('the customer hears the greeting in the flood', () => second.msLoud() > 500)
  await second.press('1')
  await until('the customer hears music', () => second.msOf(musicHz) > 300)
  await until('the flood has lasted', () => sound.now() - since > floodMs)
  const heardMs = sound.msOf(agentHz, since)
  const lastedMs = sound.now() - since
  expect(await crowd.stop()).toBe(0)
  const sent = counts.parse(JSON.parse(crowd.lines.at(-1) ?? ''))
  expect(sent.invites + sent.options + sent.byes + sent.noise).toBeGreaterThan(messagesPerSecond)
  expect(sent.connections).toBeGreaterThan(100)

  expect(heardMs / lastedMs).toBeGreaterThan(heardShareMin)
  expect(sound.msOf(musicHz, since)).toBe(0)
  expect((await residentMb(center.parley.child.pid)) - rssBefore).toBeLessThan(growthMbMax)
  expect(center.parley.child.lines.length - linesBefore).toBeLessThan(logLinesMax)
  expect((await fetch(`${center.origin}/readyz`)).status).toBe(200)
  expect((await ada.board()).interactions).toHaveLength(2)

  call.go()
  customer.go()
  await Promise.all([call.finished(), customer.finished()])
  const { wrapUp } = await until('the agent wraps up', async () => {
    const desk = await ada.desk()
    return desk.wrapUp !== undefined && desk
  })
  await ada.post(`/api/interactions/${wrapUp?.interaction}/wrap-up`, { disposition: 'sold' })
  await nothingLeft(center, ada, portsBefore)
})

const counts = z.object({
  invites: z.number(),
  options: z.number(),
  byes: z.number(),
  noise: z.number(),
  connections: z.number(),
})
