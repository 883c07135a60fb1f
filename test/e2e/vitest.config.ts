import { defineConfig } from 'vitest/config'

/**
 * Parley as a process, with real peers: SIPp in the place of carriers, baresip and SIPp in the place
 * of Teams, Chromium in the place of people. One test at a time: what they measure is time.
 */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
})
