import type { LegId } from '#core'
import { toId } from '#core'
import type { CallEnd, CallHandlers, IncomingCall } from '#sip'
import { callerOf } from './caller.ts'
import { endWords } from './causes.ts'
import { changeSound, takeDelayedAnswer, takeRefreshed } from './changed-sound.ts'
import { followReferral, takeReplacement } from './handed-on.ts'
import { keyPressed } from './keys.ts'
import type { VoiceLeg } from './legs.ts'
import { answerHeaders, hearsInband, profileOf } from './path.ts'
import type { Belonging, Belongs } from './tenancy.ts'
import type { VoiceTrunk } from './voice-options.ts'
import type { VoiceWorld } from './world.ts'
import { addLeg, legGone, removeLeg } from './world.ts'

/** A customer calls in: the trunk and the tenant are found, and the lane is told. It decides all else. */
export function incoming(world: VoiceWorld, belongs: Belongs, call: IncomingCall): void {
  const belonging = belongs(call.invite)
  if (belonging.ok) void arrive(world, call, belonging)
  else turnAway(world, call, belonging)
}

/**
 * What a call tells us while it is up: its end, changed offers, and that its far end hands it on. What
 * a call says that is not the leg's any more concerns nobody.
 */
export function callHandlers(
  world: VoiceWorld,
  leg: VoiceLeg,
  isOurs: () => boolean,
): CallHandlers {
  const next = (isNext: () => boolean): CallHandlers => callHandlers(world, leg, isNext)
  return {
    onEnded(end) {
      if (isOurs()) legGone(world, leg, endOf(end))
    },
    onReinvite: ({ sdp }) =>
      isOurs() ? changeSound(world, leg, sdp) : { kind: 'refuse', status: 488 },
    onAcknowledged({ owed, sdp }) {
      if (owed && isOurs()) void takeDelayedAnswer(world, leg, sdp)
    },
    onRefreshed({ sdp }) {
      if (isOurs()) void takeRefreshed(world, leg, sdp)
    },
    onRefer(refer) {
      if (isOurs()) void followReferral(world, leg, refer, next)
      else refer.reject(481)
    },
    onKey({ digit }) {
      if (isOurs()) keyPressed(world, leg, { digit, by: 'info' })
    },
    onReplaced: by => void takeReplacement(world, leg, by, next),
  }
}

async function arrive(
  world: VoiceWorld,
  call: IncomingCall,
  { trunk, tenant, dialled }: Extract<Belonging, { ok: true }>,
): Promise<void> {
  const id = toId<LegId>(world.options.newLegName())
  const leg: VoiceLeg = {
    id,
    tenant: tenant.tenant,
    callId: `${tenant.tenant}/${id}`,
    direction: 'in',
    call,
    state: 'opening',
    ring: undefined,
    rang: false,
    leaving: [],
    play: undefined,
    held: false,
    way: { trunk: trunk.id, from: dialled },
    profile: profileOf(trunk),
    answerHeaders: answerHeaders(trunk, world.options.version),
    inbandDigits: hearsInband(trunk),
    ownHold: { wanted: false, said: false, busy: false },
  }
  addLeg(world, leg)
  world.options.trace?.follow(call.callId, { tenant: leg.tenant, leg: id })
  call.handle(callHandlers(world, leg, () => leg.call === call))
  const taken = await tellArrival(world, leg, { call, trunk, dialled })
  if (taken || !removeLeg(world, leg)) return
  call.reject({ status: 503, retryAfterMs: 5000, q850: 42 })
}

/** Whether the lane took the call. A lane that is full or has stopped leaves it to be refused. */
async function tellArrival(
  world: VoiceWorld,
  leg: VoiceLeg,
  { call, trunk, dialled }: { call: IncomingCall; trunk: VoiceTrunk; dialled: string },
): Promise<boolean> {
  try {
    const taken = await world.options.tell(leg.tenant, {
      kind: 'interaction-arrived',
      channel: 'voice',
      leg: leg.id,
      ...callerOf(call.invite, trunk),
      to: dialled,
      trunk: trunk.id,
    })
    return taken.ok
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    world.options.log('warn', 'call-not-taken', { tenant: leg.tenant, words })
    return false
  }
}

function turnAway(
  world: VoiceWorld,
  call: IncomingCall,
  { status, words }: Extract<Belonging, { ok: false }>,
): void {
  const { address } = call.invite.source
  world.options.log('warn', 'call-turned-away', { status, words, address, callId: call.callId })
  call.handle({ onEnded() {} })
  call.reject({ status, q850: status === 403 ? 21 : 1 })
}

function endOf(end: CallEnd): { by: 'far-end' | 'parley' | 'fault'; cause: string } {
  const by = { 'far-end': 'far-end', us: 'parley', error: 'fault' } as const
  return { by: by[end.by], cause: endWords(end) }
}
