import { expect, test } from 'vitest'
import type { QueueConfig } from '../config.ts'
import { currentFlags } from '../flags.ts'
import type { Hours } from '../hours/hours.ts'
import type { LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const never: Hours = {
  id: toId('never'),
  name: 'Never',
  zone: { name: 'UTC', offsetMinutes: 0, changes: [] },
  week: [[], [], [], [], [], [], []],
  holidays: [],
}

/** A caller comes to the queue. */
function callInto(queue: Partial<QueueConfig>, on: readonly number[] = currentFlags): Rehearsal {
  const config = smallCompany({ hours: [never], queues: [{ ...salesQueue, ...queue }] })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: on })
  const leg = toId<LegId>('c1')
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  floor.told()
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
  return floor
}

const visits = (floor: Rehearsal): object[] =>
  floor.facts.filter(fact => fact.kind === 'queue-entered' || fact.kind === 'queue-left')

test.each([
  ['full', { waitingMax: 0 }, 'it is full'],
  ['closed', { hours: never.id }, 'it is closed'],
  ['no-agents', { noAgents: 'leave' }, 'nobody who could answer is signed in'],
] as const)('Who is turned away is told of as a visit of no time: %s', (why, queue, words) => {
  const floor = callInto(queue)
  expect(visits(floor)).toEqual([
    {
      kind: 'queue-left',
      at: floor.state.now,
      interaction: 'i1',
      queue: 'sales',
      why,
      waitedMs: 0,
    },
  ])
  expect(floor.told()).toContain(`Turned away by Sales: ${words}`)
})

test('In an old journal no fact names the queue that turned somebody away', () => {
  expect(visits(callInto({ waitingMax: 0 }, []))).toEqual([])
})

test('Who is sent to a queue that is not there has visited none', () => {
  expect(visits(callInto({ id: toId('other') }))).toEqual([])
})

test.each([
  ['for that reason', currentFlags, 'no-agents'],
  ['for the longest wait, in an old journal', currentFlags.filter(flag => flag !== 18), 'timeout'],
] as const)('Who waits when the last agent signs out leaves %s', (_why, on, why) => {
  const floor = callInto({ noAgents: 'wait' }, on)
  floor.pass(60_000)
  const queues = [{ ...salesQueue, noAgents: 'leave' } as const]
  const agents = [agentNamed('ann')]
  floor.put({ kind: 'tenant-configured', config: smallCompany({ queues, agents }) })
  expect(visits(floor).at(-1)).toMatchObject({ kind: 'queue-left', why, waitedMs: 60_000 })
})
