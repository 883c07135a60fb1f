#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it and say in one sentence what is missing.
const needed = [24, 0]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `Parley needs Node ${needed.join('.')} or newer and this is ${process.versions.node}: ` +
      'start it with `npm start`, which brings its own Node.\n',
  )
  process.exitCode = 1
} else {
  await import('../src/main.ts')
}
