import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { Fact } from '../facts/fact.ts'
import { currentFlags } from '../flags.ts'
import type { StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { FailureCode, InputBody } from '../input.ts'
import { mainFlow, smallCompany } from '../testing/rehearsal.ts'
import { newState } from '../state.ts'
import { step, wakeAt } from '../step.ts'

const to = (name: string): StepId => toId<StepId>(name)

/** What is told of a caller who comes to a voicemail, and whose recording then fails. */
function recordingFails(
  on: readonly number[],
  failed: { readonly failed?: StepId },
  code: FailureCode = 'fault',
): { readonly facts: readonly Fact[]; readonly waitsMs: number } {
  const state = newState(toId('contoso'))
  const facts: Fact[] = []
  const put = (input: InputBody): void => {
    const { effects } = step(state, { ...input, at: state.now + 1000 })
    for (const effect of effects) if (effect.kind === 'fact') facts.push(effect.fact)
  }
  const message = {
    kind: 'voicemail',
    prompts: [{ kind: 'say', text: 'Please leave a message.' }],
    recordMsMax: 180_000,
    silenceMs: 4000,
    next: to('end'),
    ...failed,
  } as const
  const flow = { ...mainFlow, start: to('message'), steps: { ...mainFlow.steps, message } }
  put({ kind: 'tenant-configured', config: smallCompany({ flows: [flow] }), flags: on })
  const [from, dialled] = ['+441632960999', '+441632960100']
  const arrived = { kind: 'interaction-arrived', channel: 'voice', leg: toId<never>('c1') } as const
  put({ ...arrived, from, to: dialled, trunk: 't' })
  put({ kind: 'order-done', order: toId('o1') })
  put({ kind: 'order-done', order: toId('o2') })
  put({ kind: 'order-failed', order: toId('o3'), code, detail: 'disk full' })
  expect(checkState(state)).toEqual([])
  return { facts, waitsMs: (wakeAt(state) ?? state.now) - state.now }
}

const exits = (facts: readonly Fact[]): object[] =>
  facts.flatMap(fact => (fact.kind === 'step-left' ? { exit: fact.exit, why: fact.why } : []))
const last = (facts: readonly Fact[]): string | undefined =>
  facts.findLast(fact => fact.kind === 'step-entered')?.step

test.each([
  ['the exit for that', { failed: to('bye') }, 'bye'],
  ['its next, where it has none for that', {}, 'end'],
])(
  'A voicemail that nothing can record is left at once, by %s, and says why',
  (_by, failed, at) => {
    const { facts } = recordingFails(currentFlags, failed)
    const why = 'nothing could be recorded: disk full'
    expect(exits(facts)).toEqual([{ exit: 'failed', why }])
    expect(last(facts)).toBe(at)
    expect(facts.some(fact => fact.kind === 'voicemail-left')).toBe(false)
  },
)

test('Before that had a flag the caller spoke into nothing until the longest message was over', () => {
  const { facts, waitsMs } = recordingFails([], { failed: to('bye') })
  expect([exits(facts), waitsMs]).toEqual([[], 179_000])
})

test('A recording that failed since the caller is gone leads nowhere: the end of the leg follows', () => {
  const { facts } = recordingFails(currentFlags, { failed: to('bye') }, 'gone')
  expect(exits(facts)).toEqual([])
})
