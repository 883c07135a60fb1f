import { expect, test } from 'vitest'
import { currentFlags } from '../flags.ts'
import type { LegId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { mainFlow, rehearse, smallCompany } from '../testing/rehearsal.ts'
import type { FlowStep } from './flow.ts'
import { hideSecret } from './secret.ts'

const leg = toId<LegId>('c')
const id = toId<StepId>
const prompts = [{ kind: 'say', text: 'Your PIN, please.' }] as const

/** A call in the step that takes a PIN of four digits; 12 and more leads on, everything else ends it. */
function asked(): Rehearsal {
  const pin: FlowStep = {
    kind: 'collect',
    prompts,
    into: 'pin',
    secret: true,
    digitsMin: 4,
    digitsMax: 6,
    keyMs: 5000,
    betweenMs: 3000,
    attemptsMax: 2,
    next: id('which'),
    otherwise: id('bye'),
  }
  const which: FlowStep = {
    kind: 'branch',
    cases: [{ name: 'pin', test: { kind: 'starts-with', text: '12' }, to: id('greet') }],
    otherwise: id('bye'),
  }
  const steps = {
    ...mainFlow.steps,
    pin,
    which,
    greet: { kind: 'say', prompts, next: id('bye') },
  } as const
  const config = smallCompany({ flows: [{ ...mainFlow, start: id('pin'), steps }] })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: currentFlags })
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  return floor
}

const stepsOf = (floor: Rehearsal): string[] =>
  floor.facts.flatMap(fact => (fact.kind === 'step-entered' ? [fact.step] : []))

test.each([
  ['1234', 'greet'],
  ['1134', 'bye'],
])(
  'A branch asks for a secret what it would have asked for the digits: %s leads to %s',
  (pin, to) => {
    const floor = asked()
    const kept = new Map<LegId, string>()
    for (const digit of pin) {
      floor.put(hideSecret(floor.state, { kind: 'digit-pressed', leg, digit }, kept))
    }
    floor.pass(3001)
    expect(stepsOf(floor)).toEqual(['pin', 'which', to])
    expect(JSON.stringify(floor.facts)).not.toMatch(/1134|1234|"digit":"\d"/)
  },
)

test('Of too few digits nothing is said, and what is asked again begins anew', () => {
  const floor = asked()
  const kept = new Map<LegId, string>()
  const press = (digit: string): unknown => {
    const input = hideSecret(floor.state, { kind: 'digit-pressed', leg, digit }, kept)
    floor.put(input)
    return 'holds' in input ? input.holds : undefined
  }
  expect(['9', '9'].map(press)).toEqual([undefined, undefined])
  floor.pass(3001)
  expect(['1', '2', '9', '9'].map(press).map(Array.isArray)).toEqual([false, false, false, true])
  floor.pass(3001)
  expect(stepsOf(floor)).toEqual(['pin', 'pin', 'which', 'greet'])
})

test('A digit that came round the door is told to nobody either', () => {
  const floor = asked()
  for (const digit of '123456') floor.put({ kind: 'digit-pressed', leg, digit })
  expect(stepsOf(floor)).toEqual(['pin', 'which', 'bye'])
  expect(JSON.stringify(floor.facts)).not.toMatch(/"digit":"\d"|123/)
})
