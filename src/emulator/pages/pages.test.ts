import { expect, test } from 'vitest'
import { openFakeStudio } from '../sound/fake-studio.ts'
import { Presences } from '../graph/presences.ts'
import { PersonClients } from '../clients/open-client.ts'
import { openFakeClock } from '../fake-clock.ts'
import type { PlacedCall, PlannedCall } from '../phones/script.ts'
import type { TrafficPlan } from '../phones/plan-traffic.ts'
import { openTimers } from '../timers.ts'
import { openPages } from './open-pages.ts'
import type { PageOptions } from './page-world.ts'

const trunk = { transport: 'udp', host: '127.0.0.1', port: 5060 } as const
const traffic: TrafficPlan = {
  seed: 1,
  trunk,
  callsPerHour: 60,
  concurrentMax: 5,
  numbers: [{ number: '+441632960100' }],
  callers: [{ name: 'Rosa', number: '+441632960501' }],
  stories: [{ name: 'wants to buy', script: [{ kind: 'hang-up' }] }],
}

function openRehearsal(options: Partial<PageOptions> = {}) {
  const clock = openFakeClock()
  const studio = openFakeStudio()
  const person = { id: 'ada', name: 'Ada', userName: 'ada@x.example', number: '+441632960201' }
  const timers = openTimers(clock)
  const parts = {
    person,
    behaviour: undefined,
    dial: () => {
      throw new Error('nobody calls out here')
    },
    pickUp: () => undefined,
    timers,
    log: () => undefined,
  }
  const client = new PersonClients({ ...parts, now: () => clock.now() })
  const presences = new Presences(() => false)
  const seen: unknown[] = []
  const placed: PlannedCall[] = []
  const call = (plan: PlannedCall): PlacedCall => {
    placed.push(plan)
    return {
      callId: `call-${placed.length}`,
      result: new Promise(() => undefined),
      heard: () => undefined,
      phase: () => 'talking',
      happenings: () => [],
      join: async offer => ({ ok: true, sdp: `answer to ${offer}` }),
      say: async words => seen.push(['words', words]) > 0,
      press: async keys => seen.push(['keys', keys]) > 0,
      hangUp: () => void seen.push(['hang-up', plan.from]),
    }
  }
  const counts = {
    proxyConnections: 0,
    proxyTransactions: 0,
    proxyDialogs: 0,
    clientCalls: 0,
    callerCalls: 0,
  }
  const pages = openPages(
    {
      emulator: {
        call,
        isCalling: number => placed.some(({ from }) => from === number),
        counts: () => ({ ...counts, mediaLegs: studio.count(), timers: 0 }),
        setProxyFault: fault => void seen.push(['fault', fault]),
        setGraphFault: fault => void seen.push(['graph', fault]),
        violations: () => [],
      },
      people: [person],
      clients: new Map([['ada', client]]),
      presences,
      lose: share => void seen.push(['lose', share]),
      slowDown: ms => void seen.push(['slow', ms]),
      cutTrunk: isCut => void seen.push(['cut', isCut]),
      admit: id => (id === 'ada' ? { cookie: 'known=1', userName: person.userName } : undefined),
      timers,
      now: () => clock.now(),
    },
    { trunk, numbers: [{ number: '+441632960100', name: 'Main line' }], traffic, ...options },
  )
  const ask = async (method: string, path: string, body?: object) => {
    const response = await pages.fetch(
      new Request(`http://emulated${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    return {
      status: response.status,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    }
  }
  return { ask, client, clock, pages, placed, presences, seen }
}

test('a person dials, takes the caller’s voice over by a browser, presses keys and hangs up', async () => {
  const { ask, placed, seen } = openRehearsal()
  const dialled = { from: '+441632960999', name: 'Zed', to: '+441632960100' }
  expect(await ask('POST', '/calls', dialled)).toEqual({ status: 201, body: { callId: 'call-1' } })
  expect(placed).toMatchObject([
    { from: '+441632960999', fromName: 'Zed', to: '+441632960100', trunk },
  ])
  expect(await ask('POST', '/calls/call-1/sound', { offer: 'v=0' })).toEqual({
    status: 200,
    body: { answer: 'answer to v=0' },
  })
  expect(await ask('POST', '/calls/call-1/keys', { keys: '1#' })).toMatchObject({ status: 204 })
  expect(await ask('POST', '/calls/call-1/hang-up')).toMatchObject({ status: 204 })
  expect(seen).toEqual([
    ['keys', '1#'],
    ['hang-up', '+441632960999'],
  ])
})

test('the panel places callers out of the stories, and hangs all up again', async () => {
  const { ask, seen } = openRehearsal()
  expect(await ask('POST', '/callers', { count: 3 })).toEqual({ status: 201, body: { placed: 3 } })
  const { body } = await ask('GET', '/world')
  expect(body).toMatchObject({ callers: [{ story: 'wants to buy' }, {}, {}] })
  expect(await ask('POST', '/callers/hang-up')).toMatchObject({ status: 204 })
  expect(seen).toHaveLength(3)
})

test('a client in somebody’s hand only rings, and plays its part again when it is let go', async () => {
  const { ask, client } = openRehearsal()
  await ask('POST', '/people/ada/meets', { how: 'hand' })
  expect(client.behaviour().reaction).toEqual({ kind: 'rings' })
  await ask('POST', '/people/ada/meets', { how: 'script' })
  expect(client.behaviour().reaction.kind).toBe('answers')
})

test('a presence that is set is shown, and is what Graph says of the person', async () => {
  const { ask, presences } = openRehearsal()
  await ask('POST', '/people/ada/presence', { presence: 'do-not-disturb' })
  expect(presences.asGraph('ada').availability).toBe('DoNotDisturb')
  expect((await ask('GET', '/world')).body).toMatchObject({
    people: [{ presence: 'do-not-disturb' }],
  })
})

test('trouble comes and goes by name', async () => {
  const { ask, seen } = openRehearsal()
  await ask('POST', '/troubles', { trouble: 'teams-silent', on: true })
  await ask('POST', '/troubles', { trouble: 'lossy-network', on: true })
  expect((await ask('GET', '/world')).body).toMatchObject({
    troubles: ['teams-silent', 'lossy-network'],
  })
  expect(seen).toContainEqual(['fault', { kind: 'silent' }])
  seen.length = 0
  await ask('POST', '/troubles', { trouble: 'lossy-network', on: false })
  await ask('POST', '/troubles', { trouble: 'teams-silent', on: false })
  expect(seen).toContainEqual(['lose', 0])
  expect(seen).toContainEqual(['fault', undefined])
})

test('Graph is slow, or refuses, or both, and is well again', async () => {
  const { ask, seen } = openRehearsal()
  await ask('POST', '/troubles', { trouble: 'slow-graph', on: true })
  await ask('POST', '/troubles', { trouble: 'graph-overloaded', on: true })
  await ask('POST', '/troubles', { trouble: 'slow-graph', on: false })
  await ask('POST', '/troubles', { trouble: 'graph-overloaded', on: false })
  expect(seen.filter(one => Array.isArray(one) && one[0] === 'graph')).toEqual([
    ['graph', { delayMs: 15_000, isOverloaded: false }],
    ['graph', { delayMs: 15_000, isOverloaded: true }],
    ['graph', { delayMs: 0, isOverloaded: true }],
    ['graph', { delayMs: 0, isOverloaded: false }],
  ])
})

test('what does not fit is refused with a code and words', async () => {
  const { ask } = openRehearsal()
  expect(await ask('POST', '/calls', { from: '999', to: '+441632960100' })).toMatchObject({
    status: 400,
    body: { code: 'misshapen', detail: expect.stringContaining('from') as unknown },
  })
  expect(await ask('POST', '/calls/gone/keys', { keys: '1' })).toMatchObject({ status: 404 })
  expect(await ask('POST', '/people/ada/answer')).toMatchObject({
    status: 409,
    body: { code: 'nothing-to-do' },
  })
  expect(await ask('POST', '/people/nobody/answer')).toMatchObject({ status: 404 })
})

test('callers come one after the other where a pace is wished, about the story that was chosen', async () => {
  const { ask, placed, clock } = openRehearsal()
  const wish = { count: 3, story: 'wants to buy', to: '+441632960102', everyMs: 1000 }
  expect((await ask('POST', '/callers', wish)).body).toEqual({ placed: 3 })
  expect(placed.map(({ to }) => to)).toEqual(['+441632960102'])
  clock.pass(2000)
  expect(placed).toHaveLength(3)
  await ask('POST', '/callers', wish)
  await ask('POST', '/callers/hang-up')
  clock.pass(5000)
  expect(placed).toHaveLength(4)
  expect((await ask('POST', '/callers', { count: 1, story: 'unheard of' })).body).toEqual({
    placed: 0,
  })
})

test('the trunk is cut once and mended once, whatever else goes wrong meanwhile', async () => {
  const { ask, seen } = openRehearsal()
  await ask('POST', '/troubles', { trouble: 'trunk-down', on: true })
  await ask('POST', '/troubles', { trouble: 'teams-times-out', on: true })
  await ask('POST', '/troubles', { trouble: 'trunk-down', on: false })
  expect(seen.filter(one => Array.isArray(one) && one[0] === 'cut')).toEqual([
    ['cut', true],
    ['cut', false],
  ])
  expect(seen).toContainEqual(['fault', { kind: 'times-out' }])
})

test('who has no microphone lets a voice say a sentence', async () => {
  const { ask, seen } = openRehearsal()
  await ask('POST', '/calls', { from: '+441632960999', to: '+441632960100' })
  expect(await ask('POST', '/calls/call-1/words', { words: 'Hello.' })).toMatchObject({
    status: 204,
  })
  expect(seen).toEqual([['words', 'Hello.']])
})

test('one click signs a browser in as somebody, and leads on to the page that was meant', async () => {
  const { pages } = openRehearsal({ signInAt: (as, page) => `/in?as=${as}&to=${page}` })
  const answer = await pages.fetch(
    new Request('http://emulated/people/ada/sign-in?page=%2Fboard', { redirect: 'manual' }),
  )
  expect(answer.status).toBe(302)
  expect(answer.headers.get('set-cookie')).toBe('known=1')
  expect(answer.headers.get('location')).toBe('/in?as=ada@x.example&to=/board')
  const stranger = await pages.fetch(new Request('http://emulated/people/nobody/sign-in'))
  expect(stranger.status).toBe(404)
})
