import { defineConfig } from 'vitest/config'

/**
 * The numbered cases of Direct Routing, each against the strict emulator, and calls with SIP stacks
 * that are not ours. Real sound takes real time: one file at a time, so that nothing is late.
 */
export default defineConfig({
  test: {
    name: 'interop',
    include: ['test/interop/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
