import { expect, test } from 'vitest'
import type { FlowId, TenantId } from '#core'
import { toId } from '#core'
import type { JoinedWebCall, WebCallBegun } from '#engine'
import { phoneGraceMsMax, type SoundAnswer } from './phones.ts'
import { webCallsPerSourcePerMinuteMax } from './sources.ts'
import { WebCalls, webCallReadyMsMax, type WebCall, type WebDoor } from './web-calls.ts'

const tenant = toId<TenantId>('contoso')
const door: WebDoor = {
  id: 'shop',
  name: 'Talk to us',
  flow: toId<FlowId>('main'),
  origins: [],
  callsMax: 4,
  callsPerSourceMax: 2,
  tenantName: 'Contoso',
  language: 'en-GB',
}

interface Bench {
  readonly calls: WebCalls
  readonly told: string[]
  readonly arrived: WebCall[]
  readonly begin: (source: string) => WebCallBegun
  readonly page: (name: string, token?: string) => JoinedWebCall | undefined
  readonly pass: (ms: number) => void
}

/** Web calls with time moved by hand, and a voice channel that only notes what it is told. */
function openBench(
  more: Partial<WebDoor> = {},
  described: () => SoundAnswer | 'later' = () => ({ ok: true, sdp: 'answer anew' }),
): Bench {
  const told: string[] = []
  const arrived: WebCall[] = []
  let now = 0
  let tokens = 0
  const timers = new Set<{ readonly at: number; readonly fire: () => void }>()
  const calls = new WebCalls({
    clock: {
      now: () => 1_800_000_000_000 + now,
      elapsed: () => now,
      setTimer: (ms, fire) => {
        const timer = { at: now + ms, fire }
        timers.add(timer)
        return () => void timers.delete(timer)
      },
    },
    newToken: () => `token-${(tokens += 1)}`,
    iceServers: () => [],
    door: (_, entry) => (entry === 'shop' ? { ...door, ...more } : undefined),
    arrive: call => {
      arrived.push(call)
      told.push(`arrived ${call.name ?? 'nobody'} with ${call.offer}`)
      return {
        described: async sdp => {
          told.push(`described ${sdp}`)
          return described()
        },
        hungUp: () => {
          told.push('hung up')
          call.over('ended')
        },
        gone: words => told.push(`gone: ${words}`),
      }
    },
  })
  return {
    calls,
    told,
    arrived,
    begin: source => calls.begin({ tenant, entry: 'shop', source, name: 'Jane' }),
    page: (name, token = 'token-1') =>
      calls.join(token, {
        show: state => told.push(`${name} ${state.at === 'over' ? state.why : state.at}`),
        heard: sdp => told.push(`${name} hears ${sdp}`),
      }),
    pass: ms => {
      now += ms
      for (const timer of timers) {
        if (timer.at > now) continue
        timers.delete(timer)
        timer.fire()
      }
    },
  }
}

test('a page describes its sound, is answered, and hangs up; its token opens nothing then', () => {
  const { begin, page, told, arrived, calls } = openBench()
  expect(begin('192.0.2.1')).toMatchObject({ ok: true, token: 'token-1', graceMs: phoneGraceMsMax })
  const one = page('one')
  one?.describe('sdp')
  arrived[0]?.answered('answer')
  one?.hangUp()
  expect(told).toEqual([
    'one ready',
    'one calling',
    'arrived Jane with sdp',
    'one hears answer',
    'one talking',
    'hung up',
    'one ended',
  ])
  expect([calls.count(), page('late')]).toEqual([0, undefined])
})

test('a page that is loaded anew goes on; the older page lets go and is listened to no more', async () => {
  const { begin, page, told, arrived } = openBench()
  begin('192.0.2.1')
  const one = page('one')
  one?.describe('sdp')
  arrived[0]?.answered('answer')
  const two = page('two')
  one?.hangUp()
  one?.lost()
  two?.describe('sdp anew')
  await Promise.resolve()
  expect(told.slice(5)).toEqual([
    'one elsewhere',
    'two talking',
    'described sdp anew',
    'two hears answer anew',
  ])
})

test('a page that is away keeps its call for the grace time, and no longer', () => {
  const { begin, page, told, pass, calls } = openBench()
  begin('192.0.2.1')
  const one = page('one')
  one?.describe('sdp')
  one?.lost()
  pass(phoneGraceMsMax - 1)
  const two = page('two')
  pass(2)
  expect(calls.count()).toBe(1)
  two?.lost()
  pass(phoneGraceMsMax)
  expect(told.at(-1)).toBe('gone: the customer’s page went away and did not come back')
  expect(calls.count()).toBe(0)
})

test('a call that nobody begins is given up, and rings nobody', () => {
  const { begin, page, told, pass, calls } = openBench()
  begin('192.0.2.1')
  page('one')?.lost()
  pass(webCallReadyMsMax)
  expect([calls.count(), told]).toEqual([0, ['one ready']])
})

test('one address has so many calls at a time, and so many a minute', () => {
  const { begin, page, pass } = openBench()
  const codes = (source: string, count: number): readonly string[] =>
    Array.from({ length: count }, () => codeOf(begin(source)))
  expect(codes('192.0.2.1', 3)).toEqual(['ok', 'ok', 'too-many-from-here'])
  expect(codes('192.0.2.2', 1)).toEqual(['ok'])
  page('one', 'token-1')?.hangUp()
  expect(codes('192.0.2.1', 1)).toEqual(['ok'])
  const left = webCallsPerSourcePerMinuteMax - 4
  expect(codes('192.0.2.1', left + 1)).toEqual([
    ...Array.from({ length: left }, () => 'too-many-from-here'),
    'too-often',
  ])
  pass(webCallReadyMsMax)
  expect(codes('192.0.2.1', 1)).toEqual(['ok'])
})

test('an entry takes so many calls in all, wants its consent, and has to be there', () => {
  const { begin, calls } = openBench({ callsPerSourceMax: 10, consent: 'Calls are recorded.' })
  const asked = { tenant, entry: 'shop', consented: 'Calls are recorded.' }
  expect(codeOf(begin('192.0.2.1'))).toBe('consent-needed')
  const earlier = { ...asked, consented: 'Calls may be recorded.', source: '192.0.2.1' }
  expect(codeOf(calls.begin(earlier))).toBe('consent-needed')
  const codes = [1, 2, 3, 4, 5].map(nth =>
    codeOf(calls.begin({ ...asked, source: `192.0.2.${nth}` })),
  )
  expect(codes).toEqual(['ok', 'ok', 'ok', 'ok', 'entry-full'])
  expect(codeOf(calls.begin({ ...asked, entry: 'nowhere', source: '192.0.2.9' }))).toBe(
    'unknown-entry',
  )
})

test('a call carries the words the customer agreed to, and when; where nothing is asked, nothing', () => {
  const consent = 'Calls are recorded.'
  const asking = openBench({ consent })
  asking.pass(4_000)
  asking.calls.begin({ tenant, entry: 'shop', source: '192.0.2.1', consented: consent })
  asking.pass(9_000)
  asking.page('one')?.describe('sdp')
  expect(asking.arrived[0]?.consent).toEqual({ to: consent, givenAt: 1_800_000_004_000 })
  const free = openBench()
  free.calls.begin({ tenant, entry: 'shop', source: '192.0.2.1', consented: consent })
  free.page('one')?.describe('sdp')
  expect(free.arrived.map(call => call.consent)).toEqual([undefined])
})

test('a sound that cannot be had ends the call with that reason', async () => {
  const { begin, page, told, arrived } = openBench({}, () => ({
    ok: false,
    code: 'no-sound',
    words: 'malformed-sdp: no audio',
  }))
  begin('192.0.2.1')
  const one = page('one')
  one?.describe('sdp')
  arrived[0]?.answered('answer')
  one?.describe('nonsense')
  await Promise.resolve()
  expect(told.at(-1)).toBe('one no-sound')
})

function codeOf(begun: WebCallBegun): string {
  return begun.ok ? 'ok' : begun.code
}
