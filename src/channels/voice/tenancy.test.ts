import { expect, test } from 'vitest'
import type { TenantId } from '#core'
import { toId } from '#core'
import { tenancy } from './tenancy.ts'
import type { VoiceTenant, VoiceTrunk } from './voice-options.ts'

const trunks: readonly VoiceTrunk[] = [
  { kind: 'carrier', id: 'one', peers: ['192.0.2.10', '198.51.100.0/24'] },
  { kind: 'carrier', id: 'shared', peers: ['2001:db8::/32'] },
  { kind: 'direct-routing', id: 'teams', fqdn: 'sbc.contoso.example', port: 5061, proxies: [] },
]

function tenantNamed(name: string, trunksIn: string[], ...numbers: string[]): VoiceTenant {
  return { tenant: toId<TenantId>(name), numbers: new Set(numbers), trunksIn, agentsTrunk: 'teams' }
}

const belongs = tenancy(trunks, [
  tenantNamed('contoso', ['one', 'shared', 'teams'], '+441632960100'),
  tenantNamed('fabrikam', ['shared'], '+441632960200'),
])

test.each([
  ['192.0.2.10', 'sip:+441632960100@parley.example', 'contoso on one, dialled +441632960100'],
  [
    '::ffff:198.51.100.7',
    'sip:+441632960100@parley.example',
    'contoso on one, dialled +441632960100',
  ],
  ['2001:db8::7', 'sip:+441632960200@parley.example', 'fabrikam on shared, dialled +441632960200'],
  ['192.0.2.10', 'sip:100@parley.example', 'contoso on one, dialled 100'],
  ['2001:db8::7', 'sip:100@parley.example', '404: 100 is no tenant’s number on shared'],
  [
    '203.0.113.9',
    'sip:+441632960100@parley.example',
    '403: no trunk admits calls from 203.0.113.9',
  ],
  [
    '203.0.113.9',
    'sip:+441632960100@SBC.contoso.example:5061;transport=tls',
    'contoso on teams, dialled +441632960100',
  ],
  ['192.0.2.10', 'mailto:someone@parley.example', '484: the Request-URI is no SIP URI'],
])('From %s a call to %s is: %s', (address, requestUri, expected) => {
  const source = { transport: 'udp', address, port: 5060, localPort: 5060 } as const
  const found = belongs({ requestUri, source })
  expect(
    found.ok
      ? `${found.tenant.tenant} on ${found.trunk.id}, dialled ${found.dialled}`
      : `${found.status}: ${found.words}`,
  ).toBe(expected)
})
