import { expect, test } from 'vitest'
import type { InteractionId, LegId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import { mainFlow, rehearse, smallCompany } from '../testing/rehearsal.ts'
import { labelOfStep } from './step-label.ts'

test('A choice carries what the flow calls the step it led to, in the version that ran', () => {
  const queue = mainFlow.steps['sales']
  if (queue === undefined) throw new Error('the small company has a queue')
  const steps = { ...mainFlow.steps, sales: { ...queue, label: 'Sales' } }
  const config = smallCompany({ flows: [{ ...mainFlow, steps }] })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  const leg = toId<LegId>('c1')
  const to = '+441632960100'
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from: '+4416', to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
  expect(floor.state.interactions.get(toId<InteractionId>('i1'))?.choices).toEqual([
    { digit: '1', step: 'menu', ledTo: 'sales', label: 'Sales' },
  ])
  const place = { flow: mainFlow.id, version: 'v1' }
  expect(labelOfStep(floor.state, { ...place, step: toId<StepId>('sales') })).toBe('Sales')
  expect(labelOfStep(floor.state, { ...place, step: toId<StepId>('bye') })).toBeUndefined()
})
