import type { LegId, TenantId } from '#core'
import type { ChannelPort } from '#engine'
import type { MediaEvent } from '#media'
import { browserConnection } from './browser.ts'
import { incoming } from './incoming.ts'
import { keyPressed } from './keys.ts'
import { carryOutVoice, endSilent } from './orders.ts'
import { playEnded } from './playing.ts'
import { peersOf, tenancy } from './tenancy.ts'
import { arriveFromWeb } from './web.ts'
import type { WebCall, WebCallEars } from '../softphone/web-calls.ts'
import type { VoiceEars, VoiceOptions } from './voice-options.ts'
import type { VoiceWorld } from './world.ts'

/** The voice channel: orders in, inputs out, SIP and media in between. */
export interface VoiceChannel extends ChannelPort, VoiceEars {
  /** A customer calls from a web page. */
  readonly onWebCall: (call: WebCall) => WebCallEars
  /** How much it holds now; all zero when every call has ended. */
  readonly counts: () => { readonly legs: number; readonly recordings: number }
}

/**
 * Builds the channel. It opens nothing itself:
 *
 *     SIP endpoint ── onInvite ──▶ ┌───────┐ ── tell(input) ──▶ lane
 *     media engine ── onMediaEvent▶│ voice │ ◀── carryOut(order) ── lane
 *                                  └───────┘
 */
export function openVoice(options: VoiceOptions): VoiceChannel {
  const world: VoiceWorld = { options, legs: new Map(), recordings: new Map() }
  const belongs = tenancy(options.trunks, options.tenants)
  return {
    carryOut: (tenant, issued) => carryOutVoice(world, tenant, issued),
    liveLegs: tenant => liveLegs(world, tenant),
    isPeer: peersOf(options.trunks),
    onInvite: call => incoming(world, belongs, call),
    onMediaEvent: event => hear(world, event),
    onWebCall: call => arriveFromWeb(world, call),
    counts: () => ({ legs: world.legs.size, recordings: world.recordings.size }),
  }
}

function liveLegs(world: VoiceWorld, tenant: TenantId): ReadonlySet<LegId> {
  const mine = [...world.legs.values()].filter(leg => leg.tenant === tenant)
  return new Set(mine.map(leg => leg.id))
}

/** What the sound reports. What nobody decides by is logged where it is of use to an operator. */
function hear(world: VoiceWorld, event: MediaEvent): void {
  switch (event.type) {
    case 'digit': {
      const leg = world.legs.get(event.legId)
      if (leg !== undefined) keyPressed(world, leg, { digit: event.digit, by: 'sound' })
      return
    }
    case 'play-ended':
      playEnded(world, event)
      return
    case 'worker-down':
      world.options.log('alarm', 'media-worker-down', { worker: event.worker, words: event.detail })
      endSilent(world, event.legIds, 'the media worker died')
      return
    case 'leg-fault':
      world.options.log('alarm', 'media-leg-broke', { leg: event.legId, words: event.where })
      endSilent(world, [event.legId], `its sound broke: ${event.detail}`)
      return
    case 'rtp-timeout':
      // Whoever rings owes no sound yet, also where it described some.
      if (world.legs.get(event.legId)?.ring !== undefined) return
      world.options.log('warn', 'rtp-timeout', { leg: event.legId, silentMs: event.silentMs })
      endSilent(world, [event.legId], `no sound came for ${Math.round(event.silentMs / 1000)} s`)
      return
    case 'overload':
      world.options.log('warn', 'media-overload', {
        worker: event.worker,
        lateTicks: event.lateTicks,
        lateMsMax: event.lateMsMax,
      })
      return
    case 'recording-ended':
      if (event.why !== 'stopped') {
        world.options.log('warn', 'recording-ended', { why: event.why, file: event.recording.file })
      }
      return
    case 'connection':
      browserConnection(world, event)
      return
    case 'rtp-started':
  }
}
