/**
 * Lets simulated worlds run round the core or the real lane, and looks for a broken promise.
 *
 *     node scripts/simulate.ts --scenario kill-storm --seed 7
 *     node scripts/simulate.ts --inputs 10000000        every scenario in turn, until so many inputs
 *     node scripts/simulate.ts --faults                 every use of every order goes wrong once in each way
 *     node scripts/simulate.ts --again failing-run.json a saved failing run, told once more
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { argv, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { simulateCommand } from '#simulator'

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    scenario: { type: 'string' },
    seed: { type: 'string' },
    runs: { type: 'string' },
    inputs: { type: 'string' },
    again: { type: 'string' },
    faults: { type: 'boolean' },
    save: { type: 'string' },
    brief: { type: 'boolean' },
    reached: { type: 'boolean' },
  },
})

const passed = await simulateCommand(values, {
  print: line => void stdout.write(`${line}\n`),
  read: file => readFileSync(file, 'utf8'),
  write: (file, text) => writeFileSync(file, text),
  freshSeed: () => Math.floor(Math.random() * 2 ** 31),
  now: () => performance.now(),
})
process.exitCode = passed ? 0 : 1
