import { expect, test } from 'vitest'
import type { DialogRules } from './calls.ts'
import type { SipLogEvent } from './endpoint/endpoint-options.ts'
import { answers, b, pair } from './fake-pair.ts'
import { fakeSdp } from './fake-phone.ts'
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
    const held = call.reinvite(`${fakeSdp('hold')}a=${way}\r\n`)
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
  const held = bob.incoming[0]?.reinvite(`${fakeSdp('hold')}a=sendonly\r\n`)
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
  void bob.incoming[0]?.reinvite(fakeSdp('again'))
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
  void call.reinvite(`${fakeSdp('hold')}a=sendonly\r\n`)
  await clock.advance(100)
  expect(offersOf(bob.log)).toEqual(['a=sendonly'])
  call.hangUp()
  await rest()
})

/** The directions of the re-INVITEs a phone received. */
function offersOf(log: readonly SipLogEvent[]): readonly string[] {
  return log.flatMap(event => {
    if (event.type !== 'received') return []
    const text = event.bytes.toString()
    return text.startsWith('INVITE ') ? (/^a=(?:sendonly|inactive)/m.exec(text)?.[0] ?? []) : []
  })
}
