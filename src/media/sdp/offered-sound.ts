/** What an offer asks of a leg that is to be made for it. */
import type { CodecName } from '../media-engine.ts'
import { readRemoteAudio } from './remote-audio.ts'
import { parseSdp } from './session-description.ts'

/** The protection of the section to be answered, and its codecs in the order of the offer. */
export interface OfferedSound {
  readonly srtp: 'off' | 'sdes'
  readonly codecs: readonly CodecName[]
}

/**
 * SRTP wherever the offer has a section for it with keys that are ours to use, plain sound otherwise;
 * undefined where there is no sound that could be answered.
 */
export function offeredSound(sdp: string): OfferedSound | undefined {
  const description = parseSdp(sdp)
  if ('malformed' in description) return undefined
  const secure = readRemoteAudio(description, 'sdes')
  if (secure === undefined || 'malformed' in secure) return undefined
  const protects = secure.secure && secure.cryptos.length > 0
  const remote = protects ? secure : readRemoteAudio(description, 'off')
  if (remote === undefined || 'malformed' in remote) return undefined
  return { srtp: remote.secure ? 'sdes' : 'off', codecs: remote.codecs.map(({ codec }) => codec) }
}
