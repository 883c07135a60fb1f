import { expect, test } from 'vitest'
import { toId, type LegId } from '../ids.ts'
import type { InputBody } from '../input.ts'
import { rehearse, smallCompany, type Rehearsal } from '../testing/rehearsal.ts'

const consent = { to: 'This call may be recorded.', givenAt: 1_000 }

/** A company whose number rings when a page calls it. */
function called(more: object): Rehearsal {
  const floor = rehearse(smallCompany())
  floor.put({ kind: 'tenant-configured', config: smallCompany() })
  floor.told()
  const call: InputBody = {
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId<LegId>('leg-1'),
    from: 'web',
    fromName: 'Jane',
    to: 'web:shop',
    trunk: 'web',
    ...more,
  }
  floor.put(call)
  return floor
}

test('what a customer agreed to on the page is a fact of its own, with the name that was said', () => {
  const floor = called({ consent })
  const given = floor.facts.find(fact => fact.kind === 'consent-given')
  expect(given).toMatchObject({ interaction: 'i1', name: 'Jane', ...consent })
  expect(floor.facts.find(fact => fact.kind === 'interaction-arrived')).not.toHaveProperty(
    'consent',
  )
  expect(floor.told()[1]).toBe('Jane agreed on the page to “This call may be recorded.”')
})

test('a call without a consent says nothing of one', () => {
  expect(called({}).facts.map(fact => fact.kind)).not.toContain('consent-given')
})
