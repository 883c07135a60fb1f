import type { LegId } from '#core'
import { toId } from '#core'
import type { Direction } from '#media'
import type { CallEnd, CallHandlers, IncomingCall, InviteView } from '#sip'
import { userOf } from '#sip'
import { endWords } from './causes.ts'
import type { VoiceLeg } from './legs.ts'
import type { Belonging, Belongs } from './tenancy.ts'
import type { VoiceWorld } from './world.ts'
import { addLeg, legGone, removeLeg, say } from './world.ts'

/** A customer calls in: the trunk and the tenant are found, and the lane is told. It decides all else. */
export function incoming(world: VoiceWorld, belongs: Belongs, call: IncomingCall): void {
  const belonging = belongs(call.invite)
  if (belonging.ok) void arrive(world, call, belonging)
  else turnAway(world, call, belonging)
}

/** What a call tells us while it is up: its end, and changed offers. */
export function callHandlers(world: VoiceWorld, leg: VoiceLeg): CallHandlers {
  return {
    onEnded: end => legGone(world, leg, endOf(end)),
    onReinvite: async ({ sdp }) => {
      if (sdp === undefined) return { kind: 'refuse', status: 488, reason: 'An Offer Is Needed' }
      const answer = await world.options.media().answer(`${leg.tenant}/${leg.id}`, sdp)
      if (!answer.ok) return { kind: 'refuse', status: 488, reason: answer.reason }
      tellHold(world, leg, answer.negotiated.direction)
      return { kind: 'accept', sdp: answer.sdp }
    },
  }
}

/**
 * A far end that no longer wants to hear us has put us on hold (RFC 3264 §8.4): a Teams client by
 * `a=inactive`, others by `a=sendonly`. It is told once, and so is the return.
 */
function tellHold(world: VoiceWorld, leg: VoiceLeg, ours: Direction): void {
  const held = ours === 'inactive' || ours === 'recvonly'
  if (held === leg.held) return
  leg.held = held
  say(world, leg.tenant, { kind: held ? 'leg-held' : 'leg-resumed', leg: leg.id })
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
  }
  addLeg(world, leg)
  call.handle(callHandlers(world, leg))
  const taken = await tellArrival(world, leg, { call, trunk: trunk.id, dialled })
  if (taken || !removeLeg(world, leg)) return
  call.reject({ status: 503, retryAfterMs: 5000, q850: 42 })
}

/** Whether the lane took the call. A lane that is full or has stopped leaves it to be refused. */
async function tellArrival(
  world: VoiceWorld,
  leg: VoiceLeg,
  { call, trunk, dialled }: { call: IncomingCall; trunk: string; dialled: string },
): Promise<boolean> {
  try {
    const taken = await world.options.tell(leg.tenant, {
      kind: 'interaction-arrived',
      channel: 'voice',
      leg: leg.id,
      ...callerOf(call.invite),
      to: dialled,
      trunk,
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

/** Who calls: the number the trunk gives, or nobody who can be named. */
function callerOf(invite: InviteView): { readonly from: string; readonly fromName?: string } {
  const user = userOf(invite.from.uri)
  const from = user === '' || user.toLowerCase() === 'anonymous' ? 'anonymous' : user
  const name = invite.from.displayName.trim()
  return name === '' || from === 'anonymous' ? { from } : { from, fromName: name }
}

function endOf(end: CallEnd): { by: 'far-end' | 'parley' | 'fault'; cause: string } {
  const by = { 'far-end': 'far-end', us: 'parley', error: 'fault' } as const
  return { by: by[end.by], cause: endWords(end) }
}
