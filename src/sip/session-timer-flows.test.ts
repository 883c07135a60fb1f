import { expect, test } from 'vitest'
import { fakeSdp } from './fake-phone.ts'
import { strangersContact, toStranger } from './fake-scene.ts'
import type { Scene } from './fake-scene.ts'
import { sdpBody } from './messages/build.ts'
import { header } from './messages/header.ts'
import type { Header } from './messages/message.ts'

/* A session that has an end of its own, and what keeps it from coming (RFC 4028). */

const agreed: readonly Header[] = [strangersContact, header('Session-Expires', '600;refresher=uac')]

/** A call of ours that we refresh every 300 s. */
async function refreshedByUs(): Promise<Scene> {
  const opened = await toStranger({ sessionExpiresSeconds: 600 })
  answer(opened, 200, agreed, 'first')
  await opened.clock.advance(100)
  return opened
}

/** The stranger answers our newest INVITE. */
function answer(
  { stranger }: Scene,
  status: number,
  headers: readonly Header[] = [],
  sdp?: string,
): void {
  const body = sdpBody(sdp === undefined ? undefined : fakeSdp(sdp))
  stranger.answer(stranger.newest('INVITE'), { status, toTag: 'far', headers, body })
}

/** Methods and CSeq of all we asked the stranger for, but for ACKs. */
function asked({ stranger }: Scene): readonly string[] {
  const lines = stranger.received.flatMap(each =>
    each.kind === 'request' && each.method !== 'ACK' ? [`${each.cseq.number} ${each.method}`] : [],
  )
  return [...new Set(lines)]
}

test('what the far end says of its sound in the answer to a refresh reaches the owner', async () => {
  const opened = await refreshedByUs()
  await opened.clock.advance(300_100)
  answer(opened, 200, agreed, 'new-key')
  await opened.clock.advance(100)
  expect(opened.phone.heard).toEqual(['answered first', 'refreshed new-key'])
  await opened.phone.endpoint.close()
})

test('a refresh that is refused for now is tried again when the far end says, and the call goes on', async () => {
  const opened = await refreshedByUs()
  await opened.clock.advance(300_100)
  answer(opened, 500, [header('Retry-After', '2')])
  await opened.clock.advance(1_900)
  expect(asked(opened)).toEqual(['1 INVITE', '2 INVITE'])
  await opened.clock.advance(300)
  expect(asked(opened)).toEqual(['1 INVITE', '2 INVITE', '3 INVITE'])
  answer(opened, 200, agreed)
  await opened.clock.advance(290_000)
  expect(opened.phone.heard).toEqual(['answered first'])
  await opened.phone.endpoint.close()
})

test('a far end that refuses every refresh is asked again and again, and hung up before the session ends', async () => {
  const opened = await refreshedByUs()
  for (const ms of [300_100, 60_100, 60_100, 60_100, 60_100]) {
    await opened.clock.advance(ms)
    answer(opened, 488)
  }
  await opened.clock.advance(60_100)
  expect(asked(opened)).toEqual([
    '1 INVITE',
    '2 INVITE',
    '3 INVITE',
    '4 INVITE',
    '5 INVITE',
    '6 INVITE',
    '7 BYE',
  ])
  expect(opened.phone.heard.at(-1)).toBe('ended by error: session-expired')
  await opened.phone.endpoint.close()
})

test.each([408, 481])(
  'a refresh answered %i ends the call, and is not tried again',
  async status => {
    const opened = await refreshedByUs()
    await opened.clock.advance(300_100)
    answer(opened, status)
    await opened.clock.advance(100)
    expect(opened.phone.heard.at(-1)).toBe('ended by error: dialog-gone')
    await opened.clock.advance(300_000)
    expect(asked(opened)).toEqual(['1 INVITE', '2 INVITE', '3 BYE'])
    await opened.phone.endpoint.close()
  },
)
