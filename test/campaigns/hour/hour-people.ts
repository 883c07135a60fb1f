import type { IncomingCall, OutgoingCall } from '#sip'
import type { Chance } from './hour-chance.ts'
import { happens, span } from './hour-chance.ts'
import { addresses, count, dialled } from './hour-world.ts'
import type { HourWorld } from './hour-world.ts'

/** What callers and agents did, by name. */
export type Done = Map<string, number>

const sound = (direction: string): string =>
  [
    'v=0',
    'o=phone 1 1 IN IP4 10.0.0.9',
    's=-',
    'c=IN IP4 10.0.0.9',
    't=0 0',
    'm=audio 4000 RTP/AVP 0',
    'a=rtpmap:0 PCMU/8000',
    `a=${direction}`,
    '',
  ].join('\r\n')

/** How long people do things, on average. */
const means = {
  ringsMs: 3_000,
  holdAfterMs: 5_000,
  onHoldMs: 6_000,
  staysMs: 35_000,
  talksMs: 25_000,
}

/** Phones that answer, decline, ring out, hold, and hang up. */
export async function openAgents(world: HourWorld, chance: Chance): Promise<Done> {
  const done: Done = new Map()
  await world.phone(addresses.agents, { onInvite: call => takeCall(world, chance, { call, done }) })
  return done
}

function takeCall(
  { clock }: HourWorld,
  chance: Chance,
  { call, done }: { readonly call: IncomingCall; readonly done: Done },
): void {
  let over = false
  const later = (ms: number, act: () => void): void => {
    clock.setTimer(ms, () => {
      if (!over) act()
    })
  }
  call.handle({
    onEnded() {
      over = true
    },
    onReinvite: () => ({ kind: 'accept', sdp: sound('sendrecv') }),
  })
  call.ring()
  if (happens(chance, 0.08)) {
    later(500, () => call.reject({ status: happens(chance, 0.5) ? 486 : 603 }))
    count(done, 'declines')
  } else if (happens(chance, 0.07)) count(done, 'rings out')
  else later(span(chance, means.ringsMs), () => talk(call, { chance, done, later }))
}

function talk(
  call: IncomingCall,
  by: {
    readonly chance: Chance
    readonly done: Done
    readonly later: (ms: number, act: () => void) => void
  },
): void {
  const { chance, done, later } = by
  count(done, 'answers')
  call.accept({ sdp: sound('sendrecv') })
  if (happens(chance, 0.25)) {
    const from = span(chance, means.holdAfterMs)
    later(from, () => {
      count(done, 'holds')
      void call.reinvite(() => sound('inactive'))
    })
    later(
      from + 1_000 + span(chance, means.onHoldMs),
      () => void call.reinvite(() => sound('sendrecv')),
    )
  }
  if (happens(chance, 0.4)) {
    later(span(chance, means.talksMs), () => {
      count(done, 'hangs up')
      call.hangUp()
    })
  }
}

/** Callers who come without memory, and leave when they have had enough, some before anybody could answer. */
export async function openCallers(
  world: HourWorld,
  chance: Chance,
): Promise<{ readonly done: Done; readonly call: () => void }> {
  const { clock } = world
  const done: Done = new Map()
  const sip = await world.phone(addresses.callers, {})
  const call = (): void => {
    let over = false
    let answered = false
    const calling: OutgoingCall = sip.invite(
      {
        targets: [{ transport: 'udp', host: addresses.server, port: 5060 }],
        requestUri: `sip:${dialled}@${addresses.server}`,
        from: { uri: `sip:+4479${Math.floor(chance.next() * 1e8)}@${addresses.callers}` },
        to: { uri: `sip:${dialled}@${addresses.server}` },
        sdp: sound('sendrecv'),
      },
      {
        onAnswered() {
          answered = true
        },
        onFailed({ code }) {
          over = true
          count(done, `fails ${code}`)
        },
        onEnded({ by }) {
          over = true
          count(done, `ended by ${by}`)
        },
        onReinvite: () => ({ kind: 'accept', sdp: sound('sendrecv') }),
      },
    )
    count(done, 'calls')
    const gives = happens(chance, 0.05)
    clock.setTimer(gives ? 5 + span(chance, 30) : span(chance, means.staysMs), () => {
      if (over) return
      if (gives && !answered) calling.cancel()
      else calling.hangUp()
    })
  }
  return { done, call }
}
