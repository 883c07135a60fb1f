import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AgentName, ContactCenter } from './peers/contact-center.ts'
import {
  agents,
  numberOf,
  numbers,
  openContactCenter,
  openDirectory,
  proxyName,
} from './peers/contact-center.ts'
import { nothingLeft } from './peers/nothing-left.ts'
import type { Person } from './peers/person.ts'
import type { PhoneSound } from './peers/phone-sound.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import type { Sipp } from './peers/sipp.ts'
import { openSipp } from './peers/sipp.ts'
import type { TeamsFront } from './peers/teams-front.ts'
import { openTeamsFront } from './peers/teams-front.ts'
import { until } from './peers/until.ts'

/*
 * Every way a call can end before two people have talked, on the real SIP path: SIPp calls, SIPp
 * stands behind TLS in Teams' place. After each, the outcome is on record and nothing is left.
 */

const parts = new AsyncDisposableStack()
let center: ContactCenter
let front: TeamsFront
let people: Readonly<Record<AgentName, Person>>
let portsBefore: readonly number[]
let callers = 0

beforeAll(async () => {
  const { emulator, ports } = parts.use(await openDirectory())
  front = parts.use(await openTeamsFront(await emulator.issue([proxyName, '127.0.0.1'])))
  center = parts.use(
    await openContactCenter(emulator, ports, { teamsPort: front.port, ring: '3s' }),
  )
  const [ada, ben, cleo] = await Promise.all(agents.map(agent => center.person(agent)))
  if (ada === undefined || ben === undefined || cleo === undefined) throw new Error('nobody came')
  people = { ada, ben, cleo }
  await Promise.all(agents.map(agent => people[agent].away()))
  portsBefore = await center.parley.udpPorts()
})

afterAll(() => parts.disposeAsync())

beforeEach(() => {
  front.invited()
  callers += 1
})

afterEach(async () => {
  await nothingLeft(center, people.ada, portsBefore)
  await Promise.all(agents.map(agent => people[agent].away()))
})

/** Each test's caller has a number of his own, by which his interaction is found. */
const caller = (): string => `+4416329608${String(callers).padStart(2, '0')}`

/** Somebody calls. He is answered at once, and hears. */
async function answeredCaller(
  stack: AsyncDisposableStack,
  scenario: 'caller-hangs-up' | 'caller-is-left',
  number: string = numbers.main,
): Promise<{ readonly call: Sipp; readonly sound: PhoneSound }> {
  const sound = stack.use(await openPhoneSound())
  const call = stack.use(
    await openSipp({
      scenario,
      to: { ...center.sip, user: number },
      words: { CALLER: caller(), SOUND_PORT: sound.port, CODECS: '0 101' },
    }),
  )
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))
  return { call, sound }
}

/** Somebody calls and chooses the queue. */
async function callerInQueue(
  stack: AsyncDisposableStack,
  scenario: 'caller-hangs-up' | 'caller-is-left' = 'caller-hangs-up',
): Promise<{ readonly call: Sipp; readonly sound: PhoneSound }> {
  const { call, sound } = await answeredCaller(stack, scenario)
  await sound.press('1')
  return { call, sound }
}

/** The phone of an agent, in Teams' place. */
async function phone(
  stack: AsyncDisposableStack,
  agent: AgentName,
  scenario: string,
  words: Readonly<Record<string, string | number>> = {},
): Promise<Sipp> {
  const sipp = stack.use(
    await openSipp({
      scenario,
      transport: 'tcp',
      words: {
        NUMBER: numberOf(agent),
        CONTACT_PORT: front.port,
        SOUND_PORT: 40_000,
        ...words,
      },
    }),
  )
  front.lead(numberOf(agent), sipp.port)
  return sipp
}

/** The facts of one kind in an interaction's timeline. */
function facts(view: Awaited<ReturnType<Person['closed']>>, kind: string): readonly object[] {
  return view.timeline.filter(entry => entry.kind === kind).map(entry => entry.fact)
}

const offerResults = (view: Awaited<ReturnType<Person['closed']>>): readonly unknown[] =>
  facts(view, 'offer-ended').map(fact => ('result' in fact ? fact.result : undefined))

test('an agent who does not answer is set aside, and the next one is rung', async () => {
  await using stack = new AsyncDisposableStack()
  await people.ada.ready()
  await people.ben.ready()
  const first = await phone(stack, 'ada', 'phone-rings-out')
  const second = await phone(stack, 'ben', 'phone-is-left')
  const { call } = await callerInQueue(stack)
  await first.told('ringing')
  await first.told('given-up')
  await first.finished()
  expect(await people.ada.desk()).toMatchObject({ state: 'not-ready' })
  await second.told('ringing')
  second.go()
  await second.told('talking')
  call.go()
  await call.finished()
  await second.finished()
  await wrapUp('ben')
  const view = await people.ben.closed(caller())
  expect(view.row).toMatchObject({ outcome: 'handled', agent: { id: 'ben' } })
  expect(offerResults(view)).toEqual(['no-answer', 'answered'])
  expect(front.invited()).toEqual([numberOf('ada'), numberOf('ben')])
})

test.for([
  [486, 'Busy Here', 'busy'],
  [603, 'Decline', 'declined'],
  [480, 'Temporarily Unavailable', 'no-answer'],
  [404, 'Not Found', 'unreachable'],
] as const)(
  'a phone that says %i is recorded, and the next one is rung',
  async ([status, reason, result]) => {
    await using stack = new AsyncDisposableStack()
    await people.ada.ready()
    await people.ben.ready()
    const first = await phone(stack, 'ada', 'phone-refuses', { STATUS: status, REASON: reason })
    const second = await phone(stack, 'ben', 'phone-hangs-up')
    const { call } = await callerInQueue(stack, 'caller-is-left')
    await first.told('ringing')
    first.go()
    await first.told('refused')
    await second.told('ringing')
    second.go()
    await second.told('talking')
    second.go()
    await second.finished()
    await call.told('left')
    await call.finished()
    await wrapUp('ben')
    const view = await people.ben.closed(caller())
    expect(offerResults(view)).toEqual([result, 'answered'])
    expect(facts(view, 'talk-ended')).toMatchObject([{ by: 'agent' }])
  },
)

test('an agent declines at his desk: his phone stops ringing, and the caller goes on waiting', async () => {
  await using stack = new AsyncDisposableStack()
  await people.ada.ready()
  const first = await phone(stack, 'ada', 'phone-rings-out')
  const { call } = await callerInQueue(stack)
  await first.told('ringing')
  const { offer } = await people.ada.desk()
  expect(await people.ada.post(`/api/offers/${offer?.offer ?? ''}/decline`)).toMatchObject({
    status: 200,
  })
  await first.told('given-up')
  expect((await people.ada.board()).interactions).toMatchObject([{ phase: 'waiting' }])
  call.go()
  await call.finished()
  const view = await supervisorSees()
  expect(offerResults(view)).toEqual(['declined'])
  expect(view.row.outcome).toBe('abandoned-in-queue')
})

test('a caller who hangs up in the greeting has left in the flow', async () => {
  await using stack = new AsyncDisposableStack()
  const { call, sound } = await answeredCaller(stack, 'caller-hangs-up')
  await until('the greeting is heard', () => sound.msLoud() > 200)
  call.go()
  await call.finished()
  expect((await supervisorSees()).row).toMatchObject({ outcome: 'abandoned-in-flow' })
})

test('a caller who hangs up while he waits has left in the queue', async () => {
  await using stack = new AsyncDisposableStack()
  const { call } = await callerInQueue(stack)
  await until('the caller waits', async () =>
    (await people.ada.board()).interactions.some(one => one.phase === 'waiting'),
  )
  call.go()
  await call.finished()
  expect((await supervisorSees()).row).toMatchObject({ outcome: 'abandoned-in-queue' })
})

test('a caller who hangs up while a phone rings stops its ringing, and the agent is available again', async () => {
  await using stack = new AsyncDisposableStack()
  await people.ada.ready()
  const first = await phone(stack, 'ada', 'phone-rings-out')
  const { call } = await callerInQueue(stack)
  await first.told('ringing')
  call.go()
  await call.finished()
  await first.told('given-up')
  await first.finished()
  expect(await people.ada.desk()).toMatchObject({ state: 'available' })
  const view = await supervisorSees()
  expect(view.row.outcome).toBe('abandoned-in-queue')
  expect(offerResults(view)).toEqual(['customer-left'])
})

test('a phone that is picked up as the CANCEL arrives is hung up again, and the agent is available', async () => {
  await using stack = new AsyncDisposableStack()
  await people.ada.ready()
  const first = await phone(stack, 'ada', 'phone-answers-as-cancelled')
  const { call } = await callerInQueue(stack)
  await first.told('ringing')
  call.go()
  await call.finished()
  await first.told('left')
  await first.finished()
  expect(await people.ada.desk()).toMatchObject({ state: 'available' })
  expect((await supervisorSees()).row).toMatchObject({ outcome: 'abandoned-in-queue' })
})

test.for([0, 0, 2, 5, 10, 20])(
  'a caller who hangs up %i ms after the phone is picked up leaves nobody talking to nobody',
  async ms => {
    await using stack = new AsyncDisposableStack()
    await people.ada.ready()
    const first = await phone(stack, 'ada', 'phone-answers-at-once')
    const { call } = await callerInQueue(stack)
    await first.told('ringing')
    first.go()
    if (ms > 0) await pause(ms)
    call.go()
    await call.finished()
    await first.told('left')
    await first.finished()
    const { state } = await until('the agent is free or wraps up', async () => {
      const desk = await people.ada.desk()
      return ['available', 'wrap-up'].includes(desk.state) && desk
    })
    if (state === 'wrap-up') await wrapUp('ada')
    const { row } = await supervisorSees()
    expect(row.outcome).toBe(state === 'wrap-up' ? 'handled' : 'abandoned-in-queue')
  },
)

test('a caller who presses no key hears the way on, and is hung up on', async () => {
  await using stack = new AsyncDisposableStack()
  const { call } = await answeredCaller(stack, 'caller-is-left')
  await call.told('left', 30_000)
  await call.finished()
  const view = await supervisorSees()
  expect(view.row).toMatchObject({ outcome: 'ended-by-flow' })
  expect(facts(view, 'step-left')).toMatchObject([{ step: 'choice', exit: 'otherwise' }, {}])
})

test('a caller of a closed queue hears so, and is hung up on', async () => {
  await using stack = new AsyncDisposableStack()
  const { call, sound } = await answeredCaller(stack, 'caller-is-left', numbers.closed)
  await call.told('left')
  await call.finished()
  expect(sound.msLoud()).toBeGreaterThan(300)
  const view = await supervisorSees()
  expect(view.row).toMatchObject({ outcome: 'ended-by-flow' })
  expect(facts(view, 'queue-entered')).toEqual([])
})

test('an unknown number is refused with 404, and is on record', async () => {
  await refusedCaller({ number: numbers.unknown, status: 404 })
  expect((await supervisorSees()).row).toMatchObject({ outcome: 'refused' })
})

test('a caller from an address no trunk admits is refused with 403', async () => {
  await refusedCaller({ number: numbers.main, status: 403, host: '127.0.0.9' })
  expect(center.parley.child.lines.some(line => line.includes('call-turned-away'))).toBe(true)
})

test('a caller whose phone has no codec of ours is refused with 488', async () => {
  await refusedCaller({ number: numbers.main, status: 488, codecs: '18' })
  expect((await supervisorSees()).row).toMatchObject({ outcome: 'fault' })
})

async function refusedCaller(given: {
  readonly number: string
  readonly status: number
  readonly host?: string
  readonly codecs?: string
}): Promise<void> {
  await using call = await openSipp({
    scenario: 'caller-is-refused',
    ...(given.host !== undefined && { host: given.host }),
    to: { ...center.sip, user: given.number },
    words: {
      CALLER: caller(),
      SOUND_PORT: 40_000,
      CODECS: given.codecs ?? '0 101',
      STATUS: given.status,
    },
  })
  await call.told('refused')
  await call.finished()
}

/** The closed interaction of this test's caller, as somebody sees who may see all. */
function supervisorSees(): ReturnType<Person['closed']> {
  return people.cleo.closed(caller())
}

async function wrapUp(agent: AgentName): Promise<void> {
  const desk = await until(`${agent} wraps up`, async () => {
    const seen = await people[agent].desk()
    return seen.wrapUp !== undefined && seen
  })
  const path = `/api/interactions/${desk.wrapUp?.interaction ?? ''}/wrap-up`
  const filed = await people[agent].post(path, { disposition: 'not-today', note: '' })
  expect(filed).toMatchObject({ status: 200 })
}
