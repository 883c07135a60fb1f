import { expect, test } from 'vitest'
import type { CallFailure, DialogRules } from './calls.ts'
import type { SipLogEvent } from './endpoint/endpoint-options.ts'
import { answers, b, pair } from './fake-pair.ts'
import { createFakeClock } from './fake-clock.ts'
import { fakeSdp, openFakePhone } from './fake-phone.ts'
import { header } from './messages/header.ts'
import { openFakeStranger } from './transport/fake-stranger.ts'
import { createFakeNetwork } from './transport/fake-wire.ts'
import { directRoutingProfile } from './trunk/direct-routing.ts'

/* What a trunk's profile forbids is not sent, whoever asks for it. */

const { neverSends, hold } = directRoutingProfile
const rules: DialogRules = { neverSends, hold }

test.each(['sendonly', 'recvonly'])(
  'hold by %s leaves as inactive on a call we made',
  async way => {
    const { clock, alice, bob, rest } = await pair({ bob: answers })
    const call = alice.call(b, { rules })
    await clock.advance(100)
    const held = call.reinvite(() => `${fakeSdp('hold')}a=${way}\r\n`)
    await clock.advance(100)
    expect(await held).toMatchObject({ kind: 'answered' })
    expect(offersOf(bob.log)).toEqual(['a=inactive'])
    call.hangUp()
    await rest()
  },
)

test('and on a call that came in by a trunk with that rule', async () => {
  const { clock, alice, bob, rest } = await pair({
    bob: { onCall: call => call.accept({ sdp: fakeSdp('answer'), rules }) },
  })
  const call = alice.call(b)
  await clock.advance(100)
  const held = bob.incoming[0]?.reinvite(() => `${fakeSdp('hold')}a=sendonly\r\n`)
  await clock.advance(100)
  expect(await held).toMatchObject({ kind: 'answered' })
  expect(offersOf(alice.log)).toEqual(['a=inactive'])
  call.hangUp()
  await rest()
})

test('an answer and a changed offer name the methods of the trunk’s Allow, and no REFER nobody would follow', async () => {
  const { allow } = directRoutingProfile
  const { clock, alice, bob, rest } = await pair({
    bob: { onCall: call => call.accept({ sdp: fakeSdp('answer'), rules: { ...rules, allow } }) },
  })
  const call = alice.call(b)
  await clock.advance(100)
  void bob.incoming[0]?.reinvite(() => fakeSdp('again'))
  await clock.advance(100)
  const said = alice.log.flatMap(event => {
    if (event.type !== 'received') return []
    const text = event.bytes.toString()
    return /^(?:INVITE|SIP\/2\.0 200)/.test(text) ? (/^Allow: (.*)\r$/m.exec(text)?.[1] ?? '') : []
  })
  expect(said).toEqual([allow.join(', '), allow.join(', ')])
  expect(allow).not.toContain('REFER')
  call.hangUp()
  await rest()
})

test('a carrier hears sendonly as it was meant', async () => {
  const { clock, alice, bob, rest } = await pair({ bob: answers })
  const call = alice.call(b, { rules: { neverSends: [], hold: 'sendonly' } })
  await clock.advance(100)
  void call.reinvite(() => `${fakeSdp('hold')}a=sendonly\r\n`)
  await clock.advance(100)
  expect(offersOf(bob.log)).toEqual(['a=sendonly'])
  call.hangUp()
  await rest()
})

test.each([300, 301, 302, 305, 380])(
  'a %i is acknowledged, says where it points, and nobody else is called',
  async status => {
    const clock = createFakeClock()
    const network = createFakeNetwork(clock)
    const failures: CallFailure[] = []
    const alice = await openFakePhone(network, clock, '1.1.1.1', {
      handlers: { onFailed: failure => void failures.push(failure) },
    })
    const stranger = await openFakeStranger(network, clock, '2.2.2.2')
    const elsewhere = await openFakeStranger(network, clock, '3.3.3.3')
    alice.call('2.2.2.2')
    await clock.advance(20)
    const contact = header('Contact', '<sip:carol@3.3.3.3:5060>;q=0.9, <sip:dan@3.3.3.3>')
    const invite = stranger.newest('INVITE')
    stranger.answer(invite, { status, toTag: 'far', headers: [contact] })
    await clock.advance(60_000)
    expect(failures).toMatchObject([
      { code: 'redirected', status, contacts: ['sip:carol@3.3.3.3:5060', 'sip:dan@3.3.3.3'] },
    ])
    expect(network.ladder.filter(line => line.includes('ACK'))).toHaveLength(1)
    expect(elsewhere.received).toEqual([])
    await alice.endpoint.close()
  },
)

/** The directions of the re-INVITEs a phone received. */
function offersOf(log: readonly SipLogEvent[]): readonly string[] {
  return log.flatMap(event => {
    if (event.type !== 'received') return []
    const text = event.bytes.toString()
    return text.startsWith('INVITE ') ? (/^a=(?:sendonly|inactive)/m.exec(text)?.[0] ?? []) : []
  })
}
