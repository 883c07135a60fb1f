import type { OutgoingInvite } from '#sip'
import type { DirectRoutingTrunk, VoiceTenant, VoiceTrunk } from './voice-options.ts'

/** A way to a phone: the INVITE that leads there and how its sound must be protected. */
export interface Path {
  readonly trunk: string
  readonly srtp: 'off' | 'sdes'
  readonly invite: Omit<OutgoingInvite, 'sdp'>
}

/** Whom to call, and who it is that calls. */
export interface Calling {
  readonly to: string
  readonly from: string
  readonly fromName?: string
}

/**
 * Plans the way to an agent's phone. Today there is one way, the tenant's trunk to its agents;
 * a tenant whose trunk cannot call out is told so, and not merely left without an answer.
 */
export function planPath(
  trunks: readonly VoiceTrunk[],
  tenant: VoiceTenant,
  calling: Calling,
): Path | { readonly impossible: string } {
  const trunk = trunks.find(one => one.id === tenant.agentsTrunk)
  if (trunk === undefined) return { impossible: `there is no trunk ${tenant.agentsTrunk}` }
  if (trunk.kind === 'direct-routing') return throughDirectRouting(trunk, calling)
  if (trunk.target === undefined) return { impossible: `trunk ${trunk.id} has no target to call` }
  const { host, port, transport = 'udp' } = trunk.target
  const place = port === undefined ? host : `${host}:${port}`
  const transportParam = transport === 'udp' ? '' : `;transport=${transport}`
  const uri = `sip:${calling.to}@${place}${transportParam}`
  return {
    trunk: trunk.id,
    srtp: 'off',
    invite: {
      targets: [trunk.target],
      requestUri: uri,
      from: from(calling, place),
      to: { uri },
    },
  }
}

/**
 * An INVITE as Microsoft's SIP proxy accepts it (direct-routing reference §2.2): the number in
 * E.164 with user=phone, our paired name as the host of From and Contact, the proxies in order,
 * and only methods in Allow that we honour. 603 is final, as every answer but the named ones.
 */
function throughDirectRouting(trunk: DirectRoutingTrunk, calling: Calling): Path {
  const proxy =
    trunk.proxies[0]?.servername ?? trunk.proxies[0]?.host ?? 'sip.pstnhub.microsoft.com'
  const to = `sip:${calling.to}@${proxy}`
  return {
    trunk: trunk.id,
    srtp: 'sdes',
    invite: {
      targets: trunk.proxies.map(target => ({ ...target, transport: 'tls' })),
      requestUri: `${to};user=phone`,
      from: from(calling, trunk.fqdn),
      to: { uri: to },
      contact: `sip:${calling.from}@${trunk.fqdn}:${trunk.port};transport=tls`,
      allow: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'INFO', 'NOTIFY', 'PRACK', 'UPDATE', 'OPTIONS'],
      failoverStatuses: [503],
      headers: { 'X-MS-SBC': 'Parley/Parley/0.1' },
    },
  }
}

function from(calling: Calling, host: string): OutgoingInvite['from'] {
  const uri = `sip:${calling.from}@${host}`
  return calling.fromName === undefined ? { uri } : { uri, displayName: calling.fromName }
}
