import { defineConfig } from 'vitest/config'

/** One runner for everything that needs no real peer: the server's files and, in a DOM, the web app's. */
export default defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 2,
    isolate: false,
    // Nothing is measured by it: it ends what hangs, on slow machines as well.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'test/*.test.ts'],
          exclude: ['src/web/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          environment: 'happy-dom',
          include: ['src/web/**/*.test.{ts,tsx}'],
          // As the browser gets them: the icons' package names files in a way that bundlers read and Node does not.
          deps: {
            optimizer: { client: { enabled: true, include: ['@fluentui/react-components'] } },
          },
        },
      },
    ],
  },
})
