/**
 * Everything a machine can check, in under a minute: types, lint, format, dead code and tests. One line a
 * step with its time; what a step said is shown only when it fails. Names of steps as arguments run only those.
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { argv, env, stdout } from 'node:process'

interface Step {
  readonly name: string
  readonly command: readonly [tool: string, ...rest: string[]]
}

interface Outcome {
  readonly step: Step
  readonly passed: boolean
  readonly seconds: number
  readonly output: string
}

const root = join(import.meta.dirname, '..')
const tools = join(root, 'node_modules', '.bin')
/** An empty folder is an error to the formatter, and git keeps none. */
const formatted = ['src', 'test', 'scripts', 'bench'].filter(
  folder => existsSync(join(root, folder)) && readdirSync(join(root, folder)).length > 0,
)

/** The budget of the whole; past it the check still passes, and says that it has grown too slow. */
const secondsMax = 60

/** The longest first, so that the short ones fill the gaps. */
const steps: readonly Step[] = [
  { name: 'tests', command: ['vitest', 'run', '--reporter=dot'] },
  { name: 'lint', command: ['oxlint'] },
  { name: 'types of the web app', command: ['tsc', '-p', 'src/web'] },
  { name: 'types of the tests', command: ['tsc', '-p', 'test'] },
  { name: 'types of the server', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the core', command: ['tsc', '-p', 'src/core'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'format', command: ['oxfmt', '--check', ...formatted] },
]

const startedAt = performance.now()
const asked = argv.slice(2)
const chosen = asked.length === 0 ? steps : steps.filter(step => asked.includes(step.name))
const outcomes = await runAll(chosen)
const failed = outcomes.filter(outcome => !outcome.passed)
const seconds = (performance.now() - startedAt) / 1_000

for (const { step, output } of failed)
  stdout.write(`\n── ${step.name}: ${step.command.join(' ')}\n${output}\n`)
stdout.write(`\n${verdict()} ${seconds.toFixed(1)} s\n`)
// Asked for steps that do not exist, it has checked nothing, and that is no pass.
process.exitCode = failed.length > 0 || outcomes.length === 0 ? 1 : 0

function verdict(): string {
  if (outcomes.length === 0)
    return `There is no such step. Steps: ${steps.map(s => s.name).join(', ')}.`
  if (failed.length > 0) return `${failed.length} of ${outcomes.length} steps failed.`
  const slow = seconds > secondsMax ? `This took more than ${secondsMax} s: make it faster.` : ''
  return `All ${outcomes.length} steps passed. ${slow}`.trim()
}

/** As many at once as there are processors, and no more: they would only wait for each other. */
async function runAll(all: readonly Step[]): Promise<readonly Outcome[]> {
  const waiting = [...all]
  const done: Outcome[] = []
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await run(step)
      stdout.write(`${outcome.passed ? '✓' : '✗'} ${step.name}  ${outcome.seconds.toFixed(1)} s\n`)
      done.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return done
}

function run(step: Step): Promise<Outcome> {
  const ended = Promise.withResolvers<Outcome>()
  const stepStartedAt = performance.now()
  const [tool, ...rest] = step.command
  const child = spawn(join(tools, tool), rest, {
    cwd: root,
    env: { ...env, PATH: `${tools}${delimiter}${env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const parts: Buffer[] = []
  const keep = (part: Buffer): void => void parts.push(part)
  const end = (passed: boolean, words = ''): void =>
    ended.resolve({
      step,
      passed,
      seconds: (performance.now() - stepStartedAt) / 1_000,
      output: `${Buffer.concat(parts).toString('utf8').trim()}${words}`,
    })
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', cause =>
    end(false, `${tool} could not be started: ${cause.message}. Run "npm ci".`),
  )
  child.on('close', code => end(code === 0))
  return ended.promise
}
