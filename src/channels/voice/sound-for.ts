import type { LegRequest } from '#media'
import { offeredSound } from '#media'
import type { TrunkProfile } from '#sip'

/**
 * How the sound of a call that comes in is made: protected as its trunk asks, or else as its offer does,
 * and with G.711 wherever the caller has it, since it passes through as it is; the codecs that cost a
 * conversion are for who has nothing else. An answer takes the first of the caller's list that is ours.
 */
export function soundFor(
  { srtp }: Pick<TrunkProfile, 'srtp'>,
  sdp: string | undefined,
): Pick<LegRequest, 'srtp' | 'codecs'> {
  const offered = sdp === undefined ? undefined : offeredSound(sdp)
  const plain = offered?.codecs.some(codec => codec === 'PCMU' || codec === 'PCMA') ?? true
  return {
    srtp: srtp === 'always' ? 'sdes' : (offered?.srtp ?? 'off'),
    codecs: plain ? ['PCMU', 'PCMA'] : ['OPUS', 'G722'],
  }
}
