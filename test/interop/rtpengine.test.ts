import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openBaresip } from '../e2e/peers/baresip.ts'
import { openChild } from '../e2e/peers/child.ts'
import { freePort } from '../e2e/peers/free-port.ts'
import { msOf, sine } from '../e2e/peers/tones.ts'
import { until } from '../e2e/peers/until.ts'
import { openEdge } from './parts/edge.ts'
import { agentHz, customerHz, openFloor } from './parts/floor.ts'
import { clientOf, mainNumber, ourName } from './parts/people.ts'
import { endCall, hears, hearsNothing, ring } from './parts/talk.ts'

/*
 * rtpengine as the anchor of the sound, driven by Kamailio with the configuration of
 * examples/kamailio: SRTP outside, plain RTP between it and us, one address for the life of a call.
 */

const keysPressed = '159#'

test('a caller with SRTP is heard and hears through rtpengine, presses keys, holds and comes back', async () => {
  const [port, deadPort, ngPort] = [await freePort(), await freePort(), await freePort()]
  await using floor = await openFloor({ tapped: 'tcp', edgePort: () => port })
  const parameters = [
    '--config-file=none --table=-1 --interface=127.0.0.1 --foreground --log-stderr',
    `--listen-ng=127.0.0.1:${ngPort} --port-min=31000 --port-max=31900 --log-level=6`,
  ]
  await using anchor = await openChild('rtpengine', parameters.join(' ').split(' '))
  await using edge = await openEdge(floor, { port, deadPort, rtpengine: `127.0.0.1:${ngPort}` })
  expect([anchor.pid, edge.pid].every(pid => pid > 0)).toBe(true)
  await until('we are paired', () => floor.emulator.activeSbcs().includes(ourName))
  const anna = clientOf(floor.emulator, 'anna')
  const says = [{ kind: 'tone', hz: agentHz, ms: 60_000 }] as const
  anna.set({ reaction: { kind: 'answers', afterMs: 50 }, says })
  await using caller = await openBaresip({
    port: await freePort(),
    number: '+441632960901',
    srtp: true,
    says: sine(customerHz, 60_000),
  })
  caller.command('dial', `sip:${mainNumber}@127.0.0.1:${port}`)
  const leg = await floor.arrival()
  await caller.event('CALL_ESTABLISHED')
  expect((await caller.event('CALL_MENC')).param).toContain('AES_CM_128_HMAC_SHA1_80')
  const [invite] = floor.tap.received('INVITE')
  expect(invite?.text).toMatch(/^m=audio 31\d{3} RTP\/AVP /m)
  const agent = ring(floor, { leg, from: '+441632960901' })
  expect(await agent.result).toEqual({ ok: true })
  await floor.order({ kind: 'connect', legs: [leg, agent.leg] })
  await until('the agent hears the customer', () => hears(anna, customerHz))
  for (const key of keysPressed) {
    caller.command('sndcode', key)
    await pause(300)
  }
  const keys = (): string =>
    floor
      .told(leg)
      .flatMap(input => (input.kind === 'digit-pressed' ? [input.digit] : []))
      .join('')
  await until('all keys are here', () => keys() === keysPressed)
  caller.command('hold')
  await until('the agent hears nobody', () => hearsNothing(anna))
  caller.command('resume')
  await until('the agent hears the customer again', () => hears(anna, customerHz))
  const outside = new Set(
    floor.tap.received('INVITE').map(({ text }) => /^m=audio \d+/m.exec(text)?.[0]),
  )
  expect(outside.size).toBe(1)
  await endCall(floor, agent.leg, leg)
  await caller.event('CALL_CLOSED')
  expect(msOf(await caller.heardInAll(), agentHz)).toBeGreaterThan(500)
  await floor.settled()
})
