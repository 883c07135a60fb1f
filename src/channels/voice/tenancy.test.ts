import { expect, test } from 'vitest'
import type { TenantId } from '#core'
import { toId } from '#core'
import { parseAddress } from '#sip'
import { tenancy } from './tenancy.ts'
import type { VoiceTenant, VoiceTrunk } from './voice-options.ts'

const trunks: readonly VoiceTrunk[] = [
  { kind: 'carrier', id: 'one', peers: ['192.0.2.10', '198.51.100.0/24'] },
  { kind: 'carrier', id: 'shared', peers: ['2001:db8::/32'] },
  {
    kind: 'direct-routing',
    id: 'teams',
    fqdn: 'sbc.contoso.example',
    port: 5061,
    proxies: [{ host: '127.0.0.9' }],
  },
]

function tenantNamed(name: string, trunksIn: string[], ...numbers: string[]): VoiceTenant {
  return { tenant: toId<TenantId>(name), numbers: new Set(numbers), trunksIn, agentsTrunk: 'teams' }
}

const belongs = tenancy(trunks, [
  tenantNamed('contoso', ['one', 'shared', 'teams'], '+441632960100'),
  tenantNamed('fabrikam', ['shared'], '+441632960200'),
])

function toOf(uri: string): NonNullable<ReturnType<typeof parseAddress>> {
  return parseAddress(`<${uri}>`) ?? { displayName: '', uri, params: new Map() }
}

const tls = { transport: 'tls', port: 5061, localPort: 5061 } as const
const viaName = 'sip:+441632960100@SBC.contoso.example:5061;transport=tls'

test.each([
  ['52.112.7.7', 'tls', 'contoso on teams'],
  ['127.0.0.9', 'tls', 'contoso on teams'],
  ['52.112.7.7', 'udp', '403: no trunk admits calls from 52.112.7.7'],
  ['203.0.113.9', 'tls', '403: no trunk admits calls from 203.0.113.9'],
] as const)(
  'Our paired name opens Direct Routing to Microsoft alone: %s over %s',
  (address, transport, expected) => {
    const to = toOf(viaName)
    const found = belongs({ requestUri: viaName, to, source: { ...tls, transport, address } })
    expect(
      found.ok ? `${found.tenant.tenant} on ${found.trunk.id}` : `${found.status}: ${found.words}`,
    ).toBe(expected)
  },
)

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
    '2001:db8::7',
    'sip:+441632960200;npdi=yes;rn=+441632900000@parley.example;user=phone',
    'fabrikam on shared, dialled +441632960200',
  ],
  ['2001:db8::7', 'tel:+44-1632-960200', 'fabrikam on shared, dialled +441632960200'],
  ['2001:db8::7', 'tel:+441632960200;isub=1', 'fabrikam on shared, dialled +441632960200'],
  ['203.0.113.9', 'tel:+441632960100', '403: no trunk admits calls from 203.0.113.9'],
  [
    '192.0.2.10',
    'mailto:someone@parley.example',
    '484: the Request-URI is no SIP URI and no number',
  ],
])('From %s a call to %s is: %s', (address, requestUri, expected) => {
  const source = { transport: 'udp', address, port: 5060, localPort: 5060 } as const
  const found = belongs({ requestUri, to: toOf(requestUri), source })
  expect(
    found.ok
      ? `${found.tenant.tenant} on ${found.trunk.id}, dialled ${found.dialled}`
      : `${found.status}: ${found.words}`,
  ).toBe(expected)
})

test.each([
  ['sip:trunk42@192.0.2.1:5060', 'sip:+441632960200@carrier.example', '+441632960200'],
  ['sip:+441632960100@192.0.2.1', 'sip:+441632960200@carrier.example', '+441632960100'],
  ['sip:trunk42@192.0.2.1:5060', 'sip:carrier.example', 'trunk42'],
])('Where we are registered, a call to %s for %s dials %s', (requestUri, to, dialled) => {
  const registered: VoiceTrunk = {
    kind: 'carrier',
    id: 'one',
    peers: ['192.0.2.10'],
    credentials: { username: 'trunk42', password: 'x' },
    registrar: {
      target: { transport: 'udp', host: 'carrier.example' },
      domain: 'carrier.example',
      expiresSeconds: 600,
    },
  }
  const source = { transport: 'udp', address: '192.0.2.10', port: 5060, localPort: 5060 } as const
  const found = tenancy(
    [registered],
    [tenantNamed('contoso', ['one'])],
  )({
    requestUri,
    to: toOf(to),
    source,
  })
  expect(found).toMatchObject({ ok: true, dialled })
})
