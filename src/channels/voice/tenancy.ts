import { BlockList, isIP, isIPv6 } from 'node:net'
import type { InviteView } from '#sip'
import { parseUri, userOf } from '#sip'
import type { VoiceTenant, VoiceTrunk } from './voice-options.ts'

/** Where a call came in and whose it is, or the status to refuse it with and why. */
export type Belonging =
  | {
      readonly ok: true
      readonly trunk: VoiceTrunk
      readonly tenant: VoiceTenant
      readonly dialled: string
    }
  | { readonly ok: false; readonly status: 403 | 404 | 484; readonly words: string }

/** Answers whose call an INVITE is. */
export type Belongs = (invite: Pick<InviteView, 'requestUri' | 'to' | 'source'>) => Belonging

/**
 * The rule by which a call finds its tenant. The trunk is known by the caller's address, or, on
 * Direct Routing, by our own name in the Request-URI, which Microsoft takes from the voice route
 * (direct-routing reference §2.5). Then the dialled number decides among the trunk's tenants; a
 * trunk of one tenant leads there with any number, so that the refusal is on that tenant's record.
 */
export function tenancy(trunks: readonly VoiceTrunk[], tenants: readonly VoiceTenant[]): Belongs {
  const known = trunks.map(trunk => ({ trunk, admits: admission(trunk) }))
  return invite => {
    const host = hostOf(invite.requestUri)
    if (host === undefined) {
      return { ok: false, status: 484, words: 'the Request-URI is no SIP URI and no number' }
    }
    const { address } = invite.source
    const found = known.find(one => one.admits(invite.source, host))
    if (found === undefined) {
      return { ok: false, status: 403, words: `no trunk admits calls from ${address}` }
    }
    const { trunk } = found
    const dialled = dialledOn(trunk, invite)
    const serving = tenants.filter(one => one.trunksIn.includes(trunk.id))
    const tenant =
      serving.find(one => one.numbers.has(dialled)) ??
      (serving.length === 1 ? serving[0] : undefined)
    if (tenant === undefined) {
      return { ok: false, status: 404, words: `${dialled} is no tenant’s number on ${trunk.id}` }
    }
    return { ok: true, trunk, tenant, dialled }
  }
}

/**
 * The number that was dialled. A carrier we register with calls the Contact we gave it, our account, and
 * says in To which number it is for.
 */
function dialledOn(
  trunk: VoiceTrunk,
  { requestUri, to }: Pick<InviteView, 'requestUri' | 'to'>,
): string {
  const user = userOf(requestUri)
  const account = trunk.kind === 'carrier' && trunk.registrar && trunk.credentials?.username
  return user === account ? userOf(to.uri) || user : user
}

/** The host a Request-URI names; '' of a tel: URI, which names none (RFC 3966 §3). */
function hostOf(requestUri: string): string | undefined {
  return /^tel:/i.test(requestUri) ? '' : parseUri(requestUri)?.host
}

/** Answers whether an address is one of a trunk's far end. */
export function peersOf(trunks: readonly VoiceTrunk[]): (address: string) => boolean {
  const list = listOf(trunks.flatMap(networksOf))
  return address => isIP(address) !== 0 && isIn(list, address)
}

/** Where Microsoft's SIP proxies call from, in all its clouds (direct-routing reference §1.1, read 2023). */
const microsoftNetworks = ['52.112.0.0/14', '52.120.0.0/14', '52.127.88.0/21', '52.127.64.0/21']

type Source = InviteView['source']

/** A name in the Request-URI proves nothing: on Direct Routing the way in and the address count too. */
function admission(trunk: VoiceTrunk): (source: Source, host: string) => boolean {
  const list = listOf(networksOf(trunk))
  if (trunk.kind === 'carrier') return source => isIn(list, source.address)
  const name = trunk.fqdn.toLowerCase()
  return (source, host) =>
    source.transport === 'tls' && host.toLowerCase() === name && isIn(list, source.address)
}

/** Whether a call may come in on this trunk, whomever it is for. */
export function admits(
  trunk: VoiceTrunk,
  invite: Pick<InviteView, 'requestUri' | 'source'>,
): boolean {
  return admission(trunk)(invite.source, hostOf(invite.requestUri) ?? '')
}

/** Where the far end of a trunk calls from. */
function networksOf(trunk: VoiceTrunk): readonly string[] {
  if (trunk.kind === 'carrier') return trunk.peers
  const proxies = trunk.proxies.map(({ host }) => host).filter(host => isIP(host) !== 0)
  return [...microsoftNetworks, ...proxies, ...(trunk.peers ?? [])]
}

function listOf(peers: readonly string[]): BlockList {
  const list = new BlockList()
  for (const peer of peers) {
    const [network = '', prefix] = peer.split('/')
    const family = isIPv6(network) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(network, family)
    else list.addSubnet(network, Number(prefix), family)
  }
  return list
}

function isIn(list: BlockList, address: string): boolean {
  const bare = plain(address)
  return list.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4')
}

/** An IPv4 address that reached us through an IPv6 socket is still that IPv4 address. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
