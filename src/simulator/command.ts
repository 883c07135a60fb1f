import { readScenario, scenarioNames } from './plan/read-scenario.ts'
import type { Scenario } from './plan/scenario.ts'
import { planOf, readFailingRun } from './report/failing-run.ts'
import { failEverything } from './run/fault-campaign.ts'
import type { Tally } from './report/tally.ts'
import { mergeTally, newTally, reachedWords, tallyWords } from './report/tally.ts'
import type { Simulated } from './simulate.ts'
import { explain, runPlan, simulate } from './simulate.ts'

/** What a person asks for on the command line; everything may be left out. */
export interface SimulateArguments {
  readonly scenario?: string | undefined
  readonly seed?: string | undefined
  /** Runs of each scenario, each with the next seed. */
  readonly runs?: string | undefined
  /** With a scenario, the inputs of each run; without one, of the whole campaign. */
  readonly inputs?: string | undefined
  /** Let every use of every kind of order go wrong, in every way, one at a time. */
  readonly faults?: boolean | undefined
  /** A failing run's file, to be seen again. */
  readonly again?: string | undefined
  /** Where a failing run is saved. */
  readonly save?: string | undefined
  /** Do not shrink a failing run, only say what broke. */
  readonly brief?: boolean | undefined
  /** List what was reached, the rarest first. */
  readonly reached?: boolean | undefined
}

/** What the command stands on. */
export interface SimulatePlace {
  readonly print: (line: string) => void
  readonly read: (file: string) => string
  readonly write: (file: string, text: string) => void
  readonly freshSeed: () => number
  readonly now: () => number
}

/** Inputs of one run, until its day is over. */
const inputsUsual = 20_000
/** Inputs of one run in the real lane, which is some ten times slower. */
const laneInputsUsual = 4000
const runsUsual = 5

/** Simulates as asked, and says whether everything held. */
export async function simulateCommand(
  asked: SimulateArguments,
  place: SimulatePlace,
): Promise<boolean> {
  if (asked.again !== undefined) return seeAgain(asked.again, place)
  const seed = numberOf('seed', asked.seed) ?? place.freshSeed()
  if (asked.faults === true) return faults(seed, asked, place)
  const begin = place.now()
  const done = newTally()
  const failed = await (asked.scenario === undefined
    ? campaign({ asked, seed, done }, place)
    : one({ asked, seed, done }, readScenario(asked.scenario), place))
  const seconds = (place.now() - begin) / 1000
  place.print(`${tallyWords(done)}; ${Math.round(done.inputs / seconds)} inputs a second`)
  if (asked.reached === true) for (const line of reachedWords(done)) place.print(line)
  if (failed === undefined) return true
  tellFailure(failed, asked, place)
  return false
}

interface Asked {
  readonly asked: SimulateArguments
  readonly seed: number
  readonly done: Tally
}

type Failed = Extract<Simulated, { ok: false }>

async function one(
  { asked, seed, done }: Asked,
  scenario: Scenario,
  place: SimulatePlace,
): Promise<Failed | undefined> {
  const outcome = await simulate({
    scenario,
    seed,
    brief: asked.brief === true,
    runs: numberOf('runs', asked.runs) ?? runsUsual,
    inputs: numberOf('inputs', asked.inputs) ?? usual(scenario),
  })
  mergeTally(done, outcome.tally)
  place.print(
    `${outcome.ok ? '✓' : '✗'} ${scenario.name}, seed ${seed}: ${tallyWords(outcome.tally)}`,
  )
  return outcome.ok ? undefined : outcome
}

/** Every scenario in turn, seed after seed, until the inputs asked for are spent. */
async function campaign(
  { asked, seed, done }: Asked,
  place: SimulatePlace,
): Promise<Failed | undefined> {
  const wanted = numberOf('inputs', asked.inputs) ?? 1
  // All are read before the first begins: a campaign is long, and files may change meanwhile.
  const scenarios = scenarioNames().map(readScenario)
  for (let round = 0; done.inputs < wanted; round += 1) {
    for (const scenario of scenarios) {
      const { inputs: _, ...rest } = asked
      const from = seed + round * (numberOf('runs', asked.runs) ?? runsUsual)
      const failed = await one({ asked: rest, seed: from, done }, scenario, place)
      if (failed !== undefined) return failed
    }
  }
  return undefined
}

async function faults(
  seed: number,
  asked: SimulateArguments,
  place: SimulatePlace,
): Promise<boolean> {
  const { failing, inputs, never, runs } = await failEverything(seed, place.print)
  place.print(`${runs} runs in which one order went wrong, ${inputs} inputs`)
  if (failing === undefined) return never.length === 0
  const { code, kind, n } = failing.failNth ?? {}
  const report = [
    `Broken: ${failing.check}`,
    `        ${failing.words}`,
    `Where:  ${kind} ${n}: ${code}`,
  ]
  tellFailure({ ok: false, tally: newTally(), failing, report }, asked, place)
  return false
}

function usual(scenario: Scenario): number {
  return scenario.runs === 'lane' ? laneInputsUsual : inputsUsual
}

function tellFailure(failed: Failed, asked: SimulateArguments, place: SimulatePlace): void {
  const { failing, report } = failed
  const file = asked.save ?? `failing-${failing.scenario.name}-${failing.seed}.json`
  place.write(file, `${JSON.stringify(failing, undefined, 2)}\n`)
  for (const line of report) place.print(line)
  place.print('')
  place.print(`Again:  node scripts/simulate.ts --again ${file}`)
}

async function seeAgain(file: string, place: SimulatePlace): Promise<boolean> {
  const plan = planOf(readFailingRun(place.read(file)))
  const result = await runPlan(plan)
  if (result.failure === undefined) {
    place.print(`It fails no more: ${result.inputs} inputs, and every check held.`)
    return true
  }
  const { report } = await explain(plan, result)
  for (const line of report) place.print(line)
  return false
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new RangeError(`--${name} wants a whole number, not ${text}`)
}
