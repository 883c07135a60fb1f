import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { JournalEntry, JournalSlice } from '#engine'
import { replaySlice } from '#engine'
import { expect, test } from 'vitest'
import { takeFolder } from './places.ts'
import { readSlice, slicesIn } from './slices.ts'

const tenant = toId<TenantId>('contoso')

async function* three(): AsyncGenerator<JournalEntry> {
  yield { seq: 1, input: { kind: 'time-passed', at: 5 } }
  yield { seq: 2, input: { kind: 'agent-signed-in', at: 6, agent: toId('ann') } }
  yield { seq: 3, input: { kind: 'time-passed', at: 7 } }
}

const slice: JournalSlice = {
  tenant,
  brokeAt: 3,
  interaction: 'i1',
  cause: 'a test',
  stack: undefined,
  from: undefined,
  replaced: [{ kind: 'invariant-broken', instead: 2, cause: 'before' }],
  entries: three(),
}

test('A slice comes back from its file whole, and is told again step by step', async () => {
  await using taken = await takeFolder()
  const path = await slicesIn(join(taken.file, '..', 'alarms')).keep(slice)
  const read = await readSlice(path)
  expect(read).toMatchObject({ tenant, brokeAt: 3, interaction: 'i1', cause: 'a test' })
  const told: [number, string][] = []
  for await (const { input, seq } of replaySlice(read)) told.push([seq, input.kind])
  expect(told).toEqual([
    [1, 'time-passed'],
    [2, 'invariant-broken'],
    [3, 'time-passed'],
  ])
})

test('A file that is no slice is refused with words', async () => {
  await using taken = await takeFolder()
  await writeFile(taken.file, '{"some":"json"}\n')
  await expect(readSlice(taken.file)).rejects.toMatchObject({ code: 'damaged' })
})
