import { isIP } from 'node:net'
import type { NaptrRecord, SipResolver, SrvRecord } from '../endpoint/endpoint-options.ts'
import type { SipTarget, SipTransport } from './points.ts'
import type { Locate, Peer } from './wire.ts'

/** Addresses tried for one target, so that a wild DNS answer cannot keep a call busy for minutes. */
export const peersPerTargetMax = 8

const services: Readonly<Record<string, SipTransport>> = {
  'sips+d2t': 'tls',
  'sip+d2t': 'tcp',
  'sip+d2u': 'udp',
}

const srvPrefixes: Readonly<Record<SipTransport, string>> = {
  tls: '_sips._tcp.',
  tcp: '_sip._tcp.',
  udp: '_sip._udp.',
}

/** The port a transport uses unless told otherwise (RFC 3261 §19.1.2). */
export function defaultPort(transport: SipTransport): number {
  return transport === 'tls' ? 5061 : 5060
}

/**
 * Finds servers as RFC 3263 §4 says: a numeric host is taken as it is, a port skips the SRV question, a
 * transport skips NAPTR. Records of equal priority are shuffled by weight with the chance given.
 */
export function createLocate(resolver: SipResolver, chance: () => number): Locate {
  return (target, found) => {
    if (isIP(target.host) !== 0) {
      const transport = target.transport ?? 'udp'
      found([peerOf(target, transport, target.host, target.port)])
      return
    }
    look(resolver, chance, target).then(
      peers => found(peers.slice(0, peersPerTargetMax)),
      () => found([]),
    )
  }
}

async function look(
  resolver: SipResolver,
  chance: () => number,
  target: SipTarget,
): Promise<readonly Peer[]> {
  if (target.port !== undefined) {
    return byAddress(resolver, target, target.transport ?? 'udp')
  }
  for (const { transport, name } of await candidates(resolver, target)) {
    const records = inOrder(await resolver.srv(name), chance)
    const peers = await Promise.all(
      records.map(async record =>
        (await resolver.addresses(record.name)).map(address =>
          peerOf(target, transport, address, record.port),
        ),
      ),
    )
    if (peers.some(list => list.length > 0)) return peers.flat()
  }
  return byAddress(resolver, target, target.transport ?? 'udp')
}

interface Candidate {
  readonly transport: SipTransport
  readonly name: string
}

/** §4.1: NAPTR names the transports; without it every one of ours is asked for by its customary SRV name. */
async function candidates(resolver: SipResolver, target: SipTarget): Promise<readonly Candidate[]> {
  const { transport, host } = target
  if (transport !== undefined) return [{ transport, name: srvPrefixes[transport] + host }]
  const records = (await resolver.naptr(host)).toSorted(byOrder)
  const named = records.flatMap(({ service, replacement }): readonly Candidate[] => {
    const name = service.toLowerCase()
    const found = Object.hasOwn(services, name) ? services[name] : undefined
    return found === undefined ? [] : [{ transport: found, name: replacement }]
  })
  if (named.length > 0) return named
  const transports: readonly SipTransport[] = ['udp', 'tcp', 'tls']
  return transports.map(each => ({ transport: each, name: srvPrefixes[each] + host }))
}

async function byAddress(
  resolver: SipResolver,
  target: SipTarget,
  transport: SipTransport,
): Promise<readonly Peer[]> {
  const addresses = await resolver.addresses(target.host)
  return addresses.map(address => peerOf(target, transport, address, target.port))
}

/** The certificate must be for the name asked for, not for the one SRV led to (RFC 5922 §4). */
function peerOf(
  target: SipTarget,
  transport: SipTransport,
  address: string,
  port: number = defaultPort(transport),
): Peer {
  const servername = target.servername ?? (isIP(target.host) === 0 ? target.host : undefined)
  const secure = transport === 'tls' && servername !== undefined
  return { transport, address, port, ...(secure ? { servername } : {}) }
}

function byOrder(a: NaptrRecord, b: NaptrRecord): number {
  return a.order - b.order || a.preference - b.preference
}

/** RFC 2782: lowest priority first; among equals, chance in proportion to the weights. */
function inOrder(records: readonly SrvRecord[], chance: () => number): readonly SrvRecord[] {
  const keyed = records.map(record => ({
    record,
    key: chance() ** (1 / Math.max(record.weight, 0.01)),
  }))
  return keyed
    .toSorted((a, b) => a.record.priority - b.record.priority || b.key - a.key)
    .map(({ record }) => record)
}
