/**
 * Holds the real core against queueing theory: M/M/n against Erlang C and M/M/n+M against Erlang A,
 * over a grid of sizes and loads. Writes docs/reference/queueing.md.
 *
 *     node scripts/erlang.ts                 the whole grid
 *     node scripts/erlang.ts --calls 20000   quicker, with wider intervals
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { compareWithTheory, theoryGrid, theoryPage } from '#simulator'

const { values } = parseArgs({
  args: argv.slice(2),
  options: { calls: { type: 'string' }, seed: { type: 'string' } },
})
const calls = Number(values.calls ?? 120_000)
const seed = Number(values.seed ?? 2026)

const rows = theoryGrid.map((model, index) => {
  const row = compareWithTheory(model, seed + index, calls)
  const { servers, lambda, tau, patience } = model
  const load = ((lambda * tau) / servers).toFixed(2)
  const words = row.agrees ? 'agrees' : 'DIFFERS'
  stdout.write(`n=${servers} load=${load} patience=${patience ?? 'none'}: ${words}\n`)
  return row
})
const file = join(import.meta.dirname, '..', 'docs', 'reference', 'queueing.md')
writeFileSync(file, theoryPage(rows, { calls, seed }))
process.exitCode = rows.every(row => row.agrees) ? 0 : 1
