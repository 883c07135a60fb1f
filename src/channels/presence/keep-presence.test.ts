import { expect, test } from 'vitest'
import type { AgentId, InputBody, Presence, TenantId, Work } from '#core'
import { newState, step, toId } from '#core'
import type { Log } from '#engine'
import { fakeCompany } from '../../engine/ports/fake-company.ts'
import { openFakePresence } from '../../microsoft/graph/fake-presence-source.ts'
import { agentPresence } from './agent-presence.ts'
import { keepPresence, type PresenceParts } from './keep-presence.ts'

const directory = '11111111-2222-4333-8444-555555555555'
const ann = toId<AgentId>('ann')
const annId = 'AAAAAAAA-0000-4000-8000-000000000001'
const tenant = toId<TenantId>('contoso')
const words = (availability: string, activity = availability) => ({ availability, activity })

/** A lane with Ann in it, a fake Graph, and time that is moved from one timer to the next. */
function rehearse(others: Partial<PresenceParts> = {}) {
  const state = newState(tenant)
  const told: Presence[] = []
  const logged: string[] = []
  const timers = new Map<object, { readonly at: number; readonly fire: () => void }>()
  let now = 0
  const put = (input: InputBody): void => void step(state, { ...input, at: now })
  const agent = { id: ann, name: 'Ann', directoryId: annId, role: 'agent', skills: [] } as const
  const config = fakeCompany({
    agents: [{ ...agent, address: '+441632960201', queues: [toId('sales')] }],
  })
  put({ kind: 'tenant-configured', config })
  let standing: 'runs' | 'stopped' = 'runs'
  const lane = {
    tenant,
    standing: () => standing,
    read: <T>(look: (of: typeof state) => T): T => look(state),
    submit: async (input: InputBody) => {
      if (input.kind === 'presence-changed') told.push(input.presence)
      put(input)
      return { ok: true as const, facts: [] }
    },
  }
  const source = openFakePresence([directory])
  const log: Log = (level, event, { code }) =>
    void logged.push([level, event, code].filter(Boolean).join(' '))
  const kept = keepPresence({
    source,
    everyMs: 10_000,
    unknownAfterMs: 60_000,
    tenants: [{ lane, directory }],
    clock: {
      elapsed: () => now,
      setTimer: (ms, fire) => {
        const name = {}
        timers.set(name, { at: now + ms, fire })
        return () => timers.delete(name)
      },
    },
    random: () => 0.5,
    log,
    ...others,
  })
  const pass = async (ms: number): Promise<void> => {
    for (const end = now + ms; ;) {
      const due = [...timers].filter(([, { at }]) => at <= end)
      const [next] = due.toSorted(([, one], [, other]) => one.at - other.at)
      if (next === undefined) return void (now = end)
      const [name, { at, fire }] = next
      timers.delete(name)
      now = at
      fire()
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
    }
  }
  const stand = (how: typeof standing): void => void (standing = how)
  return { kept, logged, pass, put, source, stand, state, told }
}

test('what Teams says of an agent reaches the lane once, and again when it is another word', async () => {
  const { pass, source, told, state } = rehearse()
  source.set(annId, words('Available'))
  await pass(30_000)
  source.set(annId, words('DoNotDisturb'))
  await pass(10_000)
  expect(told).toEqual(['available', 'do-not-disturb'])
  expect(state.agents.get(ann)?.presence).toBe('do-not-disturb')
})

test('when Graph fails the last word stays, then nothing is known, and both the trouble and its end are in the log', async () => {
  const { kept, logged, pass, source, told } = rehearse()
  source.set(annId, words('DoNotDisturb'))
  await pass(6000)
  const slow = { code: 'graph-slow', words: 'slow', remedy: 'Wait.', isLasting: false } as const
  source.fail(slow)
  await pass(50_000)
  expect(told).toEqual(['do-not-disturb'])
  expect(kept.health().get(tenant)).toEqual({ state: 'troubled', trouble: slow })
  await pass(60_000)
  expect(told).toEqual(['do-not-disturb', 'unknown'])
  source.fail({ ...slow, code: 'secret-wrong', isLasting: true })
  await pass(60_000)
  source.fail()
  await pass(60_000)
  expect(told).toEqual(['do-not-disturb', 'unknown', 'do-not-disturb'])
  expect(logged).toEqual([
    'info presence-heard',
    'warn presence-not-heard graph-slow',
    'alarm presence-not-heard secret-wrong',
    'info presence-heard',
  ])
  kept.stop()
})

test('a lane that stopped is told nothing, and everything that is news once it runs', async () => {
  const { pass, source, stand, told } = rehearse()
  source.set(annId, words('Away'))
  stand('stopped')
  await pass(30_000)
  expect(told).toEqual([])
  stand('runs')
  await pass(11_000)
  expect(told).toEqual(['away'])
})

test('where nobody is asked, what an earlier run was told is given up', async () => {
  const earlier = rehearse()
  earlier.source.set(annId, words('DoNotDisturb'))
  await earlier.pass(6000)
  const { state } = earlier
  const told: InputBody[] = []
  const submit = async (input: InputBody) => {
    told.push(input)
    return { ok: true as const, facts: [] }
  }
  const read = <T>(look: (of: typeof state) => T): T => look(state)
  const lane = { tenant, standing: () => 'runs' as const, read, submit }
  const now = rehearse({ source: undefined, tenants: [{ lane, directory }] })
  await now.pass(600_000)
  expect(told).toEqual([{ kind: 'presence-changed', agent: ann, presence: 'unknown' }])
  expect(now.kept.health().size).toBe(0)
})

test.each([
  ['Available', 'Available', 'available'],
  ['AvailableIdle', 'Available', 'available'],
  ['Away', 'OutOfOffice', 'away'],
  ['BeRightBack', 'BeRightBack', 'away'],
  ['Busy', 'Busy', 'busy'],
  ['BusyIdle', 'Busy', 'busy'],
  ['Busy', 'InACall', 'in-a-call'],
  ['Busy', 'InAConferenceCall', 'in-a-call'],
  ['Busy', 'InAMeeting', 'in-a-meeting'],
  ['DoNotDisturb', 'DoNotDisturb', 'do-not-disturb'],
  ['DoNotDisturb', 'InACall', 'do-not-disturb'],
  ['Busy', 'Presenting', 'do-not-disturb'],
  ['Offline', 'OffWork', 'offline'],
  ['PresenceUnknown', 'PresenceUnknown', 'unknown'],
  ['SomethingNew', 'SomethingNewer', 'unknown'],
  ['Busy', 'SomethingNewer', 'busy'],
] as const)('Teams’ %s and %s are our %s', (availability, activity, presence) => {
  const idle = { works: [], listening: undefined }
  expect(agentPresence({ availability, activity }, idle)).toBe(presence)
})

const inCall = words('Busy', 'InACall')
const work = (channel: Work['channel'], stage: Work['stage']): Work => ({
  interaction: toId('i1'),
  channel,
  cost: { units: 100, exclusive: true, interruptible: false },
  stage,
})

test.each<readonly [string, readonly Work[], Presence]>([
  ['has nothing of ours', [], 'in-a-call'],
  [
    'is offered something',
    [work('voice', { at: 'reserved', offer: toId('o1'), place: undefined })],
    'in-a-call',
  ],
  ['talks with our customer', [work('voice', { at: 'talking' })], 'busy'],
  ['files our call', [work('voice', { at: 'wrap-up', until: 1 })], 'busy'],
  ['is at a task', [work('task', { at: 'talking' })], 'in-a-call'],
])('the call Teams sees of an agent who %s', (_, works, presence) => {
  expect(agentPresence(inCall, { works, listening: undefined })).toBe(presence)
  expect(agentPresence(inCall, { works, listening: toId('i2') })).toBe('busy')
})
