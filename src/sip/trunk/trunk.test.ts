import { expect, test } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import { openFakePhone } from '../fake-phone.ts'
import { header, valueOf } from '../messages/header.ts'
import { openFakeStranger } from '../transport/fake-stranger.ts'
import { createFakeNetwork } from '../transport/fake-wire.ts'
import type { PingResult } from '../endpoint/endpoint-options.ts'
import { directRoutingProfile, directRoutingTargets, carrierProfile } from './direct-routing.ts'
import { TrunkHealth } from './trunk-health.ts'
import { contactOn, inviteOn } from './trunk-profile.ts'
import type { Trunk } from './trunk-profile.ts'

const teams: Trunk = {
  profile: directRoutingProfile,
  targets: directRoutingTargets,
  ourHost: 'sbc1.adatum.biz',
  ourPort: 5061,
  theirHost: 'sip.pstnhub.microsoft.com',
  transport: 'tls',
  headers: { 'X-MS-SBC': 'Parley/Parley/1.0' },
}

const carrier: Trunk = {
  profile: carrierProfile,
  targets: [{ transport: 'udp', host: '9.9.9.9', port: 5060 }],
  ourHost: '1.1.1.1',
  theirHost: 'carrier.example',
  transport: 'udp',
}

test('a call to Teams is worded as Direct Routing wants it', () => {
  const invite = inviteOn(teams, {
    callerNumber: '17168712781',
    callerName: 'Ann',
    calledNumber: '+18338006777',
    sdp: 'v=0',
    headers: { Replaces: 'a;to-tag=b;from-tag=c', 'X-Tenant': 'adatum' },
  })
  expect(invite).toMatchObject({
    requestUri: 'sip:+18338006777@sip.pstnhub.microsoft.com;user=phone',
    to: { uri: 'sip:+18338006777@sip.pstnhub.microsoft.com;user=phone' },
    from: { uri: 'sip:+17168712781@sbc1.adatum.biz;user=phone', displayName: 'Ann' },
    contact: 'sip:+17168712781@sbc1.adatum.biz:5061;transport=tls',
    headers: { 'X-MS-SBC': 'Parley/Parley/1.0', 'X-Tenant': 'adatum' },
    failoverStatuses: [503],
    supported: ['timer'],
  })
  expect(Object.keys(invite.headers ?? {})).not.toContain('Replaces')
  expect(contactOn(teams)).toBe('sip:sbc1.adatum.biz:5061;transport=tls')
})

test('a call to a carrier keeps the number as given', () => {
  const invite = inviteOn(carrier, { callerNumber: '100', calledNumber: '0049 30', sdp: 'v=0' })
  expect(invite.requestUri).toBe('sip:0049%2030@carrier.example')
  expect(invite.from.uri).toBe('sip:100@1.1.1.1')
})

test.each([
  ['caller', false, '"Ann" <sip:100@1.1.1.1>', undefined, undefined],
  ['caller', true, '"Ann" <sip:100@1.1.1.1>', '<sip:100@1.1.1.1>', undefined],
  ['nobody', false, '"Anonymous" <sip:anonymous@anonymous.invalid>', undefined, 'id'],
  ['nobody', true, '"Anonymous" <sip:anonymous@anonymous.invalid>', '<sip:100@1.1.1.1>', 'id'],
  ['number', true, '"" <sip:+4420@1.1.1.1>', '<sip:+4420@1.1.1.1>', undefined],
] as const)('the caller is shown as the trunk says: %s, asserted %s', (...row) => {
  const [kind, assert, from, asserted, privacy] = row
  const show = kind === 'number' ? ({ kind, number: '+4420' } as const) : ({ kind } as const)
  const invite = inviteOn(
    { ...carrier, callerId: { show, assert } },
    { callerNumber: '100', callerName: 'Ann', calledNumber: '200', sdp: 'v=0' },
  )
  expect(`"${invite.from.displayName ?? ''}" <${invite.from.uri}>`).toBe(from)
  expect(invite.headers?.['P-Asserted-Identity']).toBe(asserted)
  expect(invite.headers?.['Privacy']).toBe(privacy)
  const hidden = kind === 'nobody' ? 'sip:anonymous@1.1.1.1' : `sip:${invite.from.uri.slice(4)}`
  expect(invite.contact).toBe(hidden)
})

test('a caller who withheld the number stays unknown, and is asserted to nobody', () => {
  const callerId = { show: { kind: 'caller' }, assert: true } as const
  const call = { callerNumber: 'anonymous', calledNumber: '200', sdp: 'v=0' }
  const invite = inviteOn({ ...carrier, callerId }, call)
  expect(invite.from.uri).toBe('sip:anonymous@anonymous.invalid')
  expect(invite.headers).toEqual({ Privacy: 'id' })
})

test('targets that do not answer OPTIONS go to the end, and come back', async () => {
  const clock = createFakeClock()
  const changes: string[] = []
  let down = new Set(['sip.pstnhub.microsoft.com'])
  const health = new TrunkHealth({
    clock,
    targets: directRoutingTargets,
    everyMs: directRoutingProfile.pingEveryMs,
    options: { contact: contactOn(teams) },
    ping: ({ host }): Promise<PingResult> =>
      Promise.resolve(
        down.has(host)
          ? { kind: 'silent', reason: 'timeout' }
          : { kind: 'answered', status: 200, roundTripMs: 12 },
      ),
    onChange: ({ target, state }) => void changes.push(`${target.host.split('.')[0]} ${state}`),
  })
  const order = (): readonly string[] =>
    health.ordered().map(({ host }) => host.split('.')[0] ?? '')
  await clock.advance(1)
  expect(order()).toEqual(['sip2', 'sip3', 'sip'])
  down = new Set()
  await clock.advance(60_000)
  expect(order()).toEqual(['sip', 'sip2', 'sip3'])
  expect(changes).toEqual(['sip down', 'sip2 up', 'sip3 up', 'sip up'])
  health.close()
  expect(clock.pending()).toBe(0)
})

test('a registrar that is only asked is shown no address of ours, and proves the password', async () => {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const phone = await openFakePhone(network, clock, '1.1.1.1')
  const registrar = await openFakeStranger(network, clock, '9.9.9.9')
  const asked = phone.endpoint.askRegistrar({
    targets: [{ transport: 'udp', host: '9.9.9.9', port: 5060 }],
    registrar: 'sip:carrier.example',
    account: 'sip:trunk42@carrier.example',
    credentials: { username: 'trunk42', password: 'secret' },
  })
  await clock.advance(20)
  const challenge = header('WWW-Authenticate', 'Digest realm="c", nonce="n", qop="auth"')
  registrar.answer(registrar.newest('REGISTER'), { status: 401, toTag: 'r', headers: [challenge] })
  await clock.advance(20)
  const second = registrar.newest('REGISTER')
  expect(valueOf(second, 'authorization')).toContain('username="trunk42"')
  expect([valueOf(second, 'contact'), valueOf(second, 'expires')]).toEqual([undefined, undefined])
  registrar.answer(second, { status: 200, toTag: 'r' })
  await clock.advance(20)
  expect(await asked).toMatchObject({ kind: 'answered', status: 200 })
  await phone.endpoint.close()
})

test('a registration answers the challenge, is refreshed early, asks longer on 423, and is removed at the end', async () => {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const phone = await openFakePhone(network, clock, '1.1.1.1')
  const registrar = await openFakeStranger(network, clock, '9.9.9.9')
  const states: string[] = []
  const registration = phone.endpoint.register(
    {
      targets: [{ transport: 'udp', host: '9.9.9.9', port: 5060 }],
      registrar: 'sip:carrier.example',
      account: 'sip:trunk42@carrier.example',
      credentials: { username: 'trunk42', password: 'secret' },
      contactUser: 'trunk42',
      expiresSeconds: 60,
    },
    state =>
      void states.push(state.kind === 'registered' ? `for ${state.expiresSeconds}` : state.kind),
  )
  await clock.advance(20)
  const first = registrar.newest('REGISTER')
  const challenge = header(
    'WWW-Authenticate',
    'Digest realm="c", nonce="n", algorithm=SHA-256, qop="auth"',
  )
  registrar.answer(first, { status: 401, toTag: 'r', headers: [challenge] })
  await clock.advance(20)
  const second = registrar.newest('REGISTER')
  expect(valueOf(second, 'authorization')).toContain('algorithm=SHA-256')
  expect([first.callId, first.cseq.number + 1]).toEqual([second.callId, second.cseq.number])
  registrar.answer(second, { status: 423, toTag: 'r', headers: [header('Min-Expires', '600')] })
  await clock.advance(20)
  const third = registrar.newest('REGISTER')
  expect(valueOf(third, 'expires')).toBe('600')
  const contact = valueOf(third, 'contact') ?? ''
  expect(contact).toBe('<sip:trunk42@1.1.1.1:5060>')
  registrar.answer(third, {
    status: 200,
    toTag: 'r',
    headers: [header('Contact', `<sip:other@8.8.8.8>;expires=10, ${contact};expires=500`)],
  })
  await clock.advance(459_000)
  expect(states).toEqual(['for 500'])
  await clock.advance(1_100)
  const refresh = registrar.newest('REGISTER')
  expect(refresh.cseq.number).toBe(third.cseq.number + 1)
  registrar.answer(refresh, { status: 200, toTag: 'r', headers: [header('Expires', '500')] })
  await clock.advance(20)
  registration.stop()
  await clock.advance(20)
  const last = registrar.newest('REGISTER')
  expect(valueOf(last, 'expires')).toBe('0')
  registrar.answer(last, { status: 200, toTag: 'r' })
  await clock.advance(100_000)
  expect(states).toEqual(['for 500', 'for 500', 'removed'])
  expect(phone.endpoint.counts()).toMatchObject({ timers: 0, transactions: 0 })
  await phone.endpoint.close()
})
