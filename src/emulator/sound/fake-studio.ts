import type { SoundLeg, SoundStudio } from './sound-leg.ts'

/** What the fake engine agrees to, in a shape that is not Microsoft's. */
export const fakeSdp = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 50000 RTP/SAVP 8 101',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V',
  'a=rtcp:50001',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=sendrecv',
  '',
].join('\r\n')

/** A studio without sound, that remembers which offers it was given. */
export interface FakeStudio extends SoundStudio {
  readonly offers: readonly string[]
}

/** Opens a studio for tests of signalling. */
export function openFakeStudio(): FakeStudio {
  const offers: string[] = []
  let open = 0
  let direction = 'sendrecv'
  const leg: SoundLeg = {
    answer: async offer => {
      offers.push(offer)
      const held = offer.includes('a=inactive')
      return { ok: true, sdp: held ? fakeSdp.replace('sendrecv', 'inactive') : fakeSdp }
    },
    offer: async () => ({ ok: true, sdp: fakeSdp.replace('sendrecv', direction) }),
    accept: async () => true,
    direction: async wish => {
      direction = wish
    },
    say: async () => undefined,
    hush: async () => undefined,
    press: async () => true,
    join: async () => ({ ok: true, sdp: fakeSdp }),
    leave: async () => undefined,
    bridge: async () => undefined,
    id: 'fake',
    keys: () => '',
    heard: () => ({ levelDbfs: -96, dominantHz: 0, purity: 0, totalMs: 0 }),
    levelDbfs: () => -96,
    close: async () => {
      open--
    },
  }
  return {
    offers,
    open: async () => {
      open++
      direction = 'sendrecv'
      return leg
    },
    count: () => open,
    lose: () => undefined,
    close: async () => undefined,
  }
}
