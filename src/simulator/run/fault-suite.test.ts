import { expect, test } from 'vitest'
import { failEachOrder } from './fault-suite.ts'

test('Whichever use of whichever order fails, every promise holds', () => {
  const failed: string[] = []
  const kinds = new Map<string, number>()
  for (const { fault, result } of failEachOrder(21, { inputs: 120, usesMax: 6 })) {
    kinds.set(fault.kind, (kinds.get(fault.kind) ?? 0) + 1)
    if (result.failure !== undefined) {
      failed.push(`${fault.kind} ${fault.n} ${fault.code}: ${result.failure.message}`)
    }
  }
  expect(failed).toEqual([])
  expect([...kinds.keys()].toSorted()).toEqual([
    'answer',
    'connect',
    'hang-up',
    'play',
    'record',
    'reject',
    'ring',
    'stop-playing',
    'stop-recording',
  ])
  for (const [kind, runs] of kinds) expect(`${kind} ${runs >= 2}`).toBe(`${kind} true`)
})
