import type { Command, ExitCode } from './command.ts'
import type { Installation } from './config/installation.ts'
import { loadInstallation } from './config/load-installation.ts'
import type { ReadingOptions } from './flow-check.ts'
import type { Output, Style } from './output.ts'
import { countComplaints, printComplaints, shortPath } from './print-complaints.ts'
import { installationFile } from './start/default-file.ts'

/** What one check found. A doubt does not stop a start; a fault does, or will. */
export type Finding =
  | { readonly verdict: 'fine'; readonly words: string }
  | { readonly verdict: 'doubtful' | 'broken'; readonly words: string; readonly remedy: string }

/** One thing the doctor looks at. Its promise may take its time, but not for ever. */
export interface DoctorCheck {
  readonly name: string
  readonly run: (signal: AbortSignal) => Promise<Finding>
}

/** The part of a clock the doctor needs; tests move it by hand. */
export interface DoctorClock {
  now(): number
  /** Calls `fire` once after `ms`; the returned function takes that back. */
  setTimer(ms: number, fire: () => void): () => void
}

/** How long one check may take before it counts as broken. */
export const checkMsMax = 20_000

/** What the doctor is made from: where files are read, its clock, and checks by those who know more. */
export interface DoctorOptions extends ReadingOptions {
  readonly clock: DoctorClock
  /** Checks that need no installation; they come first. */
  readonly ground: readonly DoctorCheck[]
  readonly checks: (installation: Installation) => readonly DoctorCheck[]
}

/** `parley doctor`: looks at everything a start needs, and says what to do about each fault. */
export function doctorCommand(options: DoctorOptions): Command {
  return {
    name: 'doctor',
    words: 'Look whether everything is there and works: files, ports, store, voices, trunks.',
    flags: {
      config: {
        short: 'c',
        value: 'file',
        words: 'The installation; parley.yaml here, or else the demo.',
      },
    },
    run: async ({ values }, output) => {
      const { file } = installationFile({ ...options, flag: values['config'] })
      const ground = await runChecks(options.ground, options.clock, output)
      const installation = await examine(file, options, output)
      const rest = installation === undefined ? [] : options.checks(installation)
      const found = [...ground, ...(await runChecks(rest, options.clock, output))]
      return conclude(found, installation !== undefined, output)
    },
  }
}

/** The files come first: nothing else can be looked at without them. */
async function examine(
  file: string,
  options: DoctorOptions,
  output: Output,
): Promise<Installation | undefined> {
  const began = options.clock.now()
  const loaded = await loadInstallation(file, options)
  const tookMs = options.clock.now() - began
  const complaints = loaded.ok ? loaded.warnings : loaded.complaints
  const name = shortPath(file, options.folder)
  const found: Finding = loaded.ok
    ? { verdict: 'fine', words: `${name} can be run` }
    : {
        verdict: 'broken',
        words: `${name}: ${countComplaints(complaints)}`,
        remedy: 'Follow the remedies below; the rest is looked at when the files are right.',
      }
  report('configuration', { found, tookMs }, output)
  printComplaints(complaints, output, options.folder)
  return loaded.ok ? loaded.installation : undefined
}

async function runChecks(
  checks: readonly DoctorCheck[],
  clock: DoctorClock,
  output: Output,
): Promise<readonly Finding[]> {
  const all: Finding[] = []
  for (const check of checks) {
    const began = clock.now()
    const found = await runCheck(check, clock)
    report(check.name, { found, tookMs: clock.now() - began }, output)
    all.push(found)
  }
  return all
}

/** A check that throws, or does not come back, has found something broken. */
async function runCheck(check: DoctorCheck, clock: DoctorClock): Promise<Finding> {
  const patience = new AbortController()
  const { promise: tooLong, resolve } = Promise.withResolvers<Finding>()
  const cancel = clock.setTimer(checkMsMax, () => {
    patience.abort()
    resolve({
      verdict: 'broken',
      words: `no answer within ${checkMsMax / 1_000} s`,
      remedy: 'Look whether what is asked here is running and can be reached.',
    })
  })
  try {
    return await Promise.race([check.run(patience.signal), tooLong])
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    const remedy = 'This check itself failed: please report it with these words.'
    return { verdict: 'broken', words, remedy }
  } finally {
    cancel()
  }
}

const marks: Readonly<Record<Finding['verdict'], readonly [Style, string]>> = {
  fine: ['good', '✓'],
  doubtful: ['doubtful', '!'],
  broken: ['bad', '✗'],
}

function report(
  name: string,
  { found, tookMs }: { readonly found: Finding; readonly tookMs: number },
  output: Output,
): void {
  const [style, mark] = marks[found.verdict]
  const took = output.dress('dim', `(${Math.round(tookMs)} ms)`)
  output.line(`${output.dress(style, mark)} ${output.dress('bold', name)}: ${found.words} ${took}`)
  if (found.verdict !== 'fine') output.line(`    ${found.remedy}`)
}

function conclude(found: readonly Finding[], configured: boolean, output: Output): ExitCode {
  const broken = found.filter(({ verdict }) => verdict === 'broken').length
  if (configured && broken === 0) {
    output.line(output.dress('good', 'Everything a start needs is there.'))
    return 0
  }
  const faults = configured ? broken : broken + 1
  output.line(output.dress('bad', `${faults} of these would stop a start, or stop calls after it.`))
  return 1
}
