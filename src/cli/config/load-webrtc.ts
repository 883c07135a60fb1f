import { isIP } from 'node:net'
import type { InstallationFile } from '#contract'
import type { Gathered, ShapedFile } from '../reading/gathered.ts'
import { complain } from '../reading/gathered.ts'
import type { ValuePath } from '../reading/yaml-source.ts'
import type { IceServerConfig, WebrtcConfig } from './installation.ts'
import type { Secrets } from './secrets.ts'

/** What is said about calls in browsers, with the address their voices come to. */
export interface LoadedWebrtc extends WebrtcConfig {
  readonly browserAddress?: string
}

interface Work {
  readonly read: ShapedFile<InstallationFile>
  readonly gathered: Gathered
}

/** Reads how browsers find us. A TURN server without credentials would refuse every browser. */
export function loadWebrtc(work: Work, { turnSecret }: Secrets): LoadedWebrtc {
  const { iceServers, publicAddress } = work.read.value.webrtc
  checkAddress(work)
  for (const [nth, { urls, username }] of iceServers.entries()) {
    if (username !== undefined || turnSecret !== undefined || !urls.some(isTurn)) continue
    say(work, ['webrtc', 'iceServers', nth], {
      code: 'turn-without-credential',
      words: 'a TURN server lets nobody through without a credential',
      remedy:
        'Give `username` and `credential`, or set PARLEY_TURN_SECRET to the secret the server shares with us.',
    })
  }
  return {
    iceServers: iceServers.map(serverOf),
    ...(turnSecret !== undefined && { turnSecret }),
    ...(publicAddress !== undefined && { browserAddress: publicAddress }),
  }
}

/** Browsers are told an address to send to, and take no name in its place (RFC 8839 §5.1). */
function checkAddress(work: Work): void {
  const { webrtc, media } = work.read.value
  const told = webrtc.publicAddress ?? media.publicAddress ?? media.address
  const isNowhere = told === '0.0.0.0' || told === '::'
  if (webrtc.publicAddress !== undefined && isNowhere) {
    say(work, ['webrtc', 'publicAddress'], {
      code: 'no-public-address',
      words: `no browser can send a voice to ${told}`,
      remedy: 'Write the address browsers reach this machine at.',
    })
  }
  if (isIP(told) !== 0) return
  say(work, ['media', media.publicAddress === undefined ? 'address' : 'publicAddress'], {
    severity: 'warning',
    code: 'no-browser-address',
    words: `browsers cannot send a voice to a name such as “${told}”`,
    remedy: 'Write the address they reach as `webrtc: {publicAddress: …}`.',
  })
}

function say(
  { read, gathered }: Work,
  path: ValuePath,
  finding: Parameters<typeof complain>[2],
): void {
  complain(gathered, { source: read.source, path }, finding)
}

function isTurn(url: string): boolean {
  return url.startsWith('turn')
}

function serverOf({
  urls,
  username,
  credential,
}: InstallationFile['webrtc']['iceServers'][number]): IceServerConfig {
  return {
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }
}
