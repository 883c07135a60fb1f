#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it and say in one sentence what is missing.
const needed = [24, 0]
/** A server that is killed later leaves its cache all the same. */
const keptAfterMs = 15_000
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `Parley needs Node ${needed.join('.')} or newer and this is ${process.versions.node}: ` +
      'start it with `npm start`, which brings its own Node.\n',
  )
  process.exitCode = 1
} else {
  const { enableCompileCache, flushCompileCache } = await import('node:module')
  // What was read and stripped of its types once is not read again: a start takes half the time.
  // Where the folder cannot be written, everything works as it does without.
  enableCompileCache(new URL('../node_modules/.cache/parley', import.meta.url).pathname)
  setTimeout(flushCompileCache, keptAfterMs).unref()
  await import('../src/main.ts')
}
