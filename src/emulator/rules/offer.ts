/** What the proxy reads of an SBC's SDP: the parts its rules are about. */
export interface Offer {
  /** What o= says of the session: who it is, and how often its description changed. */
  readonly origin: { readonly session: string; readonly version: bigint }
  readonly address: string
  readonly port: number
  readonly profile: string
  readonly formats: readonly OfferedFormat[]
  readonly cryptoSuites: readonly string[]
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
}

/** One payload type and the codec its rtpmap, or RFC 3551, gives it. */
export interface OfferedFormat {
  readonly payloadType: number
  readonly codec: string
}

const staticCodecs: Readonly<Record<number, string>> = {
  0: 'PCMU/8000',
  8: 'PCMA/8000',
  9: 'G722/8000',
  13: 'CN/8000',
  18: 'G729/8000',
}

/** Reads the first audio stream; undefined when there is none or the text is no SDP. */
export function readOffer(sdp: string): Offer | undefined {
  const lines = sdp.split(/\r?\n/)
  const { session, audio } = sections(lines)
  const [, origin, version] = /^o=\S+ (\S+) (\d+) IN IP[46] \S+$/.exec(first(session, 'o=')) ?? []
  const head = /^m=audio (\d+)(?:\/\d+)? (\S+)((?: \d+)+)$/.exec(first(audio, 'm='))
  const address = connection(audio) ?? connection(session)
  if (lines[0] !== 'v=0' || origin === undefined || version === undefined) return undefined
  if (head === null || address === undefined) return undefined
  const [port = '', profile = '', types = ''] = head.slice(1)
  return {
    origin: { session: origin, version: BigInt(version) },
    address,
    port: Number(port),
    profile,
    formats: formatsOf(audio, types.trim().split(' ').map(Number)),
    cryptoSuites: audio.flatMap(line => /^a=crypto:\d+ (\S+) inline:\S+/.exec(line)?.[1] ?? []),
    direction: directionOf([...audio, ...session]),
  }
}

function sections(lines: readonly string[]): {
  readonly session: readonly string[]
  readonly audio: readonly string[]
} {
  const starts = lines.flatMap((line, at) => (line.startsWith('m=') ? [at] : []))
  const audioAt = starts.find(at => lines[at]?.startsWith('m=audio '))
  const session = lines.slice(0, starts[0])
  if (audioAt === undefined) return { session, audio: [] }
  return {
    session,
    audio: lines.slice(
      audioAt,
      starts.find(at => at > audioAt),
    ),
  }
}

/** A number given twice, or mapped twice: Microsoft answers 488 (direct-routing §3.2). */
export function hasDuplicates(offer: Offer): boolean {
  return new Set(offer.formats.map(({ payloadType }) => payloadType)).size < offer.formats.length
}

function formatsOf(media: readonly string[], types: readonly number[]): readonly OfferedFormat[] {
  const maps = media.flatMap(line => {
    const map = /^a=rtpmap:(\d+) (\S+)/.exec(line)
    return map === null
      ? []
      : [{ payloadType: Number(map[1]), codec: (map[2] ?? '').toUpperCase() }]
  })
  return types.flatMap(payloadType => {
    const mapped = maps.filter(map => map.payloadType === payloadType)
    return mapped.length > 0 ? mapped : [{ payloadType, codec: staticCodecs[payloadType] ?? '' }]
  })
}

function first(lines: readonly string[], prefix: string): string {
  return lines.find(line => line.startsWith(prefix)) ?? ''
}

function connection(lines: readonly string[]): string | undefined {
  return /^c=IN IP[46] ([^\s/]+)/.exec(first(lines, 'c='))?.[1]
}

/** The stream's own word, else the session's, else both ways (RFC 4566 §6). */
function directionOf(lines: readonly string[]): Offer['direction'] {
  const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const
  const said = lines.find(line => directions.some(direction => line === `a=${direction}`))
  return directions.find(direction => said === `a=${direction}`) ?? 'sendrecv'
}
