import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { expect, test } from 'vitest'
import { keepCertificates } from '#cli'
import type { IssuedIdentity } from '#emulator'
import { TrunkHealth, directRoutingProfile } from '#sip'
import type { TargetHealth } from '#sip'
import { until } from '../e2e/peers/until.ts'
import type { Floor } from './parts/floor.ts'
import { openFloor } from './parts/floor.ts'
import { clientOf, ourName, proxyName } from './parts/people.ts'
import { bothHear, endCall, ring, talking } from './parts/talk.ts'

/* How we come to be connected with Microsoft, and stay so: the cases C1 to C15 of the catalogue. */

const health = (floor: Floor): readonly TargetHealth[] => floor.trunks.health().get('teams') ?? []

test('C1: we ask all three datacenters, each asks back on a connection of its own, and we are active', async () => {
  await using floor = await openFloor({ datacenters: 3 })
  await until('all three know us', () =>
    floor.datacenters.every(one => one.activeSbcs().includes(ourName)),
  )
  const asked = floor.tap.sent('OPTIONS')
  expect(asked).toHaveLength(3)
  for (const one of asked) {
    expect(one.field('x-ms-sbc')).toBe('Parley/Parley/1.2.3')
    expect(one.field('contact')).toBe(`<sip:${ourName}:${floor.tlsPort};transport=tls>`)
  }
  const asking = floor.tap.received('OPTIONS').map(one => one.port)
  expect(asking).toHaveLength(3)
  expect(asked.map(one => one.port).filter(port => asking.includes(port))).toEqual([])
  expect(health(floor).map(one => one.state)).toEqual(['up', 'up', 'up'])
  expect(floor.datacenters.flatMap(one => one.violations())).toEqual([])
})

test('C3: a certificate for another name is refused, and our trunk is down with that status', async () => {
  await using floor = await openFloor({ provenNames: ['a.b.contoso.example', '*.example'] })
  await until('the trunk is down', () => health(floor)[0]?.state === 'down')
  expect(health(floor)).toMatchObject([{ state: 'down', reason: '403' }])
  expect(floor.emulator.activeSbcs()).toEqual([])
  expect(floor.emulator.violations().map(({ code }) => code)).toEqual([
    'contact-not-in-certificate',
  ])
})

test('C7: an expired certificate of ours is refused, our trunk is down, and Microsoft does not reach us', async () => {
  await using floor = await openFloor({ certificateDays: -1 })
  await until('the trunk is down', () => health(floor)[0]?.state === 'down')
  expect(floor.emulator.activeSbcs()).toEqual([])
  expect(clientOf(floor.emulator, 'anna').call('+441632960555')).toBe(true)
  await until('the call failed', () => clientOf(floor.emulator, 'anna').state().kind === 'idle')
  expect(clientOf(floor.emulator, 'anna').history().at(-1)).toMatchObject({ end: 'failed' })
  expect(floor.tap.received('INVITE')).toEqual([])
})

test('C8: whoever answers in Microsoft’s place must prove Microsoft’s name', async () => {
  await using floor = await openFloor({ proxyName: 'sip.fabrikam.example' })
  await until('the trunk is down', () => health(floor)[0]?.state === 'down')
  expect(health(floor)).toMatchObject([{ reason: 'transport-failed' }])
  expect(floor.tap.received('200')).toEqual([])
})

test('C8: with mutual TLS, whoever calls us must show a certificate of a trusted authority', async () => {
  await using floor = await openFloor({ mutualTls: true })
  await until('Microsoft reaches us', () => floor.emulator.activeSbcs().includes(ourName))
  const { ca, key, cert } = await floor.issue([proxyName])
  expect(await isLetIn(floor, { ca })).toBe(false)
  expect(await isLetIn(floor, { ca, key, cert })).toBe(true)
})

/** The serial number of the certificate that callers see now. */
async function shown(floor: Floor): Promise<string> {
  const { ca } = await floor.issue([proxyName])
  const socket = connect({ host: '127.0.0.1', port: floor.tlsPort, servername: ourName, ca })
  await once(socket, 'secureConnect')
  const { serialNumber } = socket.getPeerCertificate()
  socket.destroy()
  return serialNumber
}

test('C15: renewed files are taken while a call goes on; a pair that will not do is said, and the one in use stays', async () => {
  await using floor = await openFloor()
  await until('Microsoft knows us', () => floor.emulator.activeSbcs().includes(ourName))
  const says = [{ kind: 'tone', hz: 700, ms: 60_000 }] as const
  clientOf(floor.emulator, 'anna').set({ reaction: { kind: 'rings' }, says })
  const customer = await talking(floor)
  const files = {
    key: join(floor.folder, 'sbc.key.pem'),
    certificate: join(floor.folder, 'sbc.pem'),
    authority: join(floor.folder, 'authority.pem'),
  }
  const put = async ({ key, cert, ca }: IssuedIdentity): Promise<void> => {
    await writeFile(files.key, key)
    await writeFile(files.certificate, cert)
    await writeFile(files.authority, ca)
  }
  const loaded = await floor.issue([ourName])
  await put(loaded)
  const looks: (() => void)[] = []
  const said: string[] = []
  using _ = keepCertificates({
    identities: [{ files, loaded, shownTo: 'both', names: [ourName] }],
    sip: floor.sip,
    clock: { setTimer: (_ms, look) => (looks.push(look), () => undefined) },
    log: (level, what, fields) => void said.push(`${level} ${what} ${fields?.['words'] ?? ''}`),
    now: Date.now,
  })
  const look = async (): Promise<void> => {
    looks.shift()?.()
    await until('the files were looked at', () => looks.length === 1)
  }
  await look()
  expect(said).toEqual([])
  const before = await shown(floor)
  await put(await floor.issue([ourName]))
  await look()
  const renewed = await shown(floor)
  expect(renewed).not.toBe(before)
  const bad = [
    { ...(await floor.issue([ourName])), key: loaded.key },
    await floor.issue(['sbc.fabrikam.example']),
    await floor.emulator.issue([ourName], -1),
    { ...loaded, cert: 'half a certificate' },
  ]
  for (const pair of bad) {
    await put(pair)
    await look()
    await look()
    expect(await shown(floor)).toBe(renewed)
  }
  await rm(files.key)
  await look()
  expect(said.map(one => one.replace(/: .*;/, ';'))).toEqual([
    'info certificate-renewed ',
    'alarm certificate-not-taken the key is not its key; the one in use stays',
    'alarm certificate-not-taken it names another host; the one in use stays',
    'alarm certificate-not-taken it has run out; the one in use stays',
    'alarm certificate-not-taken it cannot be read; the one in use stays',
    'alarm certificate-not-taken it cannot be read; the one in use stays',
  ])
  // The call never noticed, and is hung up over a connection that shows the new certificate.
  await bothHear(floor, customer)
  const rung = floor.tap.sent('INVITE').length
  expect(rung).toBe(1)
  await endCall(floor, customer.agent, customer.leg)
  await floor.settled()
})

/** Whether a connection is still open once we answered an OPTIONS on it. */
function isLetIn(floor: Floor, identity: ConnectionOptions): Promise<boolean> {
  return new Promise(resolve => {
    const host = '127.0.0.1'
    const socket = connect({ ...identity, host, port: floor.tlsPort, servername: ourName })
    const done = (letIn: boolean): void => {
      socket.destroy()
      resolve(letIn)
    }
    socket.on('error', () => done(false))
    socket.on('close', () => done(false))
    socket.on('data', data => done(data.toString().startsWith('SIP/2.0 200')))
    const lines = [
      `OPTIONS sip:${ourName} SIP/2.0`,
      'VIA: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1',
      'FROM: <sip:sip.pstnhub.microsoft.com>;tag=1',
      `TO: <sip:${ourName}>`,
      'CALL-ID: c8',
      'CSEQ: 1 OPTIONS',
      'MAX-FORWARDS: 70',
      'CONTENT-LENGTH: 0',
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
}

test('C10: ten minutes of keeping a trunk alive never ask twice within 60 s, nor less than every 180 s', async () => {
  const asked: number[] = []
  let now = 0
  const due: { readonly at: number; readonly fire: () => void }[] = []
  const watching = new TrunkHealth({
    clock: {
      now: () => now,
      setTimer: (ms, fire) => {
        due.push({ at: now + ms, fire })
        return () => undefined
      },
    },
    ping: async () => {
      asked.push(now)
      return { kind: 'answered', status: 200, roundTripMs: 1 }
    },
    targets: [{ transport: 'tls', host: proxyName }],
    everyMs: directRoutingProfile.pingEveryMs,
    options: {},
  })
  for (const { at, fire } of due) {
    if (at > 600_000) break
    now = at
    fire()
  }
  watching.close()
  const gaps = asked.slice(1).map((at, index) => at - (asked[index] ?? 0))
  expect(gaps.length).toBeGreaterThan(2)
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(180_000)
})

test.each([
  ['C11', 'a datacenter that is deaf', { kind: 'silent' }],
  ['C12', 'a datacenter that says 503 with Retry-After', { kind: 'overloaded' }],
] as const)(
  '%s: %s is passed over for the next one, and used again once it is back',
  async (...row) => {
    const [, , fault] = row
    await using floor = await openFloor({ datacenters: 2 })
    const [first, second] = floor.datacenters
    if (first === undefined || second === undefined) throw new Error('two were asked for')
    await until('both know us', () =>
      floor.datacenters.every(one => one.activeSbcs().includes(ourName)),
    )
    for (const one of floor.datacenters) clientOf(one, 'anna').set({ reaction: { kind: 'rings' } })
    first.setProxyFault(fault)
    const customer = await floor.customer()
    const diverted = ring(floor, customer)
    await until('the second one rings', () => clientOf(second, 'anna').state().kind === 'ringing')
    expect(floor.tap.sent('INVITE').map(one => one.port)).toEqual([
      first.directRouting.port,
      second.directRouting.port,
    ])
    await floor.order({ kind: 'hang-up', leg: diverted.leg, why: 'not-needed' })
    await diverted.result
    first.setProxyFault(undefined)
    const usual = ring(floor, customer)
    await until('the first one rings', () => clientOf(first, 'anna').state().kind === 'ringing')
    await floor.order({ kind: 'hang-up', leg: usual.leg, why: 'not-needed' })
    await usual.result
    await endCall(floor, customer.leg)
    await floor.settled()
    expect(floor.datacenters.flatMap(one => one.violations())).toEqual([])
  },
)

test('C13, C14: what Teams does within a call comes over a new connection to the port we named, and is obeyed', async () => {
  await using floor = await openFloor()
  await until('Microsoft knows us', () => floor.emulator.activeSbcs().includes(ourName))
  const says = [{ kind: 'tone', hz: 700, ms: 60_000 }] as const
  clientOf(floor.emulator, 'anna').set({ reaction: { kind: 'rings' }, says })
  const customer = await talking(floor)
  await bothHear(floor, customer)
  expect(floor.tlsPort).not.toBe(5061)
  clientOf(floor.emulator, 'anna').hangUp()
  await until('the BYE is here', () => floor.tap.received('BYE').length === 1)
  const [bye] = floor.tap.received('BYE')
  const [invite] = floor.tap.sent('INVITE')
  expect(bye?.port).not.toBe(invite?.port)
  await endCall(floor, customer.leg)
  await floor.settled()
})
