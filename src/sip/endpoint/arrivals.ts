import { BlockList, isIP } from 'node:net'
import { buildResponse, withTopVia } from '../messages/build.ts'
import type { ResponseParts } from '../messages/build.ts'
import { linesOf, valueOf } from '../messages/header.ts'
import type { PlainRequest, PlainResponse, SipRequest, SipResponse } from '../messages/message.ts'
import type { ParseProblem } from '../messages/parse.ts'
import { reasonPhrase } from '../messages/reasons.ts'
import { unbracketed } from '../messages/uri.ts'
import { parseVia } from '../messages/via.ts'
import type { Via } from '../messages/via.ts'
import { defaultPort } from '../transport/locate.ts'
import type { SipSource } from '../transport/points.ts'
import type { Arrival, Peer } from '../transport/wire.ts'

/** RFC 5771 §1 and RFC 4291 §2.7. */
const multicast = new BlockList()
multicast.addSubnet('224.0.0.0', 4)
multicast.addSubnet('ff00::', 8, 'ipv6')

/** Notes in the topmost Via where the request really came from (RFC 3261 §18.2.1, RFC 3581 §4). */
export function stamped(request: SipRequest, source: SipSource): SipRequest {
  const { via } = request
  const rport = via.params.has('rport')
  if (!rport && unbracketed(via.host) === source.address) return request
  const params = new Map(via.params)
  params.set('received', source.address)
  if (rport) params.set('rport', String(source.port))
  return withTopVia(request, { ...via, params })
}

/**
 * Where the answer to a request goes (RFC 3261 §18.2.2): back on its connection, or over UDP to a multicast
 * maddr, to the port it was sent from if it asked for that (RFC 3581), else to the port in its Via. Any other
 * maddr would have a stranger's answer go to somebody else, and a name would have us look it up.
 */
export function answerPeer(via: Via, { source, peer }: Arrival): Peer {
  const { transport, address } = source
  const viaPort = via.port ?? defaultPort(transport)
  if (transport !== 'udp') return { ...peer, port: viaPort }
  const maddr = via.params.get('maddr')
  const port = via.params.has('rport') ? source.port : viaPort
  const group = maddr !== undefined && isMulticast(maddr) ? unbracketed(maddr) : undefined
  return { ...peer, address: group ?? address, port }
}

function isMulticast(text: string): boolean {
  const address = unbracketed(text)
  const family = isIP(address)
  return family !== 0 && multicast.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** What an answer repeats of a request; each but Via once, or the answer would be as unreadable. */
const echoedOnce: ReadonlySet<string> = new Set(['from', 'to', 'call-id', 'cseq'])

/**
 * The answer to a request that could not be read, as far as that says whose it is. Without a Via that can
 * be read it goes back to the very port the request came from.
 */
export function answerToUnreadable(
  { request, status, reason }: ParseProblem,
  { source, peer }: Arrival,
): { readonly response: PlainResponse; readonly peer: Peer } | undefined {
  if (request === undefined || isAck(request)) return undefined
  const [topmost] = linesOf(request, 'via')
  if (topmost === undefined) return undefined
  const seen = new Set<string>()
  const headers = request.headers.filter(({ key }) => {
    if (key === 'via') return true
    if (!echoedOnce.has(key) || seen.has(key)) return false
    seen.add(key)
    return true
  })
  const response: PlainResponse = {
    kind: 'response',
    status,
    // The reason phrase is the only place to say what is wrong (RFC 3261 §21.4.1).
    reason: `${reasonPhrase(status)} (${reason})`,
    headers,
    body: Buffer.alloc(0),
  }
  const via = parseVia(topmost.split(',')[0] ?? '')
  const back = via && answerPeer(via, { bytes: Buffer.alloc(0), source, peer })
  return { response, peer: back ?? peer }
}

/** Nothing is ever answered to an ACK (RFC 3261 §17), be it by its first line or by its CSeq. */
function isAck(request: PlainRequest): boolean {
  return request.method === 'ACK' || /\bACK\b/.test(valueOf(request, 'cseq') ?? '')
}

/** A refusal that needs no transaction: for floods, where remembering would be the attack (RFC 3261 §8.2.7). */
export function statelessRefusal(request: SipRequest, parts: ResponseParts): SipResponse {
  const branch = request.via.params.get('branch') ?? request.callId
  return buildResponse(request, { ...parts, toTag: `s-${branch.slice(-16)}` })
}
