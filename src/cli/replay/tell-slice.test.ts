import { expect, test } from 'vitest'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { JournalEntry, JournalSlice } from '#engine'
import { memoryOutput } from '../memory-output.ts'
import { tellSlice } from './tell-slice.ts'

async function* entries(): AsyncGenerator<JournalEntry> {
  yield { seq: 1, input: { kind: 'time-passed', at: Date.UTC(2026, 10, 23, 10) } }
}

const slice: JournalSlice = {
  tenant: toId<TenantId>('contoso'),
  brokeAt: 1,
  interaction: 'i7',
  cause: 'no agent ann',
  stack: undefined,
  from: undefined,
  replaced: [],
  entries: entries(),
}

test('A slice that no longer breaks says so', async () => {
  const output = memoryOutput()
  expect(await tellSlice(slice, output)).toBe(0)
  expect(output.lines).toEqual([
    'Input 1 of contoso broke an invariant: no agent ann',
    'What was ended by force: i7',
    '2026-11-23T10:00:00.000Z  #1  Time passed',
    'It does not break in this version.',
  ])
})

test('A slice of other code is refused, and says with which version to tell it', async () => {
  const output = memoryOutput()
  const from = { seq: 1, version: 'v-old', digest: 'd', body: new Uint8Array() }
  expect(await tellSlice({ ...slice, from, entries: entries() }, output)).toBe(2)
  expect(output.errors.join('\n')).toContain('v-old')
})
