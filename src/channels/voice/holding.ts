import type { Direction } from '#media'
import type { VoiceLeg } from './legs.ts'
import { soundName } from './legs.ts'
import type { VoiceWorld } from './world.ts'
import { say } from './world.ts'

/**
 * Puts a leg on hold towards its far end, or takes it back, where its trunk wants that said: by a
 * re-INVITE with `a=inactive` to Microsoft (Direct Routing SIP protocol, read 2022). It is said in the
 * background, one re-INVITE at a time: who hears whom is a matter of our own and needs no answer.
 */
export function setHold(world: VoiceWorld, leg: VoiceLeg, wanted: boolean): void {
  // Whoever holds us is not held in return: the way back would be lost between the two holds.
  leg.ownHold.wanted = wanted && !leg.held
  if (leg.browser !== undefined || !leg.profile.signalsHold || leg.ownHold.busy) return
  leg.ownHold.busy = true
  void follow(world, leg).finally(() => {
    leg.ownHold.busy = false
  })
}

/**
 * A far end that no longer wants to hear us has put us on hold (RFC 3264 §8.4): a Teams client by
 * `a=inactive`, others by `a=sendonly`. It is told once, and so is the return. While we hold the far
 * end ourselves, its silence is our doing and says nothing.
 */
export function tellHold(world: VoiceWorld, leg: VoiceLeg, ours: Direction): void {
  if (leg.ownHold.said) return
  const held = ours === 'inactive' || ours === 'recvonly'
  if (held === leg.held) return
  leg.held = held
  say(world, leg.tenant, { kind: held ? 'leg-held' : 'leg-resumed', leg: leg.id })
}

/** Says what is wanted until the last word is what is wanted. A refusal is not argued with. */
async function follow(world: VoiceWorld, leg: VoiceLeg): Promise<void> {
  const { ownHold } = leg
  while (ownHold.wanted !== ownHold.said && leg.state === 'up' && isThere(world, leg)) {
    ownHold.said = ownHold.wanted
    const failed = await offer(world, leg)
    if (failed === undefined) continue
    const holds = ownHold.said
    world.options.log('warn', holds ? 'hold-refused' : 'resume-refused', {
      tenant: leg.tenant,
      leg: leg.id,
      words: failed,
    })
    if (holds) await world.options.media().direction(soundName(leg.tenant, leg.id), 'sendrecv')
  }
}

/** One re-INVITE with what is wanted by then; the words for why it came to nothing, where it did. */
async function offer(world: VoiceWorld, leg: VoiceLeg): Promise<string | undefined> {
  const name = soundName(leg.tenant, leg.id)
  const media = world.options.media()
  let undescribed: string | undefined
  const result = await leg.call?.reinvite(async () => {
    leg.ownHold.said = leg.ownHold.wanted
    await media.direction(name, leg.ownHold.said ? leg.profile.hold : 'sendrecv')
    const offered = await media.offer(name)
    undescribed = offered.ok ? undefined : offered.detail
    return offered.ok ? offered.sdp : undefined
  })
  if (result === undefined || result.kind === 'over') return undefined
  if (result.kind === 'withdrawn') return undescribed
  if (result.kind === 'refused') return `${result.status} ${result.reason}`
  if (result.sdp === undefined) return 'the answer has no SDP'
  const agreed = await media.setRemote(name, result.sdp)
  if (!agreed.ok) return agreed.detail
  leg.sound = agreed.negotiated
  tellHold(world, leg, agreed.negotiated.direction)
  return undefined
}

function isThere(world: VoiceWorld, leg: VoiceLeg): boolean {
  return world.legs.get(soundName(leg.tenant, leg.id)) === leg
}
