import { isIPv4, isIPv6 } from 'node:net'
import type { TraceEntry, TracePoint, TracedMessage } from '#engine'

/**
 * Writes SIP messages as a capture file that Wireshark and tshark read: pcapng (IETF draft
 * opsawg-pcapng §4) with raw IP packets (LINKTYPE_RAW, 101), each message in a UDP datagram or a TCP
 * segment as it travelled. Secrets were taken out when the messages were kept, without changing
 * their lengths. What went over TLS stands there as TCP to port 5060, since it is readable now; a
 * comment on the packet says what it was.
 *
 *     section header ─ interface ─ packet ─ packet ─ …
 */
export function captureOf(entries: readonly TraceEntry[], words: string): Buffer {
  const messages = entries.filter(entry => entry.kind === 'message')
  const sent = new Map<string, number>()
  return Buffer.concat([
    sectionHeader(words),
    interfaceBlock,
    ...messages.map(message => packetBlock(message, sent)),
  ])
}

const rawIp = 101
const microseconds = 6
/** Wireshark reads what goes to this port as SIP, over UDP and TCP. */
const sipPort = 5060
/** Stands for a name where the capture needs an address (RFC 5737, for documentation). */
const nameless = '192.0.2.254'

const [optionEnd, optionComment, optionResolution] = [0, 1, 9]

function sectionHeader(words: string): Buffer {
  const body = Buffer.alloc(16)
  body.writeUInt32LE(0x1a2b3c4d, 0)
  body.writeUInt16LE(1, 4)
  body.writeUInt16LE(0, 6)
  // A section of unknown length.
  body.writeBigInt64LE(-1n, 8)
  return block(0x0a0d0d0a, body, [[optionComment, Buffer.from(words)]])
}

const interfaceBlock = ((): Buffer => {
  const body = Buffer.alloc(8)
  body.writeUInt16LE(rawIp, 0)
  return block(1, body, [[optionResolution, Buffer.from([microseconds])]])
})()

function packetBlock(message: TracedMessage, sent: Map<string, number>): Buffer {
  const packet = packetOf(message, sent)
  const moment = BigInt(message.at) * 1000n
  const body = Buffer.alloc(20)
  body.writeUInt32LE(0, 0)
  body.writeUInt32LE(Number(moment >> 32n), 4)
  body.writeUInt32LE(Number(moment & 0xffffffffn), 8)
  body.writeUInt32LE(packet.length, 12)
  body.writeUInt32LE(packet.length, 16)
  const comment = commentOn(message)
  return block(
    6,
    Buffer.concat([body, padded(packet)]),
    comment === '' ? [] : [[optionComment, Buffer.from(comment)]],
  )
}

function commentOn({ transport, local, remote, cut }: TracedMessage): string {
  const named = [local, remote].filter(({ address }) => !isIPv4(address) && !isIPv6(address))
  return [
    transport === 'tls' ? `over TLS, port ${remote.port} there and ${local.port} here` : '',
    ...named.map(({ address }) => `${nameless} stands for ${address}`),
    cut === true ? 'the end of the message was left out' : '',
  ]
    .filter(part => part !== '')
    .join('; ')
}

type Option = readonly [code: number, value: Buffer]

/** A block: type, length, body, options, and the length again. */
function block(type: number, body: Buffer, options: readonly Option[]): Buffer {
  const written = options.flatMap(([code, value]) => [
    optionHead(code, value.length),
    padded(value),
  ])
  const end = options.length > 0 ? [optionHead(optionEnd, 0)] : []
  const length = 12 + [body, ...written, ...end].reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(8)
  head.writeUInt32LE(type, 0)
  head.writeUInt32LE(length, 4)
  const tail = Buffer.alloc(4)
  tail.writeUInt32LE(length, 0)
  return Buffer.concat([head, body, ...written, ...end, tail])
}

function optionHead(code: number, length: number): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(code, 0)
  head.writeUInt16LE(length, 2)
  return head
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

interface Way {
  readonly from: TracePoint
  readonly to: TracePoint
}

function packetOf(message: TracedMessage, sent: Map<string, number>): Buffer {
  const { direction, transport, text } = message
  const [local, remote] = [addressed(message.local), addressed(message.remote)]
  const ends = alike(transport === 'tls' ? { ...local, port: sipPort } : local, remote)
  const way: Way =
    direction === 'in' ? { from: ends[1], to: ends[0] } : { from: ends[0], to: ends[1] }
  const payload = Buffer.from(text)
  const carried = transport === 'udp' ? udp(way, payload) : tcp(way, payload, sent)
  return ip(way, transport === 'udp' ? 17 : 6, carried)
}

function addressed(point: TracePoint): TracePoint {
  const isAddress = isIPv4(point.address) || isIPv6(point.address)
  return isAddress ? point : { ...point, address: nameless }
}

/** Both ends of a packet are of one family; a v4 address beside a v6 one is written as RFC 4291 §2.5.5.2 maps it. */
function alike(one: TracePoint, other: TracePoint): readonly [TracePoint, TracePoint] {
  if (isIPv6(one.address) === isIPv6(other.address)) return [one, other]
  return [mapped(one), mapped(other)]
}

function mapped(point: TracePoint): TracePoint {
  return isIPv6(point.address) ? point : { ...point, address: `::ffff:${point.address}` }
}

/** RFC 768. */
function udp({ from, to }: Way, payload: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(from.port, 0)
  head.writeUInt16BE(to.port, 2)
  head.writeUInt16BE(8 + payload.length, 4)
  const datagram = Buffer.concat([head, payload])
  const sum = checksum(Buffer.concat([pseudoHeader({ from, to }, 17, datagram.length), datagram]))
  datagram.writeUInt16BE(sum === 0 ? 0xffff : sum, 6)
  return datagram
}

/** RFC 9293, PSH and ACK; the numbers count what was sent each way, so that streams are put together right. */
function tcp(way: Way, payload: Buffer, sent: Map<string, number>): Buffer {
  const { from, to } = way
  const [there, back] = [streamName(from, to), streamName(to, from)]
  const at = sent.get(there) ?? 1
  sent.set(there, (at + payload.length) >>> 0)
  const head = Buffer.alloc(20)
  head.writeUInt16BE(from.port, 0)
  head.writeUInt16BE(to.port, 2)
  head.writeUInt32BE(at, 4)
  head.writeUInt32BE(sent.get(back) ?? 1, 8)
  head.writeUInt8(5 << 4, 12)
  head.writeUInt8(0x18, 13)
  head.writeUInt16BE(65_535, 14)
  const segment = Buffer.concat([head, payload])
  const sum = checksum(Buffer.concat([pseudoHeader(way, 6, segment.length), segment]))
  segment.writeUInt16BE(sum, 16)
  return segment
}

function streamName(from: TracePoint, to: TracePoint): string {
  return `${from.address} ${from.port} ${to.address} ${to.port}`
}

/** RFC 791 and RFC 8200. */
function ip({ from, to }: Way, protocol: number, carried: Buffer): Buffer {
  const [source, target] = [bytesOf(from.address), bytesOf(to.address)]
  if (source.length === 4) {
    const head = Buffer.alloc(20)
    head.writeUInt8(0x45, 0)
    head.writeUInt16BE(20 + carried.length, 2)
    head.writeUInt8(64, 8)
    head.writeUInt8(protocol, 9)
    source.copy(head, 12)
    target.copy(head, 16)
    head.writeUInt16BE(checksum(head), 10)
    return Buffer.concat([head, carried])
  }
  const head = Buffer.alloc(40)
  head.writeUInt8(0x60, 0)
  head.writeUInt16BE(carried.length, 4)
  head.writeUInt8(protocol, 6)
  head.writeUInt8(64, 7)
  source.copy(head, 8)
  target.copy(head, 24)
  return Buffer.concat([head, carried])
}

function pseudoHeader({ from, to }: Way, protocol: number, length: number): Buffer {
  const [source, target] = [bytesOf(from.address), bytesOf(to.address)]
  const tail = Buffer.alloc(source.length === 4 ? 4 : 8)
  if (source.length === 4) {
    tail.writeUInt8(protocol, 1)
    tail.writeUInt16BE(length, 2)
  } else {
    tail.writeUInt32BE(length, 0)
    tail.writeUInt8(protocol, 7)
  }
  return Buffer.concat([source, target, tail])
}

/** The Internet checksum (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) {
    sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const plain =
    dotted === null
      ? address
      : `${dotted[1] ?? ''}${word(dotted[2], dotted[3])}:${word(dotted[4], dotted[5])}`
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::')
  const front = head === '' ? [] : head.split(':')
  const rear = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap =
    tail === undefined ? [] : Array.from({ length: 8 - front.length - rear.length }, () => '0')
  const bytes = Buffer.alloc(16)
  for (const [index, part] of [...front, ...gap, ...rear].entries()) {
    bytes.writeUInt16BE(Number.parseInt(part, 16), index * 2)
  }
  return bytes
}

function word(high = '0', low = '0'): string {
  return ((Number(high) << 8) | Number(low)).toString(16)
}
