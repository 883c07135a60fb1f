import type { LegId, Reject } from '#core'
import { toId, webCustomer, webDoor } from '#core'
import type { OrderResult } from '#engine'
import type { MediaEngine } from '#media'
import { carrierProfile } from '#sip'
import type { WebCall, WebCallEars } from '../softphone/web-calls.ts'
import { lose, renew } from './browser.ts'
import type { VoiceLeg, WebSide } from './legs.ts'
import { soundName } from './legs.ts'
import type { VoiceWorld } from './world.ts'
import { addLeg, legGone, removeLeg } from './world.ts'

/** From our answer until sound flows: a page that needs longer will not get there. */
export const webSoundMsMax = 15_000

/** What a trunk is called that is none. */
const webTrunk = 'web'

/** A customer calls from a page: a leg like that of any caller, whose far end is a browser. */
export function arriveFromWeb(world: VoiceWorld, call: WebCall): WebCallEars {
  const { promise: finding, resolve: found } = Promise.withResolvers<boolean>()
  const web: WebSide = { call, offer: call.offer, found, finding }
  const id = toId<LegId>(world.options.newLegName())
  const leg: VoiceLeg = {
    id,
    tenant: call.tenant,
    callId: `${call.tenant}/${id}`,
    direction: 'in',
    call: undefined,
    browser: { end: () => endWeb(web), cancelGrace: undefined, web },
    state: 'opening',
    ring: undefined,
    rang: false,
    leaving: [],
    play: undefined,
    held: false,
    profile: carrierProfile,
    answerHeaders: {},
    inbandDigits: false,
    ownHold: { wanted: false, said: false, busy: false },
  }
  addLeg(world, leg)
  void tellArrival(world, leg, call)
  return {
    described: async sdp => {
      web.offer = sdp
      return leg.state === 'opening' && isThere(world, leg) ? 'later' : renew(world, leg, sdp)
    },
    hungUp: () => legGone(world, leg, { by: 'far-end', cause: 'hung up on the web page' }),
    gone: words => lose(world, leg, words),
  }
}

/**
 * Answers a page. The order is done when sound flows: what the flow says first is heard whole, and
 * a page that cannot be reached is no talk.
 */
export async function answerWeb(
  world: VoiceWorld,
  leg: VoiceLeg,
  web: WebSide,
): Promise<OrderResult> {
  const legId = soundName(leg.tenant, leg.id)
  const media = world.options.media()
  const request = { legId, callId: leg.callId, srtp: 'dtls', codecs: ['PCMU'] } as const
  const created = await media.createLeg(request)
  const answered = created.ok ? await answerNewest(media, legId, web) : created
  if (!isThere(world, leg)) {
    // Hung up meanwhile: what was made after that is nobody's.
    await media.releaseLeg(legId)
    return gone
  }
  if (!answered.ok) {
    web.call.over('no-sound')
    return { ok: false, code: 'refused', detail: `${answered.reason}: ${answered.detail}` }
  }
  leg.state = 'up'
  leg.sound = answered.negotiated
  web.call.answered(answered.sdp)
  const cancel = world.options.clock.setTimer(webSoundMsMax, () => web.found(false))
  const isFound = await web.finding
  cancel()
  if (!isThere(world, leg)) return gone
  if (isFound) return { ok: true }
  web.call.over('no-sound')
  return { ok: false, code: 'refused', detail: 'the page’s sound found no way to us' }
}

/** A page that was loaded anew meanwhile has described itself anew. */
async function answerNewest(
  media: Pick<MediaEngine, 'answer'>,
  legId: string,
  web: WebSide,
): ReturnType<MediaEngine['answer']> {
  const { offer } = web
  const answered = await media.answer(legId, offer)
  return web.offer === offer ? answered : answerNewest(media, legId, web)
}

const gone: OrderResult = { ok: false, code: 'gone', detail: 'the caller left the page' }

/** Refuses a page's call. The order is done when the leg is gone. */
export async function rejectWeb(
  world: VoiceWorld,
  leg: VoiceLeg,
  { why }: Reject,
): Promise<OrderResult> {
  leg.browser?.web?.call.over('refused')
  legGone(world, leg, { by: 'parley', cause: `refused: ${why}` })
  return { ok: true }
}

function endWeb(web: WebSide): void {
  web.found(false)
  web.call.over('ended')
}

/** A lane that is full or has stopped takes no call: the page is told that nobody can be reached. */
async function tellArrival(world: VoiceWorld, leg: VoiceLeg, call: WebCall): Promise<void> {
  const { entry, name, consent } = call
  try {
    const taken = await world.options.tell(leg.tenant, {
      kind: 'interaction-arrived',
      channel: 'voice',
      leg: leg.id,
      from: webCustomer,
      ...(name === undefined ? {} : { fromName: name }),
      to: webDoor(entry),
      trunk: webTrunk,
      ...(consent === undefined ? {} : { consent }),
    })
    if (taken.ok) return
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    world.options.log('warn', 'call-not-taken', { tenant: leg.tenant, words })
  }
  call.over('refused')
  removeLeg(world, leg)
}

function isThere(world: VoiceWorld, leg: VoiceLeg): boolean {
  return world.legs.get(soundName(leg.tenant, leg.id)) === leg
}
