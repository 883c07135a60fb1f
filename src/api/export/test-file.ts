import type { Recorded } from '#engine'
import { printRecorded } from '#engine'

/**
 * Writes a recorded interaction as a test that runs by itself: dropped into `test/`, `npm test`
 * tells it again. Its text is lines of JSON in a raw template, so that a fact can be read and changed.
 */
export function testFile(past: Recorded, concerns: (seq: number) => boolean): string {
  const { interaction, tenant } = past
  const at = past.facts[0]?.at ?? 0
  const day = new Date(at).toISOString().slice(0, 10)
  return `/*
 * Interaction ${interaction} of ${tenant}, told again from its inputs. It fails when Parley decides
 * another way than it did on ${day}, and says where. Put it into \`test/\` and run
 * \`npm test -- ${tenant}-${interaction}\`, or run \`parley replay --file\` with its name.
 *
 * ${past.masked ? 'Numbers and names of other customers were replaced by made-up ones.' : 'It holds the numbers of other customers: keep it as you keep the journal.'}
 */
import { expect, test } from 'vitest'
import { readRecorded, retell } from '#engine'

const past = readRecorded(String.raw\`
${printRecorded(past, concerns)}
\`)

test('interaction ${interaction} of ${tenant} goes as it went', async () => {
  expect((await retell(past)).differences).toEqual([])
})
`
}
