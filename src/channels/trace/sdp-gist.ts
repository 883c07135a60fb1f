import type { TracedSdp } from '#engine'

/** The payload types without an rtpmap that we meet (RFC 3551 §6). */
const wellKnown: ReadonlyMap<string, string> = new Map([
  ['0', 'PCMU'],
  ['8', 'PCMA'],
  ['9', 'G722'],
  ['13', 'CN'],
  ['18', 'G729'],
])

/** What is in the list of codecs and is no voice. */
const noVoices = new Set(['telephone-event', 'CN'])

/** What a session description says of its first audio line, in short; undefined where it has none. */
export function sdpGist(body: string): TracedSdp | undefined {
  const audio = /^m=audio (\d+)(?:\/\d+)? (\S+)([^\r\n]*)/m.exec(body)
  if (audio === null) return undefined
  const [, port = '0', protocol = '', formats = ''] = audio
  const names = new Map(wellKnown)
  for (const [, type = '', name = ''] of body.matchAll(/^a=rtpmap:(\d+) ([^/\s]+)/gm)) {
    names.set(type, name)
  }
  const codecs = formats
    .trim()
    .split(/\s+/)
    .map(type => names.get(type) ?? type)
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\b/m.exec(body)?.[1]
  const address = /^c=IN IP[46] ([^\s/]+)/m.exec(body)?.[1]
  return {
    codecs: [...new Set(codecs)].filter(name => !noVoices.has(name)),
    srtp: protocol.includes('SAVP'),
    direction: directions.find(one => one === direction) ?? 'sendrecv',
    ...(address === undefined ? {} : { address }),
    port: Number(port),
  }
}

const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const
