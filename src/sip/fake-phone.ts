import type { CallHandlers, IncomingCall, OutgoingCall, OutgoingInvite } from './calls.ts'
import type { SipEndpoint, SipEndpointOptions, SipLogEvent } from './endpoint/endpoint-options.ts'
import { openEndpoint } from './endpoint/endpoint.ts'
import type { FakeClock } from './fake-clock.ts'
import type { FakeNetwork } from './transport/fake-wire.ts'

/** A phone on the fake network that writes down everything it hears. */
export interface FakePhone {
  readonly address: string
  readonly endpoint: SipEndpoint
  /** What its calls told it, in order: `progress 180`, `answered`, `ended by far-end: bye`. */
  readonly heard: string[]
  readonly incoming: IncomingCall[]
  readonly log: SipLogEvent[]
  call(to: string, extra?: Partial<OutgoingInvite>): OutgoingCall
}

/** How a phone differs from the one that only writes down. */
export interface PhoneHabits {
  readonly options?: Partial<SipEndpointOptions>
  readonly handlers?: Partial<CallHandlers>
  /** What it does with a call at once. */
  readonly onCall?: (call: IncomingCall) => void
}

/** A session description that tells offers apart by their first word. */
export function fakeSdp(name: string): string {
  return `v=0\r\no=${name} 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n`
}

/** The name a {@link fakeSdp} was made with. */
export function nameOfSdp(sdp: string | undefined): string {
  return /^o=(\S+)/m.exec(sdp ?? '')?.[1] ?? 'none'
}

/** Opens a phone at an address of its own. */
export async function openFakePhone(
  network: FakeNetwork,
  clock: FakeClock,
  address: string,
  habits: PhoneHabits = {},
): Promise<FakePhone> {
  const heard: string[] = []
  const incoming: IncomingCall[] = []
  const log: SipLogEvent[] = []
  const handlers = { ...notes(heard), ...habits.handlers }
  let tokens = 0
  const endpoint = await openEndpoint(
    {
      listen: [{ transport: 'udp', host: address, port: 5060 }],
      clock,
      token: () => `${address.replaceAll('.', '')}t${++tokens}`,
      userAgent: 'phone',
      onInvite: call => {
        incoming.push(call)
        call.handle(handlers)
        habits.onCall?.(call)
      },
      log: event => void log.push(event),
      ...habits.options,
    },
    (options, events) => network.open(options, events),
  )
  return {
    address,
    endpoint,
    heard,
    incoming,
    log,
    call: (to, extra = {}) =>
      endpoint.invite(
        {
          targets: [{ transport: 'udp', host: to, port: 5060 }],
          requestUri: `sip:bob@${to}`,
          from: { uri: `sip:alice@${address}` },
          to: { uri: `sip:bob@${to}` },
          sdp: fakeSdp('offer'),
          ...extra,
        },
        handlers,
      ),
  }
}

function notes(heard: string[]): CallHandlers {
  return {
    onProgress: ({ status }) => void heard.push(`progress ${status}`),
    onAnswered: ({ sdp }) => void heard.push(`answered ${nameOfSdp(sdp)}`),
    onAcknowledged: () => void heard.push('acknowledged'),
    onFailed: ({ code, status }) => void heard.push(`failed ${code} ${status}`),
    onEnded: ({ by, cause }) => void heard.push(`ended by ${by}: ${cause}`),
    onRefreshed: ({ sdp }) => void heard.push(`refreshed ${nameOfSdp(sdp)}`),
    onReinvite: ({ sdp }) => {
      heard.push(`reinvite ${nameOfSdp(sdp)}`)
      return { kind: 'accept', sdp: fakeSdp('re-answer') }
    },
  }
}
