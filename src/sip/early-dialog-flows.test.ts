import { expect, test } from 'vitest'
import type { CallHandlers } from './calls.ts'
import { fakeSdp } from './fake-phone.ts'
import { request, scene, sdpLine, strangersContact, toStranger, us } from './fake-scene.ts'
import type { Scene, Wording } from './fake-scene.ts'
import { sdpBody } from './messages/build.ts'
import { valueOf } from './messages/header.ts'

/* What may be asked in a dialog that has no final answer yet. */

/** The stranger calls, and its call rings reliably with early sound. */
async function ringing(handlers: Partial<CallHandlers> = {}): Promise<
  Scene & {
    readonly ask: (method: string, cseq: number, wording?: Wording) => Promise<void>
  }
> {
  const opened = await scene({
    handlers,
    onCall: call => call.ring({ status: 183, sdp: fakeSdp('early') }),
  })
  const { clock, phone, stranger } = opened
  const lines = ['Require: 100rel', sdpLine]
  stranger.send(us, request('INVITE', { lines, body: fakeSdp('offer') }))
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  const ask = async (method: string, cseq: number, wording: Wording = {}): Promise<void> => {
    const branch = `z9hG4bK${method}${cseq}`
    stranger.send(us, request(method, { toTag, branch, cseq, ...wording }))
    await clock.advance(50)
  }
  return { ...opened, ask }
}

const rack = { lines: ['RAck: 1 1 INVITE'] }
const offer = { lines: [sdpLine], body: fakeSdp('update') }

test('an UPDATE while a call rings is answered: its offer once ours is settled, and never with 481', async () => {
  const { clock, phone, stranger, ask } = await ringing()
  await ask('UPDATE', 2, offer)
  await ask('UPDATE', 3)
  await ask('PRACK', 4, rack)
  await ask('UPDATE', 5, offer)
  await ask('UPDATE', 4, offer)
  expect(stranger.statuses('UPDATE')).toEqual([500, 200, 200, 500])
  const [soon] = stranger.received.filter(each => each.cseq.method === 'UPDATE')
  expect(Number(soon && valueOf(soon, 'retry-after'))).toBeLessThanOrEqual(10)
  expect(phone.heard).toEqual(['reinvite update'])
  phone.incoming[0]?.accept({ sdp: fakeSdp('late') })
  await clock.advance(50)
  await ask('ACK', 1)
  // The INVITE's answer is out, and its place taken: the 200 says nothing more.
  expect(stranger.received.at(-1)?.body.toString()).toBe('')
  await ask('BYE', 6)
  expect(stranger.statuses('BYE')).toEqual([200])
  await clock.advance(40_000)
  expect(phone.endpoint.counts()).toMatchObject({ dialogs: 0, timers: 0 })
  await phone.endpoint.close()
})

test('what else is asked while a call rings does not end it', async () => {
  const { phone, stranger, ask } = await ringing()
  await ask('OPTIONS', 2)
  await ask('INVITE', 3, offer)
  await ask('REFER', 4)
  await ask('PUBLISH', 5)
  expect(
    ['OPTIONS', 'INVITE', 'REFER', 'PUBLISH'].map(method => stranger.statuses(method).at(-1)),
  ).toEqual([200, 500, 603, 405])
  expect(phone.heard).toEqual([])
  await phone.endpoint.close()
})

test('an UPDATE that is not decided on when the call is taken back is answered with it', async () => {
  const { clock, phone, stranger, ask } = await ringing({
    onReinvite: () => new Promise(() => undefined),
  })
  await ask('PRACK', 2, rack)
  await ask('UPDATE', 3, offer)
  stranger.send(us, request('CANCEL', { branch: 'z9hG4bKINVITE' }))
  await clock.advance(50)
  expect(stranger.statuses('UPDATE')).toEqual([487])
  await clock.advance(40_000)
  expect(phone.endpoint.counts()).toMatchObject({ transactions: 0, dialogs: 0, timers: 0 })
  await phone.endpoint.close()
})

test('the far end of a call of ours may UPDATE while it rings; an offer of its own crosses ours', async () => {
  const { clock, phone, stranger, call } = await toStranger()
  const invite = stranger.newest('INVITE')
  const early = { status: 183, toTag: 'far', headers: [strangersContact] }
  stranger.answer(invite, { ...early, body: sdpBody(fakeSdp('early')) })
  await clock.advance(50)
  const inside = { callId: call.callId, fromTag: 'far', toTag: invite.from.params.get('tag') ?? '' }
  const update = (cseq: number, wording: Wording = {}): void =>
    stranger.send(us, request('UPDATE', { ...inside, cseq, branch: `z9hG4bKu${cseq}`, ...wording }))
  update(10)
  update(11, offer)
  await clock.advance(50)
  expect(stranger.statuses('UPDATE')).toEqual([200, 491])
  stranger.answer(invite, { ...early, status: 200 })
  await clock.advance(50)
  update(9)
  update(12)
  await clock.advance(50)
  expect(stranger.statuses('UPDATE').slice(2)).toEqual([500, 200])
  expect(phone.endpoint.counts().dialogs).toBe(1)
  await phone.endpoint.close()
})

test('early dialogs go with the call that made them', async () => {
  const { clock, phone, stranger } = await toStranger()
  const invite = stranger.newest('INVITE')
  for (let fork = 0; fork < 20; fork++) {
    stranger.answer(invite, { status: 180, toTag: `f${fork}`, headers: [strangersContact] })
  }
  await clock.advance(50)
  expect(phone.endpoint.counts().dialogs).toBe(16)
  stranger.answer(invite, { status: 486, toTag: 'f0' })
  await clock.advance(50)
  expect(phone.endpoint.counts().dialogs).toBe(0)
  await phone.endpoint.close()
})
