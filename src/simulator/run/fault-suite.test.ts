import { expect, test } from 'vitest'
import type { Scenario } from '../plan/scenario.ts'
import { failEachOrder, faultScenario, faultyHandovers } from './fault-suite.ts'

const always = [
  'answer',
  'connect',
  'hang-up',
  'play',
  'record',
  'reject',
  'ring',
  'stop-playing',
  'stop-recording',
]

test.each<[string, Scenario, number, readonly string[]]>([
  ['on a plain day', faultScenario, 120, always],
  ['in handovers', faultyHandovers, 500, ['pause-recording', 'resume-recording']],
])(
  'Whichever use of whichever order fails %s, every promise holds',
  (_, scenario, inputs, kinds) => {
    const failed: string[] = []
    const runs = new Map<string, number>()
    for (const { fault, result } of failEachOrder(scenario, 21, { inputs, usesMax: 6 })) {
      runs.set(fault.kind, (runs.get(fault.kind) ?? 0) + 1)
      if (result.failure !== undefined) {
        failed.push(`${fault.kind} ${fault.n} ${fault.code}: ${result.failure.message}`)
      }
    }
    expect(failed).toEqual([])
    expect([...runs.keys()]).toEqual(expect.arrayContaining([...kinds]))
    for (const [kind, count] of runs) expect(`${kind} ${count >= 2}`).toBe(`${kind} true`)
  },
)
