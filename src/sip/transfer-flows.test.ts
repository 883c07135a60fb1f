import { expect, test } from 'vitest'
import type { IncomingRefer } from './calls.ts'
import { answers, b, pair } from './fake-pair.ts'
import { fakeSdp, openFakePhone } from './fake-phone.ts'
import { createFakeClock } from './fake-clock.ts'
import { header, valueOf } from './messages/header.ts'
import type { SipRequest } from './messages/message.ts'
import { openFakeStranger } from './transport/fake-stranger.ts'
import type { FakeStranger } from './transport/fake-stranger.ts'
import { createFakeNetwork } from './transport/fake-wire.ts'

const us = '1.1.1.1'
const them = '9.9.9.9'

/** Answers the newest INVITE of the phone, and gives the far end's side of the dialog for requests of its own. */
function within(
  stranger: FakeStranger,
  invite: SipRequest,
  method: string,
  lines: readonly string[],
): string {
  return [
    `${method} sip:alice@${us}:5060 SIP/2.0`,
    `Via: SIP/2.0/UDP ${them}:5060;branch=z9hG4bK${method}${stranger.received.length}`,
    'Max-Forwards: 70',
    `From: <sip:bob@${them}>;tag=far`,
    `To: <sip:alice@${us}>;tag=${invite.from.params.get('tag') ?? ''}`,
    `Call-ID: ${invite.callId}`,
    `CSeq: 7 ${method}`,
    `Contact: <sip:bob@${them}:5060>`,
    ...lines,
    '',
    '',
  ].join('\n')
}

test('REFER is handed to the owner, and its NOTIFYs report how the new call goes', async () => {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const refers: IncomingRefer[] = []
  const alice = await openFakePhone(network, clock, us, {
    handlers: { onRefer: refer => void refers.push(refer) },
  })
  const stranger = await openFakeStranger(network, clock, them)
  alice.call(them)
  await clock.advance(20)
  const invite = stranger.newest('INVITE')
  const contact = header('Contact', `<sip:bob@${them}:5060>`)
  stranger.answer(invite, { status: 200, toTag: 'far', headers: [contact] })
  await clock.advance(20)
  const referTo = '<sip:carol@c.example?Replaces=call%3Bto-tag%3Dt%3Bfrom-tag%3Df>'
  stranger.send(
    us,
    within(stranger, invite, 'REFER', [`Refer-To: ${referTo}`, 'Referred-By: <sip:bob@b.example>']),
  )
  await clock.advance(20)
  const [refer] = refers
  expect(refer).toMatchObject({
    referredBy: '<sip:bob@b.example>',
    replaces: { callId: 'call', localTag: 't', remoteTag: 'f' },
  })
  refer?.accept()
  await clock.advance(20)
  expect(stranger.statuses('REFER')).toEqual([202])
  const trying = stranger.newest('NOTIFY')
  expect(trying.body.toString()).toBe('SIP/2.0 100 Trying\r\n')
  expect(valueOf(trying, 'subscription-state')).toMatch(/^active/)
  stranger.answer(trying, { status: 200 })
  refer?.notify(486, 'Busy Here')
  refer?.notify(200)
  await clock.advance(20)
  const last = stranger.newest('NOTIFY')
  expect(last.body.toString()).toBe('SIP/2.0 486 Busy Here\r\n')
  expect(valueOf(last, 'subscription-state')).toMatch(/^terminated/)
  expect(valueOf(last, 'event')).toBe('refer;id=7')
  await alice.endpoint.close()
})

test('an INVITE with Replaces takes the place of a call, which ends as replaced', async () => {
  const { clock, network, alice, bob, rest } = await pair({
    bob: {
      ...answers,
      handlers: { onReplaced: call => call.accept({ sdp: fakeSdp('moved') }) },
    },
  })
  const first = alice.call(b)
  await clock.advance(100)
  const id = first.dialog()
  const carol = await openFakePhone(network, clock, '3.3.3.3')
  const replaces = `${id?.callId};to-tag=${id?.remoteTag};from-tag=${id?.localTag}`
  const second = carol.call(b, { headers: { Replaces: replaces } })
  await clock.advance(200)
  expect(carol.heard).toEqual(['answered moved'])
  expect(bob.heard.at(-1)).toBe('ended by far-end: replaced')
  expect(alice.heard.at(-1)).toBe('ended by far-end: bye')
  second.hangUp()
  await clock.advance(200_000)
  await carol.endpoint.close()
  await rest()
})

test('a NOTIFY is kept back from a far end that must not be sent one, and the log says so', async () => {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const alice = await openFakePhone(network, clock, us, {
    handlers: { onRefer: refer => refer.accept() },
  })
  const stranger = await openFakeStranger(network, clock, them)
  alice.call(them, { rules: { neverSends: ['NOTIFY'], hold: 'inactive' } })
  await clock.advance(20)
  const invite = stranger.newest('INVITE')
  const contact = header('Contact', `<sip:bob@${them}:5060>`)
  stranger.answer(invite, { status: 200, toTag: 'far', headers: [contact] })
  await clock.advance(20)
  stranger.send(us, within(stranger, invite, 'REFER', ['Refer-To: <sip:carol@c.example>']))
  await clock.advance(20)
  expect(stranger.statuses('REFER')).toEqual([202])
  expect(network.ladder.filter(line => line.includes('NOTIFY'))).toEqual([])
  expect(alice.log).toContainEqual(expect.objectContaining({ what: 'kept-back', detail: 'NOTIFY' }))
  await alice.endpoint.close()
})
