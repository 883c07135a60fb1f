import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import 'reflect-metadata'
import {
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TlsIdentity } from '#sip'
import type { Installation } from './config/installation.ts'
import { machineChecks, nodeCheck } from './doctor-checks.ts'

const now = Date.parse('2026-11-21T12:00Z')
const dayMs = 86_400_000

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-doctor-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

const nobody: Installation = {
  file: 'parley.yaml',
  dataFolder: '',
  http: { host: '127.0.0.1', port: 0, publicUrl: 'http://127.0.0.1', proxies: [] },
  sip: { listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }], identities: [] },
  media: { address: '127.0.0.1', ports: { from: 0, to: 0 }, workers: 1, deadAfterMs: 300_000 },
  webrtc: { iceServers: [] },
  trunks: [],
  speech: { cacheBytesMax: 1 },
  trace: 'errors',
  log: { level: 'info', format: 'lines' },
  tenants: [],
}

/** What the checks of this machine say about an installation: name, verdict, words. */
async function seen(change: Partial<Installation>): Promise<readonly string[]> {
  const installation = { ...nobody, dataFolder: join(folder, 'data'), ...change }
  const lines: string[] = []
  for (const { name, run } of machineChecks(installation, () => now)) {
    const found = await run(new AbortController().signal)
    lines.push(`${name}: ${found.verdict}: ${found.words}`)
  }
  return lines
}

/** A certificate for a name, valid from and to days from now, and its key. */
async function identity(name: string, from: number, to: number): Promise<TlsIdentity> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(now + from * dayMs),
    notAfter: new Date(now + to * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  })
  const key = PemConverter.encode(
    await crypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  )
  return { key, cert: certificate.toString('pem') }
}

test('an older Node is too old, and ours is not', async () => {
  const verdicts = ['v20.20.2', 'v24.21.0', process.version].map(async version => {
    return (await nodeCheck(version).run(new AbortController().signal)).verdict
  })
  expect(await Promise.all(verdicts)).toEqual(['broken', 'fine', 'fine'])
})

test('a folder that can be written and ports that are free are fine', async () => {
  const [data = '', ...ports] = await seen({})
  expect(data).toMatch(/^data folder: (fine|doubtful): .* GB free$/)
  expect(ports).toEqual([
    'port of web: fine: 127.0.0.1:0 is free',
    'port of SIP udp: fine: 127.0.0.1:0 is free',
  ])
})

test('a folder that is a file is broken, and a port that is taken is a doubt', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const http = { ...nobody.http, port }
  const [data, web] = await seen({ dataFolder: file, http })
  server.close()
  expect([data, web]).toEqual([
    `data folder: broken: ${file}: EEXIST`,
    `port of web: doubtful: 127.0.0.1:${port}: EADDRINUSE`,
  ])
})

test('a certificate names its SBC, belongs to its key, and is valid for a while yet', async () => {
  const fqdn = 'sbc.example.com'
  const good = await identity(fqdn, -1, 90)
  const other = await identity(fqdn, -1, 90)
  const cases: readonly TlsIdentity[] = [
    good,
    { ...good, key: other.key },
    await identity('other.example.com', -1, 90),
    await identity(fqdn, -90, 10),
    await identity(fqdn, -90, -2),
    await identity(fqdn, 2, 90),
  ]
  const said: (string | undefined)[] = []
  for (const tls of cases) {
    const trunk = { id: 'teams', kind: 'direct-routing' as const, fqdn, proxies: [], tls }
    said.push((await seen({ trunks: [trunk] })).at(-1)?.replace(`certificate of ${fqdn}: `, ''))
  }
  expect(said).toEqual([
    'fine: valid for 90 days',
    'broken: the key is not its key',
    'broken: it names another host',
    'doubtful: valid for 10 days',
    'broken: it has run out',
    expect.stringContaining('broken: it is valid from Nov 23'),
  ])
})
