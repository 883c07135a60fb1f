/** Orders about what is heard: plays, the matrix, digits, taps. */
import { loadItems } from '../mixer/load-items.ts'
import { openPlayer } from '../mixer/player.ts'
import { openPromptCache } from '../mixer/prompt-cache.ts'
import type { PromptCache } from '../mixer/prompt-cache.ts'
import type { Outcome, PlayRequest } from '../media-engine.ts'
import { areDigits, digitsQueuedMax } from '../rtp/digit-sender.ts'
import { endPlay } from './call.ts'
import type { Orders } from './worker-wire.ts'
import { refuse, unknownLeg } from './refuse.ts'
import type { Studio } from './studio.ts'
import { openTap } from './tap.ts'

type SoundOrders = Pick<
  Orders,
  'play' | 'stopPlay' | 'route' | 'sendDigits' | 'startTap' | 'stopTap'
>

/** The orders, over one studio and a prompt cache of their own. */
export function openSoundOrders(studio: Studio): SoundOrders {
  const { promptCacheBytesMax: bytesMax, promptFileBytesMax: fileBytesMax } = studio.parts.limits
  const prompts = openPromptCache({ bytesMax, fileBytesMax })
  return {
    play: order => play(studio, prompts, order),
    stopPlay({ legId }) {
      const found = studio.find(legId)
      if (found === undefined) return unknownLeg(legId)
      found.seat.wanted = undefined
      endPlay(found.call, legId, 'stopped')
      return { ok: true }
    },
    route({ callId, hears }) {
      const call = studio.calls.get(callId)
      if (call === undefined) return refuse('unknown-leg', `call ${callId} has no leg`)
      call.hears = new Map(Object.entries(hears))
      return { ok: true }
    },
    sendDigits({ legId, digits }) {
      const leg = studio.find(legId)?.seat.leg
      if (leg === undefined) return unknownLeg(legId)
      const { digits: sender, format } = leg.outbound
      if (!areDigits(digits) || sender.queue.length + digits.length > digitsQueuedMax) {
        return refuse('bad-request', `digits: ${digits.slice(0, 20)}`)
      }
      if (format?.digits === undefined) return refuse('no-telephone-event', 'no RFC 4733 agreed')
      sender.queue += digits
      return { ok: true }
    },
    startTap({ port, ...request }) {
      const found = studio.find(request.legId)
      if (found === undefined) {
        port.close()
        return unknownLeg(request.legId)
      }
      found.call.taps.get(request.tapId)?.close()
      found.call.taps.set(request.tapId, openTap(request, port))
      return { ok: true }
    },
    stopTap({ tapId }) {
      for (const call of studio.calls.values()) {
        call.taps.get(tapId)?.close()
        call.taps.delete(tapId)
      }
      return { ok: true }
    },
  }
}

async function play(
  studio: Studio,
  prompts: PromptCache,
  { legId, playId, items, loop = false, mix = false }: PlayRequest,
): Promise<Outcome> {
  const asked = studio.find(legId)
  if (asked === undefined) return unknownLeg(legId)
  asked.seat.wanted = playId
  const loaded = await loadItems(items, prompts)
  if ('ok' in loaded) return loaded
  // While the files were read the leg may have gone, or a stop or another play have come.
  const found = studio.find(legId)
  if (found === undefined) return unknownLeg(legId)
  const { call, seat } = found
  if (seat.wanted !== playId) {
    call.emit({ type: 'play-ended', legId, playId, why: 'stopped', playedMs: 0 })
    return { ok: true }
  }
  if (seat.player?.playId === playId) return { ok: true }
  endPlay(call, legId, 'stopped')
  seat.player = openPlayer(playId, loaded, { loop, mix })
  return { ok: true }
}
