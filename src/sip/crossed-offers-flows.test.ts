import { expect, test } from 'vitest'
import { nameOfSdp } from './fake-phone.ts'
import { strangersCall } from './fake-scene.ts'

/* Offers that meet: one that comes before the ACK of another, and those that cross ours. */

test('a re-INVITE that overtakes the ACK of an earlier 200 is answered, and each 200 waits for its own ACK', async () => {
  const { clock, phone, stranger, say } = await strangersCall()
  say('INVITE', 2, { offer: 'again' })
  await clock.advance(50)
  say('ACK', 1)
  say('ACK', 2)
  await clock.advance(40_000)
  expect(stranger.statuses('INVITE')).toEqual([100, 200, 100, 200])
  expect(phone.heard).toEqual(['reinvite again', 'acknowledged', 'acknowledged'])
  say('BYE', 3)
  await clock.advance(40_000)
  expect(phone.endpoint.counts()).toMatchObject({ dialogs: 0, timers: 0 })
  await phone.endpoint.close()
})

test('an offer that comes while a 200 of ours waits for the answer to ours crosses it', async () => {
  const answers: (string | undefined)[] = []
  const onAcknowledged = ({ sdp }: { readonly sdp?: string }): void =>
    void answers.push(nameOfSdp(sdp))
  const { clock, phone, stranger, say } = await strangersCall({ handlers: { onAcknowledged } }, {})
  say('INVITE', 2, { offer: 'theirs' })
  await clock.advance(20)
  expect(stranger.statuses('INVITE')).toEqual([100, 200, 491])
  say('ACK', 1, { offer: 'answer' })
  await clock.advance(20)
  say('INVITE', 3, { offer: 'again' })
  await clock.advance(20)
  expect(stranger.statuses('INVITE').at(-1)).toBe(200)
  expect(answers).toEqual(['answer'])
  await phone.endpoint.close()
})

test('an ACK that comes late is not taken for the one that owes us an answer', async () => {
  const owed: (readonly [boolean, string])[] = []
  const { clock, phone, say } = await strangersCall({
    handlers: { onAcknowledged: ack => void owed.push([ack.owed, nameOfSdp(ack.sdp)]) },
  })
  say('INVITE', 2)
  await clock.advance(20)
  say('ACK', 1)
  say('ACK', 2, { offer: 'answer' })
  await clock.advance(20)
  expect(owed).toEqual([
    [false, 'none'],
    [true, 'answer'],
  ])
  await phone.endpoint.close()
})
