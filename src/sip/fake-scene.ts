import type { OutgoingCall, OutgoingInvite } from './calls.ts'
import { createFakeClock } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { fakeSdp, openFakePhone } from './fake-phone.ts'
import type { FakePhone, PhoneHabits } from './fake-phone.ts'
import { header } from './messages/header.ts'
import type { Header } from './messages/message.ts'
import { openFakeStranger } from './transport/fake-stranger.ts'
import type { FakeStranger } from './transport/fake-stranger.ts'
import { createFakeNetwork } from './transport/fake-wire.ts'

/** Our address. */
export const us = '1.1.1.1'
/** The stranger's address. */
export const them = '9.9.9.9'

/** A phone of ours, and a far end whose every word the test writes. */
export interface Scene {
  readonly clock: FakeClock
  readonly phone: FakePhone
  readonly stranger: FakeStranger
}

/** Opens both. */
export async function scene(habits: PhoneHabits = {}): Promise<Scene> {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const phone = await openFakePhone(network, clock, us, habits)
  return { clock, phone, stranger: await openFakeStranger(network, clock, them) }
}

/** What is unlike the plainest request of its method. */
export interface Wording {
  readonly uri?: string
  readonly fromTag?: string
  readonly toTag?: string
  readonly callId?: string
  readonly branch?: string
  readonly cseq?: number
  readonly contact?: string
  readonly lines?: readonly string[]
  readonly body?: string
}

/** A request of the stranger's. */
export function request(method: string, wording: Wording = {}): string {
  const {
    uri = `sip:bob@${us}`,
    fromTag = 'x1',
    toTag,
    callId = 'call-1',
    branch = `z9hG4bK${method}`,
    cseq = 1,
    contact = `sip:x@${them}:5060`,
    lines = [],
    body = '',
  } = wording
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${them}:5060;branch=${branch}`,
    'Max-Forwards: 0',
    `From: <sip:x@${them}>;tag=${fromTag}`,
    `To: <sip:bob@${us}>${toTag === undefined ? '' : `;tag=${toTag}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    `Contact: <${contact}>`,
    ...lines,
    '',
    body,
  ].join('\n')
}

/** Goes with a body that is a session description. */
export const sdpLine = 'Content-Type: application/sdp'

/** A call of ours to the stranger, whose answers the test writes. */
export async function toStranger(
  extra: Partial<OutgoingInvite> = {},
  habits: PhoneHabits = {},
): Promise<Scene & { readonly call: OutgoingCall }> {
  const opened = await scene(habits)
  const call = opened.phone.call(them, extra)
  await opened.clock.advance(20)
  return { ...opened, call }
}

/** Where the stranger is to be found inside a call. */
export const strangersContact: Header = header('Contact', `<sip:bob@${them}:5060>`)

/** The stranger calls, and has its answer; what it says after is said inside the call. */
export interface StrangersCall extends Scene {
  /** Says one request inside the call, by CSeq, with an offer where one is named. */
  readonly say: (method: string, cseq: number, wording?: Wording & { offer?: string }) => void
}

/** A call of the stranger's that is answered at once; its ACK is not sent yet. */
export async function strangersCall(
  habits: PhoneHabits = {},
  invite: Wording = { lines: [sdpLine], body: fakeSdp('offer') },
): Promise<StrangersCall> {
  const opened = await scene({ onCall: call => call.accept({ sdp: fakeSdp('answer') }), ...habits })
  const { clock, phone, stranger } = opened
  stranger.send(us, request('INVITE', invite))
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  return {
    ...opened,
    say: (method, cseq, { offer, lines = [], ...wording } = {}) => {
      const body =
        offer === undefined ? { lines } : { lines: [sdpLine, ...lines], body: fakeSdp(offer) }
      const branch = `z9hG4bK${method}${cseq}`
      stranger.send(us, request(method, { toTag, branch, cseq, ...body, ...wording }))
    },
  }
}
