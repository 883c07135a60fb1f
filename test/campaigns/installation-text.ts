import type { Directory } from './directory.ts'

/** Where a campaign's server listens, and where SIPp plays the agents' phones. */
export interface CampaignPorts {
  readonly http: number
  readonly sip: number
  readonly phones: number
}

/** The parley.yaml of a campaign: callers from one address of this machine, phones behind another. */
export function installationText(
  { http, phones, sip }: CampaignPorts,
  { entra }: Pick<Directory, 'entra'>,
): string {
  return `
data: ./data
http: { host: 127.0.0.1, port: ${http}, publicUrl: 'http://127.0.0.1:${http}' }
sip: { listen: [{ transport: udp, host: 127.0.0.1, port: ${sip} }] }
media: { address: 127.0.0.1, ports: { from: 0, to: 0 } }
trunks:
  - { id: carrier, kind: carrier, peers: [127.0.0.1] }
  - id: phones
    kind: carrier
    peers: [127.0.0.2]
    target: { transport: udp, host: 127.0.0.1, port: ${phones} }
${entra}
log: { level: warn, format: json }
tenants: [./tenant.yaml]
`
}
