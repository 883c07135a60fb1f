import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { DoctorCheck } from './doctor.ts'
import { checkMsMax, doctorCommand } from './doctor.ts'
import { memoryOutput } from './memory-output.ts'

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
const demo = `${packageFolder}examples/demo/parley.yaml`

/** A clock that stands still until a check is impatient. */
function standingClock(): {
  now(): number
  setTimer(ms: number, fire: () => void): () => void
  ring(): void
} {
  const waiting = new Map<() => void, number>()
  return {
    now: () => 0,
    setTimer: (ms, fire) => {
      waiting.set(fire, ms)
      return () => waiting.delete(fire)
    },
    ring: () => {
      for (const [fire, ms] of waiting) if (ms <= checkMsMax) fire()
    },
  }
}

async function examined(
  file: string,
  checks: readonly DoctorCheck[],
  clock = standingClock(),
): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const output = memoryOutput()
  const command = doctorCommand({
    environment: {},
    now: Date.parse('2026-11-21T12:00Z'),
    folder: packageFolder,
    packageFolder,
    clock,
    ground: [],
    checks: () => checks,
  })
  const code = await command.run({ values: { config: file }, given: [], words: [] }, output)
  return { code, lines: [...output.lines.slice(1), ...output.errors] }
}

const fine: DoctorCheck = {
  name: 'store',
  run: () => Promise.resolve({ verdict: 'fine', words: 'is whole' }),
}

test('what is fine is said with its time, and the doctor is content', async () => {
  expect(await examined(demo, [fine])).toEqual({
    code: 0,
    lines: ['✓ store: is whole (0 ms)', 'Everything a start needs is there.'],
  })
})

test('a doubt is told with its remedy, and does not fail', async () => {
  const doubt: DoctorCheck = {
    name: 'disk',
    run: () => Promise.resolve({ verdict: 'doubtful', words: 'nearly full', remedy: 'Make room.' }),
  }
  expect(await examined(demo, [doubt, fine])).toEqual({
    code: 0,
    lines: [
      '! disk: nearly full (0 ms)',
      '    Make room.',
      '✓ store: is whole (0 ms)',
      'Everything a start needs is there.',
    ],
  })
})

test('a check that throws and one that never ends are both broken, and the rest goes on', async () => {
  const clock = standingClock()
  let aborted = false
  const throwing: DoctorCheck = { name: 'voices', run: () => Promise.reject(new Error('no voice')) }
  const endless: DoctorCheck = {
    name: 'trunk',
    run: signal => {
      queueMicrotask(() => clock.ring())
      const { promise } = Promise.withResolvers<never>()
      signal.addEventListener('abort', () => {
        aborted = true
      })
      return promise
    },
  }
  expect(await examined(demo, [throwing, endless, fine], clock)).toEqual({
    code: 1,
    lines: [
      '✗ voices: no voice (0 ms)',
      '    This check itself failed: please report it with these words.',
      '✗ trunk: no answer within 20 s (0 ms)',
      '    Look whether what is asked here is running and can be reached.',
      '✓ store: is whole (0 ms)',
      '2 of these would stop a start, or stop calls after it.',
    ],
  })
  expect(aborted).toBe(true)
})

test('without readable files nothing else is looked at', async () => {
  const { code, lines } = await examined('nowhere.yaml', [fine])
  expect(code).toBe(1)
  expect(lines).not.toContain('✓ store: is whole (0 ms)')
  expect(lines.at(-1)).toBe('    Correct the path.')
})
