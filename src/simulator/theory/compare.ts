import type { Expected, Model } from './erlang.ts'
import { erlangA } from './erlang.ts'
import type { Estimate } from './intervals.ts'
import { agrees } from './intervals.ts'
import type { Measured } from './simulated-queue.ts'
import { simulateQueue } from './simulated-queue.ts'

/** One queue, as theory has it and as the real core did it. */
export interface Compared {
  readonly model: Model
  readonly expected: Expected
  readonly measured: Measured
  readonly agrees: boolean
}

/** The mean talk of every queue in the grid, in seconds. */
const tau = 180

function at(servers: number, load: number, patience?: number): Model {
  const lambda = (load * servers) / tau
  return { servers, lambda, tau, ...(patience === undefined ? {} : { patience }) }
}

/** From one agent to a hundred, from half full to more work than agents where callers give up. */
export const theoryGrid: readonly Model[] = [
  ...[1, 5, 20].flatMap(servers => [0.5, 0.8, 0.9].map(load => at(servers, load))),
  // A hundred agents with time to spare let hardly anybody wait: too few to be compared.
  ...[0.9, 0.95].map(load => at(100, load)),
  ...[1, 5, 20].flatMap(servers => [0.8, 1, 1.2].map(load => at(servers, load, 120))),
  ...[0.9, 1, 1.2].map(load => at(100, load, 120)),
]

/** Lets the real core run a queue, and holds it against theory. */
export function compareWithTheory(model: Model, seed: number, calls: number): Compared {
  const measured = simulateQueue(model, seed, calls)
  if (measured.failure !== undefined) throw measured.failure
  const expected = erlangA(model)
  const verdicts = [
    agrees(measured.waits, expected.waits),
    agrees(measured.waitSeconds, expected.waitSeconds),
    agrees(measured.abandons, expected.abandons),
    agrees(measured.abandonsLessWait, 0),
  ]
  return { model, expected, measured, agrees: verdicts.every(Boolean) }
}

/** The comparison as a page for people. */
export function theoryPage(
  rows: readonly Compared[],
  run: { readonly calls: number; readonly seed: number },
): string {
  const patient = rows.filter(row => row.model.patience === undefined)
  const impatient = rows.filter(row => row.model.patience !== undefined)
  const inputs = rows.reduce((sum, row) => sum + row.measured.inputs, 0)
  return [
    '# The core against queueing theory',
    '',
    'One queue is run through the real core with arrivals, talks and patience without memory, no',
    'ring time and no wrap-up. What is left is a queue that theory has solved, so every wrong turn',
    'in taking places, matching or measuring waits would show as a difference. `±` is half the',
    '99.9 % interval of the simulation, from 25 batch means after a tenth of warm-up.',
    '',
    `Made by \`node scripts/erlang.ts --calls ${run.calls} --seed ${run.seed}\`: ${inputs} inputs, mean talk ${tau} s.`,
    '',
    '## Nobody gives up: M/M/n and Erlang C',
    '',
    '| agents | load | P(W>0) theory | simulated | E[W] s theory | simulated | |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...patient.map(row => `${head(row)} ${waits(row)} ${verdict(row)} |`),
    '',
    '## Callers give up after 120 s on average: M/M/n+M and Erlang A',
    '',
    'The last column but one is P(Ab) − θE[W], which is nothing for patience without memory,',
    'whatever the order of service.',
    '',
    '| agents | load | P(W>0) theory | simulated | E[W] s theory | simulated | P(Ab) theory | simulated | P(Ab) − θE[W] | |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...impatient.map(row => `${head(row)} ${waits(row)} ${abandons(row)} ${verdict(row)} |`),
    '',
  ].join('\n')
}

function head({ model }: Compared): string {
  const load = (model.lambda * model.tau) / model.servers
  return `| ${model.servers} | ${load.toFixed(2)} |`
}

function waits({ expected, measured }: Compared): string {
  return (
    `${expected.waits.toFixed(4)} | ${words(measured.waits, 4)} | ` +
    `${expected.waitSeconds.toFixed(2)} | ${words(measured.waitSeconds, 2)} |`
  )
}

function abandons({ expected, measured }: Compared): string {
  return (
    `${expected.abandons.toFixed(4)} | ${words(measured.abandons, 4)} | ` +
    `${words(measured.abandonsLessWait, 4)} |`
  )
}

function words({ mean, halfWidth }: Estimate, digits: number): string {
  return `${mean.toFixed(digits)} ± ${halfWidth.toFixed(digits)}`
}

function verdict(row: Compared): string {
  return row.agrees ? 'agrees' : '**differs**'
}
