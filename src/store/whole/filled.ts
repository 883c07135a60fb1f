import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Input, TenantId } from '#core'
import { newState, step } from '#core'
import type { PlacedFact } from '#engine'
import type { Store } from '../store.ts'

/** The busy day that was recorded for replays: real inputs, as many as are asked for. */
export function busyDay(length = Infinity): readonly Input[] {
  const file = join(import.meta.dirname, '../../../test/replay/busy-day-0.1.0.jsonl.gz')
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
  return lines.slice(0, length).flatMap((line): Input[] => (line === '' ? [] : [JSON.parse(line)]))
}

/** Takes inputs as a lane does, without a lane: journal first, then the facts of their steps. */
export async function takeInto(
  store: Store,
  tenant: TenantId,
  inputs: readonly Input[],
): Promise<void> {
  const state = newState(tenant)
  for (let from = 0; from < inputs.length; from += 500) {
    const entries = inputs
      .slice(from, from + 500)
      .map((input, index) => ({ seq: from + index + 1, input }))
    await store.journal.append(tenant, entries)
    const facts = entries.flatMap(({ input, seq }) =>
      step(state, input)
        .effects.flatMap(effect => (effect.kind === 'fact' ? [effect.fact] : []))
        .map((fact, nth): PlacedFact => ({ seq, nth, fact })),
    )
    await store.records.keep(tenant, facts)
  }
}
