import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openBaresip } from './peers/baresip.ts'
import { numbers } from './peers/contact-center.ts'
import { agentHz, openFloorWithPhone } from './peers/floor-with-phone.ts'
import { freePort } from './peers/free-port.ts'
import { nothingLeft } from './peers/nothing-left.ts'
import { msOf, sine } from './peers/tones.ts'
import { until } from './peers/until.ts'

const caller = '+441632960970'
const callerHz = 440
const opusCaller = '+441632960971'

test('two soft phones talk, one holds the other and comes back, and the agent hangs up', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using customer = await openBaresip({
    port: await freePort(),
    number: caller,
    says: sine(callerHz, 60_000),
  })
  const portsBefore = await center.parley.udpPorts()
  const ada = await center.person('ada')
  await ada.ready()

  customer.command('dial', `sip:${numbers.main}@${center.sip.host}:${center.sip.port}`)
  await customer.event('CALL_ESTABLISHED')
  // A key of baresip's own making (RFC 4733), pressed again while the menu waits for one.
  await until('the key is heard', async () => {
    customer.command('sndcode', '1')
    await pause(500)
    return (await ada.board()).interactions.some(one => one.phase === 'offered')
  })
  await phone.event('CALL_INCOMING')
  phone.command('accept')
  await phone.event('CALL_ESTABLISHED')
  await until('they talk', async () => (await ada.desk()).talk !== undefined)
  await pause(2_000)
  phone.command('hold')
  await pause(1_000)
  expect((await ada.desk()).state).toBe('talking')
  phone.command('resume')
  await pause(1_500)
  expect((await ada.desk()).state).toBe('talking')
  phone.command('hangup')
  await customer.event('CALL_CLOSED')

  // What baresip writes down of what it hears ends where it held; what it says goes on being heard.
  expect(msOf(await phone.heard(), callerHz)).toBeGreaterThan(1_200)
  expect(msOf(await customer.heard(), agentHz)).toBeGreaterThan(2_500)
  const { wrapUp } = await until('the agent wraps up', async () => {
    const desk = await ada.desk()
    return desk.wrapUp !== undefined && desk
  })
  const path = `/api/interactions/${wrapUp?.interaction ?? ''}/wrap-up`
  expect(await ada.post(path, { disposition: 'sold' })).toMatchObject({ status: 200 })
  const { row, timeline } = await ada.closed(caller)
  expect(row).toMatchObject({ outcome: 'handled', agent: { id: 'ada' } })
  expect(timeline.find(entry => entry.kind === 'talk-ended')?.fact).toMatchObject({ by: 'agent' })
  await nothingLeft(center, ada, portsBefore)
})

test('a phone that has nothing but Opus calls in, presses a key, and both hear each other', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using customer = await openBaresip({
    port: await freePort(),
    number: opusCaller,
    codec: 'opus',
    says: sine(callerHz, 60_000),
  })
  const portsBefore = await center.parley.udpPorts()
  const ada = await center.person('ada')
  await ada.ready()
  customer.command('dial', `sip:${numbers.main}@${center.sip.host}:${center.sip.port}`)
  await customer.event('CALL_ESTABLISHED')
  await until('the key is heard', async () => {
    customer.command('sndcode', '1')
    await pause(500)
    return (await ada.board()).interactions.some(one => one.phase === 'offered')
  })
  await phone.event('CALL_INCOMING')
  phone.command('accept')
  await phone.event('CALL_ESTABLISHED')
  await until('they talk', async () => (await ada.desk()).talk !== undefined)
  await until(
    'the customer hears the agent',
    async () => msOf(await customer.heard(), agentHz) > 1_000,
  )
  await until(
    'the agent hears the customer',
    async () => msOf(await phone.heard(), callerHz) > 1_000,
  )
  customer.command('hangup')
  await customer.event('CALL_CLOSED')
  const { wrapUp } = await until('the agent wraps up', async () => {
    const desk = await ada.desk()
    return desk.wrapUp !== undefined && desk
  })
  const path = `/api/interactions/${wrapUp?.interaction ?? ''}/wrap-up`
  expect(await ada.post(path, { disposition: 'sold' })).toMatchObject({ status: 200 })
  const { row } = await ada.closed(opusCaller)
  const cleo = await center.person('cleo')
  const sounds = await until('how both legs sounded is on record', async () => {
    const trace = await cleo.trace(row.id)
    return trace.sounds.length >= 2 && trace.sounds
  })
  expect(new Set(sounds.map(({ codec }) => codec))).toEqual(new Set(['OPUS', 'PCMU']))
  await nothingLeft(center, ada, portsBefore)
})
