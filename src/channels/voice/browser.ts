import type { HangUp, Ring } from '#core'
import type { MediaEvent } from '#media'
import type { BrowserReach, SoundAnswer } from '../softphone/phones.ts'
import { phoneGraceMsMax } from '../softphone/phones.ts'
import { q850Of } from './causes.ts'
import type { VoiceLeg } from './legs.ts'
import { soundName } from './legs.ts'
import type { VoiceTenant } from './voice-options.ts'
import type { VoiceWorld } from './world.ts'
import { endBrowser, legGone, notAnswered, say } from './world.ts'

/**
 * How a ring reaches its agent: by the browsers that are phones now, beside or instead of Teams, as
 * far as the tenant lets its agents use both. `missing` where browsers are all there is, and none is.
 */
export function browserOf(
  world: VoiceWorld,
  { tenant, agentPhones }: VoiceTenant,
  { agent }: Ring,
): BrowserReach | 'missing' {
  if (agent === undefined) return 'none'
  const reach = world.options.phones?.reach(tenant, agent) ?? 'none'
  switch (agentPhones?.() ?? 'both') {
    case 'both':
      return reach
    case 'teams':
      return 'none'
    case 'browser':
      return reach === 'none' ? 'missing' : 'alone'
  }
}

/** Rings the agent's browsers. No sound is made before one of them answers. */
export function ringBrowser(world: VoiceWorld, leg: VoiceLeg, order: Ring): void {
  const { phones } = world.options
  const { agent, from, fromName } = order
  if (phones === undefined || agent === undefined) return
  leg.browser = {
    end: () => phones.end({ tenant: leg.tenant, agent, leg: leg.id }),
    cancelGrace: undefined,
  }
  phones.ring({
    tenant: leg.tenant,
    agent,
    leg: leg.id,
    from,
    ...(fromName === undefined ? {} : { fromName }),
    ears: {
      described: (sdp, kind) =>
        kind === 'answer' ? take(world, leg, sdp) : renew(world, leg, sdp),
      declined: () => decline(world, leg),
      hungUp: () => legGone(world, leg, { by: 'far-end', cause: 'hung up in the browser' }),
      gone: words => lose(world, leg, words),
    },
  })
  tellRinging(world, leg)
}

/** Says once that it rings somewhere. */
export function tellRinging(world: VoiceWorld, leg: VoiceLeg): void {
  if (leg.rang) return
  leg.rang = true
  say(world, leg.tenant, { kind: 'leg-ringing', leg: leg.id })
}

/** Ends a leg that rings or talks in a browser, and a phone that rings beside it. */
export function hangUpBrowser(world: VoiceWorld, leg: VoiceLeg, why: HangUp['why']): void {
  letGoOfPhone(leg, why)
  legGone(world, leg, { by: 'parley', cause: `hung up, Q.850 cause ${q850Of(why)}` })
}

/** The sound of a browser's leg was lost, and ends it if it does not come back; or it is back. */
export function browserConnection(
  world: VoiceWorld,
  event: Extract<MediaEvent, { type: 'connection' }>,
): void {
  const { state, detail, legId } = event
  if (state !== 'connected') {
    world.options.log('warn', `browser-${state}`, { leg: legId, words: detail })
  }
  const leg = world.legs.get(legId)
  if (leg?.browser === undefined) return
  if (state === 'connected') leg.browser.web?.found(true)
  leg.browser.cancelGrace?.()
  leg.browser.cancelGrace =
    state === 'connected'
      ? undefined
      : world.options.clock.setTimer(phoneGraceMsMax, () =>
          lose(world, leg, detail ?? 'the browser’s sound was lost and did not come back'),
        )
}

/** The first browser that answers has the call; a phone that rings beside it stops. */
async function take(world: VoiceWorld, leg: VoiceLeg, sdp: string): Promise<SoundAnswer> {
  const legId = soundName(leg.tenant, leg.id)
  if (leg.state !== 'opening' || world.legs.get(legId) !== leg) return over
  leg.state = 'up'
  const media = world.options.media()
  if (leg.dialling === true) {
    letGoOfPhone(leg, 'answered-elsewhere')
    await media.releaseLeg(legId)
  }
  const request = { legId, callId: leg.callId, srtp: 'dtls', codecs: ['PCMU'] } as const
  const created = await media.createLeg(request)
  const answer = created.ok ? await media.answer(legId, sdp) : created
  if (world.legs.get(legId) !== leg) {
    // Hung up meanwhile: what was made after that is nobody's.
    await media.releaseLeg(legId)
    return over
  }
  if (!answer.ok) {
    const detail = `${answer.reason}: ${answer.detail}`
    notAnswered(world, leg, { ok: false, code: 'fault', detail })
    return { ok: false, code: 'no-sound', words: detail }
  }
  leg.sound = answer.negotiated
  const resolve = leg.ring
  leg.ring = undefined
  resolve?.({ ok: true })
  return { ok: true, sdp: answer.sdp }
}

const over: SoundAnswer = { ok: false, code: 'gone', words: 'The call is over.' }

/** The page was loaded anew, or its network changed: the same leg, another description. */
export async function renew(world: VoiceWorld, leg: VoiceLeg, sdp: string): Promise<SoundAnswer> {
  const legId = soundName(leg.tenant, leg.id)
  if (leg.state !== 'up' || world.legs.get(legId) !== leg) return over
  const answer = await world.options.media().answer(legId, sdp)
  if (answer.ok) return { ok: true, sdp: answer.sdp }
  return { ok: false, code: 'no-sound', words: `${answer.reason}: ${answer.detail}` }
}

function decline(world: VoiceWorld, leg: VoiceLeg): void {
  if (leg.state !== 'opening') return
  letGoOfPhone(leg, 'not-needed')
  notAnswered(world, leg, { ok: false, code: 'declined', detail: 'declined in the browser' })
}

/** No page is left: a phone beside them may still ring, and else the leg is over. */
export function lose(world: VoiceWorld, leg: VoiceLeg, words: string): void {
  if (leg.state === 'opening' && leg.dialling === true) {
    endBrowser(leg)
    return
  }
  if (leg.state === 'opening') {
    notAnswered(world, leg, { ok: false, code: 'unreachable', detail: words })
    return
  }
  // A customer whose page went has left; an agent whose page went has lost a phone, and hung up on nobody.
  const by = leg.browser?.web === undefined ? 'fault' : 'far-end'
  legGone(world, leg, { by, cause: words })
}

/** What the phone beside the browser still says is not listened to any more. */
function letGoOfPhone(leg: VoiceLeg, why: HangUp['why']): void {
  leg.dialling = false
  const { call } = leg
  leg.call = undefined
  if (call === undefined || !('cancel' in call)) return
  call.cancel(
    why === 'answered-elsewhere' ? { reason: 'SIP;cause=200;text="Call completed elsewhere"' } : {},
  )
}
