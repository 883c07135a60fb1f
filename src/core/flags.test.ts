import { expect, test } from 'vitest'
import { currentFlags, flags } from './flags.ts'
import type { Input } from './input.ts'
import { smallCompany } from './rehearsal.ts'
import { newState } from './state.ts'
import { step } from './step.ts'

const config = smallCompany()

test('An old journal keeps its old behaviour, up to the input that changes the mind', () => {
  const day: readonly Input[] = [
    { kind: 'tenant-configured', at: 1, config },
    { kind: 'time-passed', at: 2 },
    { kind: 'tenant-configured', at: 3, config, flags: [flags.refuseIdleTime] },
    { kind: 'time-passed', at: 4 },
    // An older program, or a journal of before, names no flags: what is on stays on.
    { kind: 'tenant-configured', at: 5, config },
    { kind: 'time-passed', at: 6 },
  ]
  const state = newState(config.tenant)
  expect(day.map(input => step(state, input).refused?.code)).toEqual([
    undefined,
    undefined,
    undefined,
    'nothing-due',
    undefined,
    'nothing-due',
  ])
})

test('Flags are numbers of their own, from 1 without a gap', () => {
  expect(currentFlags).toEqual(currentFlags.map((_, index) => index + 1))
})
