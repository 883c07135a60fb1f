import { expect, test } from 'vitest'
import type { NaptrRecord, SipResolver, SrvRecord } from '../endpoint/endpoint-options.ts'
import { createLocate } from './locate.ts'
import type { SipTarget } from './points.ts'

interface Zone {
  readonly naptr?: Readonly<Record<string, readonly NaptrRecord[]>>
  readonly srv?: Readonly<Record<string, readonly SrvRecord[]>>
  readonly addresses?: Readonly<Record<string, readonly string[]>>
}

function dns(zone: Zone): SipResolver {
  return {
    naptr: name => Promise.resolve(zone.naptr?.[name] ?? []),
    srv: name => Promise.resolve(zone.srv?.[name] ?? []),
    addresses: name => Promise.resolve(zone.addresses?.[name] ?? []),
  }
}

function find(zone: Zone, target: SipTarget, chance = 0.5): Promise<readonly string[]> {
  return new Promise(resolve => {
    createLocate(dns(zone), () => chance)(target, peers =>
      resolve(
        peers.map(peer =>
          [peer.transport, peer.address, peer.port, peer.servername ?? ''].join(' ').trim(),
        ),
      ),
    )
  })
}

const zone: Zone = {
  naptr: {
    'carrier.example': [
      { order: 2, preference: 1, service: 'SIP+D2U', replacement: '_sip._udp.carrier.example' },
      { order: 1, preference: 1, service: 'SIPS+D2T', replacement: '_sips._tcp.carrier.example' },
    ],
  },
  srv: {
    '_sips._tcp.carrier.example': [
      { priority: 20, weight: 1, name: 'b.carrier.example', port: 5071 },
      { priority: 10, weight: 1, name: 'a.carrier.example', port: 5061 },
    ],
    '_sip._tcp.carrier.example': [
      { priority: 1, weight: 1, name: 'c.carrier.example', port: 5060 },
    ],
  },
  addresses: {
    'carrier.example': ['192.0.2.1'],
    'a.carrier.example': ['192.0.2.10', '192.0.2.11'],
    'b.carrier.example': ['192.0.2.20'],
    'c.carrier.example': ['192.0.2.30'],
  },
}

test('an address literal needs no question', async () => {
  expect(await find({}, { host: '192.0.2.9' })).toEqual(['udp 192.0.2.9 5060'])
  expect(await find({}, { host: '2001:db8::1', transport: 'tls' })).toEqual([
    'tls 2001:db8::1 5061',
  ])
})

test('NAPTR chooses the transport, SRV the servers, and TLS is held to the name asked for', async () => {
  expect(await find(zone, { host: 'carrier.example' })).toEqual([
    'tls 192.0.2.10 5061 carrier.example',
    'tls 192.0.2.11 5061 carrier.example',
    'tls 192.0.2.20 5071 carrier.example',
  ])
})

test('a named transport asks SRV only', async () => {
  expect(await find(zone, { host: 'carrier.example', transport: 'tcp' })).toEqual([
    'tcp 192.0.2.30 5060',
  ])
})

test('a port asks for addresses only', async () => {
  expect(await find(zone, { host: 'carrier.example', port: 5080 })).toEqual(['udp 192.0.2.1 5080'])
})

test('without SRV the name itself is the server', async () => {
  const plain = { addresses: { 'x.example': ['192.0.2.5'] } }
  expect(await find(plain, { host: 'x.example' })).toEqual(['udp 192.0.2.5 5060'])
  expect(await find(plain, { host: 'nowhere.example' })).toEqual([])
})
