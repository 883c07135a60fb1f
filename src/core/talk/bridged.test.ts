import { expect, test } from 'vitest'
import { currentFlags } from '../flags.ts'
import type { AgentId, InteractionId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Target } from '../input.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { rehearse, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const caller = toId<LegId>('c1')
const interaction = toId<InteractionId>('i1')
const to: Target & { kind: 'number' } = { kind: 'number', number: '+441632960777' }

/** Ann talks with the caller. */
function begin(bridgedMsMax?: number): Rehearsal {
  const config = smallCompany(bridgedMsMax === undefined ? {} : { bridgedMsMax })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: currentFlags })
  floor.put({ kind: 'agent-signed-in', agent: ann })
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: caller,
    from: '+441632960999',
    to: '+441632960100',
    trunk: 'carrier',
  })
  floor.put({ kind: 'digit-pressed', leg: caller, digit: '1' })
  floor.answer()
  return floor
}

function numberEnd(floor: Rehearsal): string | undefined {
  const end = floor.facts.find(fact => fact.kind === 'number-ended')
  return end && `${end.how} after ${end.lastedMs}`
}

test('A customer handed on to a number outside has its longest talk, and then all is ended and told', () => {
  const floor = begin(600_000)
  floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
  floor.answer()
  floor.pass(599_999)
  expect(numberEnd(floor)).toBeUndefined()
  floor.told()
  floor.pass(1)
  expect(numberEnd(floor)).toBe('too-long after 600000')
  expect(floor.told()).toContain(
    '+441632960777 was in the longest talk allowed, which is ended, after 10 min',
  )
  floor.pass(60_000)
  expect(floor.state.interactions.size).toBe(0)
  expect(floor.facts.find(fact => fact.kind === 'interaction-closed')?.outcome).toBe('transferred')
})

test('Who was consulted outside before has the same longest talk, four hours where nobody says', () => {
  const floor = begin()
  floor.put({ kind: 'consult-requested', agent: ann, interaction, to })
  floor.answer()
  floor.put({ kind: 'consult-decided', agent: ann, interaction, decision: 'complete' })
  floor.pass(4 * 3_600_000)
  expect(numberEnd(floor)).toBe('too-long after 14400000')
})

test('A talk outside that ends by itself leaves no timer behind', () => {
  const floor = begin()
  floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
  floor.answer()
  floor.put({ kind: 'leg-ended', leg: caller, by: 'far-end', cause: 'BYE' })
  expect(numberEnd(floor)).toBe('talked after 0')
  expect(floor.state.timers.heap.filter(({ kind }) => kind === 'bridged')).toEqual([])
})
