import type { Ring, TenantId } from '#core'
import type { OrderResult } from '#engine'
import type { CallAnswer, OutgoingInvite } from '#sip'
import { failureOf, failureWords } from './causes.ts'
import { callHandlers } from './incoming.ts'
import type { VoiceLeg } from './legs.ts'
import { findLeg, soundName } from './legs.ts'
import type { Path } from './path.ts'
import { planPath } from './path.ts'
import type { VoiceWorld } from './world.ts'
import { addLeg, removeLeg, say } from './world.ts'

/** Calls an agent's phone. The answer comes when the phone is answered, or will not be. */
export function ring(world: VoiceWorld, tenant: TenantId, order: Ring): Promise<OrderResult> {
  const customer = findLeg(world, tenant, order.customerLeg)
  if (customer === undefined) return Promise.resolve(gone)
  const voiceTenant = world.options.tenants.find(one => one.tenant === tenant)
  if (voiceTenant === undefined) throw new Error(`tenant ${tenant} has no voice`)
  const path = planPath(world.options, voiceTenant, order)
  if ('impossible' in path) {
    return Promise.resolve({ ok: false, code: 'refused', detail: path.impossible })
  }
  return new Promise(resolve => {
    const leg: VoiceLeg = {
      id: order.leg,
      tenant,
      callId: customer.callId,
      direction: 'out',
      call: undefined,
      state: 'opening',
      ring: resolve,
      rang: false,
      leaving: [],
      play: undefined,
      held: false,
    }
    addLeg(world, leg)
    void dial(world, leg, path)
  })
}

const gone: OrderResult = { ok: false, code: 'gone', detail: 'the customer is gone' }

async function dial(world: VoiceWorld, leg: VoiceLeg, path: Path): Promise<void> {
  const name = soundName(leg.tenant, leg.id)
  const media = world.options.media()
  const created = await media.createLeg({
    legId: name,
    callId: leg.callId,
    srtp: path.srtp,
    codecs: ['PCMU', 'PCMA'],
  })
  const offer = created.ok ? await media.offer(name) : created
  if (!offer.ok) {
    notAnswered(world, leg, {
      ok: false,
      code: 'fault',
      detail: `${offer.reason}: ${offer.detail}`,
    })
  } else if (leg.state === 'ending') {
    notAnswered(world, leg, { ok: false, code: 'gone', detail: 'hung up before it rang' })
  } else {
    invite(world, leg, path.invite(offer.sdp))
  }
}

function invite(world: VoiceWorld, leg: VoiceLeg, request: OutgoingInvite): void {
  leg.call = world.options.sip().invite(request, {
    ...callHandlers(world, leg),
    onProgress({ status }) {
      if (status === 100 || leg.rang) return
      leg.rang = true
      say(world, leg.tenant, { kind: 'leg-ringing', leg: leg.id })
    },
    onAnswered: answer => void takeAnswer(world, leg, answer),
    onFailed(failure) {
      const detail = failureWords(failure)
      notAnswered(world, leg, { ok: false, code: failureOf(failure), detail })
    },
  })
}

/** The phone was picked up: its sound is joined to ours, or the call is ended for want of a common one. */
async function takeAnswer(world: VoiceWorld, leg: VoiceLeg, answer: CallAnswer): Promise<void> {
  // From here on the call is ended by BYE and no longer by CANCEL, also while its sound is joined.
  if (leg.state === 'opening') leg.state = 'up'
  const remote =
    answer.sdp === undefined
      ? { ok: false as const, reason: 'no-audio', detail: 'the answer has no SDP' }
      : await world.options.media().setRemote(soundName(leg.tenant, leg.id), answer.sdp)
  if (leg.ring === undefined || !world.legs.has(soundName(leg.tenant, leg.id))) return
  if (!remote.ok) {
    leg.call?.hangUp({ q850: 88, text: remote.reason })
    notAnswered(world, leg, {
      ok: false,
      code: 'fault',
      detail: `${remote.reason}: ${remote.detail}`,
    })
    return
  }
  const resolve = leg.ring
  leg.ring = undefined
  resolve({ ok: true })
}

/** A leg that never was up is gone with the failure of its ring; nothing else is told of it. */
function notAnswered(
  world: VoiceWorld,
  leg: VoiceLeg,
  result: Extract<OrderResult, { ok: false }>,
): void {
  const resolve = leg.ring
  leg.ring = undefined
  removeLeg(world, leg)
  resolve?.(result)
}
