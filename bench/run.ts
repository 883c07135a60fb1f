import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

/*
 * `npm run bench` runs every benchmark of this folder one after the other; `npm run bench -- store`
 * runs those whose names are given. Each prints one line per number.
 */
const folder = import.meta.dirname
const asked = process.argv.slice(2)
const names = readdirSync(folder)
  .filter(name => name.endsWith('.ts') && name !== basename(import.meta.filename))
  .map(name => name.slice(0, -3))
const unknown = asked.filter(name => !names.includes(name))

if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there is: ${names.join(', ')}.\n`,
  )
  process.exitCode = 2
} else {
  for (const name of asked.length > 0 ? asked : names) {
    process.stdout.write(`${name}\n`)
    const { status } = spawnSync(process.execPath, [join(folder, `${name}.ts`)], {
      stdio: 'inherit',
    })
    if (status !== 0) process.exitCode = 1
  }
}
