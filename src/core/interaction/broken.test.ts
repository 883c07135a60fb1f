import { expect, test } from 'vitest'
import type { InteractionId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { rehearse, smallCompany } from '../testing/rehearsal.ts'
import { checkState } from '../check-state.ts'
import { BrokenInvariant } from '../suspects.ts'

const i1 = toId<InteractionId>('i1')

function talking(): Rehearsal {
  const floor = rehearse(smallCompany())
  floor.put({ kind: 'tenant-configured', config: smallCompany() })
  floor.put({ kind: 'agent-signed-in', agent: toId('ann') })
  floor.put({ kind: 'agent-state-set', agent: toId('ann'), state: 'available' })
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId('c1'),
    from: '+441632960999',
    to: '+441632960100',
    trunk: 'carrier',
  })
  floor.put({ kind: 'digit-pressed', leg: toId('c1'), digit: '1' })
  floor.answer()
  return floor
}

test('A broken invariant says whose turn it was', () => {
  const floor = talking()
  floor.state.agents.delete(toId('ann'))
  let thrown: unknown
  try {
    floor.put({ kind: 'leg-ended', leg: toId('c1'), by: 'far-end', cause: 'BYE' })
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(BrokenInvariant)
  expect(thrown).toMatchObject({ message: 'invariant: no agent ann' })
  expect(thrown instanceof BrokenInvariant && thrown.suspects[0]).toEqual({ interaction: i1 })
})

test('What an invariant broke on is ended by force, and the agent is free for the next', () => {
  const floor = talking()
  floor.told()
  floor.put({ kind: 'invariant-broken', instead: 9, interaction: i1, cause: 'a test' })
  expect(floor.told()).toEqual([
    'Talk with Ann ended by a fault after 0 s',
    'Ann: talking → available: the interaction was ended by a fault',
    'Recording of 1 s is kept',
    'The customer’s leg ended by Parley: BYE',
    'The agent’s leg ended by Parley: BYE',
    'Closed after 0 s: ended by a fault',
  ])
  expect(floor.state.agents.get(toId('ann'))?.routing.at).toBe('available')
  expect([floor.state.interactions.size, floor.state.legs.size]).toEqual([0, 0])
  expect(checkState(floor.state)).toEqual([])
})
