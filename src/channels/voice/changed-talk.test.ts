import { expect, test } from 'vitest'
import { toId } from '#core'
import type { LegId, TenantId } from '#core'
import type { MediaEngine } from '#media'
import { directRoutingProfile, rulesOf } from '#sip'
import type { ReinviteReply, SipLogEvent } from '#sip'
import { changeSound, takeRefreshed } from './changed-sound.ts'
import { setHold } from './holding.ts'
import type { VoiceLeg } from './legs.ts'
import type { VoiceOptions } from './voice-options.ts'
import type { VoiceWorld } from './world.ts'
import { openFakeMedia } from '../../media/fake-media.ts'
import { b, pair } from '../../sip/fake-pair.ts'
import type { Pair } from '../../sip/fake-pair.ts'

/* Voice, sound and SIP together, where an offer meets another or a far end moves. */

const name = 't/leg'
const ofLeg = { callId: 'c', srtp: 'sdes', codecs: ['PCMU', 'PCMA'] } as const
const stopped = (): void => undefined

/** Sound with one leg; the `nth` leg made has ports and keys of its own. */
async function soundOf(nth = 1): Promise<MediaEngine> {
  const media = openFakeMedia(
    { now: () => 0, elapsed: () => 0, setBeat: () => stopped, stir: stopped },
    stopped,
  )
  for (let n = 1; n < nth; n++) await media.createLeg({ ...ofLeg, legId: `t/${n}` })
  await media.createLeg({ ...ofLeg, legId: name })
  return media
}

interface Talk extends Pair {
  readonly world: VoiceWorld
  readonly leg: VoiceLeg
  /** Bob changes the talk: a re-INVITE with a new description of his own sound. */
  readonly bobOffers: () => void
  /** Bob's sound goes on at another place and with another key, of which we hear when we ask next. */
  readonly bobMoves: () => Promise<void>
  /** What voice had to complain about. */
  readonly complaints: readonly string[]
  /** Version and direction of every description we sent, in order. */
  readonly said: () => readonly string[]
}

/** A talk between our voice channel and Bob, who has real sound too. */
async function talking(): Promise<Talk> {
  const ours = await soundOf()
  const talk = { theirs: await soundOf() }
  const complaints: string[] = []
  const leg = ourLeg()
  const options: VoiceOptions = {
    ...untouched,
    media: () => ours,
    log: (_level, event, details) => void complaints.push(`${event} ${String(details['words'])}`),
  }
  const world: VoiceWorld = { legs: new Map([[name, leg]]), recordings: new Map(), options }
  const met = await pair({
    alice: {
      handlers: {
        onReinvite: ({ sdp }) => changeSound(world, leg, sdp),
        onRefreshed: ({ sdp }) => void takeRefreshed(world, leg, sdp),
        onAnswered: ({ sdp = '' }) => void ours.setRemote(name, sdp),
      },
    },
    bob: {
      handlers: { onReinvite: ({ sdp = '' }) => answered(talk.theirs, sdp) },
      onCall: call => {
        void answered(talk.theirs, call.invite.sdp ?? '').then(reply =>
          reply.kind === 'accept' ? call.accept(reply) : undefined,
        )
      },
    },
  })
  const { alice, bob, clock } = met
  const offered = await ours.offer(name)
  leg.call = alice.call(b, {
    sdp: offered.ok ? offered.sdp : '',
    rules: rulesOf(leg.profile),
    sessionExpiresSeconds: 600,
  })
  await clock.advance(100)
  const said = (): readonly string[] => alice.log.flatMap(saidIn)
  return { ...met, world, leg, complaints, bobOffers, bobMoves, said }

  function bobOffers(): void {
    const changed = bob.incoming[0]?.reinvite(async () => {
      const offer = await talk.theirs.offer(name)
      return offer.ok ? offer.sdp : undefined
    })
    void changed?.then(result =>
      result.kind === 'answered' ? talk.theirs.setRemote(name, result.sdp ?? '') : undefined,
    )
  }

  async function bobMoves(): Promise<void> {
    talk.theirs = await soundOf(2)
  }
}

function unasked(): never {
  throw new Error('no part of this talk')
}

const untouched: Omit<VoiceOptions, 'media' | 'log'> = {
  tenants: [],
  trunks: [],
  targets: () => [],
  sip: unasked,
  speech: { speak: unasked },
  tell: () => Promise.resolve({ ok: true, facts: [] }),
  clock: { now: unasked, elapsed: unasked, setTimer: unasked },
  version: '',
  recordingsFolder: '',
  newLegName: unasked,
}

function ourLeg(): VoiceLeg {
  return {
    id: toId<LegId>('leg'),
    tenant: toId<TenantId>('t'),
    callId: 'c',
    direction: 'out',
    call: undefined,
    state: 'up',
    ring: undefined,
    rang: false,
    leaving: [],
    play: undefined,
    held: false,
    profile: directRoutingProfile,
    answerHeaders: {},
    inbandDigits: false,
    ownHold: { wanted: false, said: false, busy: false },
  }
}

async function answered(media: MediaEngine, sdp: string): Promise<ReinviteReply> {
  const answer = await media.answer(name, sdp)
  return answer.ok ? { kind: 'accept', sdp: answer.sdp } : { kind: 'refuse', status: 488 }
}

function saidIn(event: SipLogEvent): readonly string[] {
  if (event.type !== 'sent') return []
  const sdp = event.message.body.toString('utf8')
  const version = /^o=\S+ \S+ (\d+)/m.exec(sdp)?.[1]
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(sdp)?.[1]
  return version === undefined ? [] : [`${version} ${direction ?? 'none'}`]
}

test('our hold that crossed an offer of theirs is described anew, and taken back as ever', async () => {
  const { clock, world, leg, bobOffers, complaints, said, flow, rest } = await talking()
  setHold(world, leg, true)
  bobOffers()
  await clock.advance(6_000)
  expect(flow().filter(line => line.includes('491'))).toHaveLength(2)
  // Their offer is answered between our two tries: the second one describes what is so by then.
  expect(said()).toEqual(['1 sendrecv', '2 inactive', '3 inactive', '4 inactive'])
  expect([complaints, leg.sound]).toMatchObject([[], { direction: 'inactive' }])
  setHold(world, leg, false)
  await clock.advance(1_000)
  expect(said().at(-1)).toBe('5 sendrecv')
  expect([complaints, leg.sound]).toMatchObject([[], { direction: 'sendrecv' }])
  leg.call?.hangUp()
  await rest()
})

test('our hold that waits for their open offer is described once that is answered', async () => {
  const { clock, world, leg, bobOffers, complaints, said, rest } = await talking()
  bobOffers()
  await clock.advance(10)
  setHold(world, leg, true)
  await clock.advance(6_000)
  expect(said()).toEqual(['1 sendrecv', '2 sendrecv', '3 inactive'])
  expect([complaints, leg.sound]).toMatchObject([[], { direction: 'inactive' }])
  leg.call?.hangUp()
  await rest()
})

test('a hold that is not wanted any more when its turn comes is not said', async () => {
  const { clock, world, leg, bobOffers, complaints, said, rest } = await talking()
  setHold(world, leg, true)
  bobOffers()
  await clock.advance(100)
  setHold(world, leg, false)
  await clock.advance(6_000)
  expect(said().at(-1)).toMatch(/ sendrecv$/)
  expect([complaints, leg.sound]).toMatchObject([[], { direction: 'sendrecv' }])
  leg.call?.hangUp()
  await rest()
})

test('sound follows a far end that names another address and key when the session is refreshed', async () => {
  const { clock, leg, bobMoves, complaints, rest } = await talking()
  const before = leg.sound
  await bobMoves()
  await clock.advance(301_000)
  expect(complaints).toEqual([])
  expect(leg.sound).toMatchObject({ codec: 'PCMU', direction: 'sendrecv' })
  expect(leg.sound).not.toEqual(before)
  leg.call?.hangUp()
  await rest()
})
