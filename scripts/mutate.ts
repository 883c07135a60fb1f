/**
 * Puts bugs made by hand into a copy of the sources, one at a time, and lets the simulator and the
 * core's tests look for each. Writes who found what to docs/reference/mutations.md, and fails
 * when a bug was found by nobody: a promise without a check is no promise.
 *
 *     node scripts/mutate.ts            all of them; tests look only for what the simulator missed
 *     node scripts/mutate.ts --both     tests look for everything
 *     node scripts/mutate.ts line.ts    only those in files whose name holds this
 */
import type { SpawnSyncReturns } from 'node:child_process'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, execPath, stdout } from 'node:process'
import type { Mutation } from './mutations.ts'
import { mutations } from './mutations.ts'
import { failedIn } from './test-report.ts'

interface Found {
  readonly mutation: Mutation
  /** What the simulator said, or nothing. */
  readonly bySimulator: string | undefined
  /** How many tests of the core failed, or that they never ended. */
  readonly byTests: number | 'never ended'
}

const both = argv.includes('--both')
const only = argv.slice(2).find(one => !one.startsWith('--'))
const root = join(import.meta.dirname, '..')
const seed = '1'
/** A simulation or a test run that takes longer never ends: a bug may well make one do so. */
const secondsMax = 240

const copy = mkdtempSync(join(tmpdir(), 'parley-mutants-'))
try {
  prepare()
  const healthy = simulated()
  if (healthy !== undefined) throw new Error(`the simulator fails without any bug: ${healthy}`)
  const ill = failedTests()
  if (ill === undefined) throw new Error('the tests never end without any bug')
  if (ill.length > 0) throw new Error(`tests fail without any bug: ${ill.join('; ')}`)
  const gone = mutations.filter(({ file, find }) => textOf(file).split(find).length !== 2)
  if (gone.length > 0) throw new Error(`not once there: ${gone.map(one => one.breaks).join('; ')}`)
  const wanted = mutations.filter(({ file }) => file.includes(only ?? ''))
  const found = wanted.map(tryOne)
  const missed = found.filter(one => one.bySimulator === undefined && one.byTests === 0)
  stdout.write(`${found.length - missed.length} of ${found.length} bugs were found\n`)
  if (only === undefined) writeFileSync(join(root, 'docs/reference/mutations.md'), page(found))
  process.exitCode = missed.length > 0 ? 1 : 0
} finally {
  rmSync(copy, { recursive: true })
}

function isNeeded(path: string): boolean {
  return !path.includes(join('src', 'web'))
}

function prepare(): void {
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true, filter: isNeeded })
  for (const file of ['package.json', 'vitest.config.ts', 'tsconfig.base.json', 'tsconfig.json']) {
    cpSync(join(root, file), join(copy, file))
  }
  cpSync(join(root, 'test', 'replay'), join(copy, 'test', 'replay'), { recursive: true })
  cpSync(join(root, 'test', 'replay.test.ts'), join(copy, 'test', 'replay.test.ts'))
  // The test of the recorded day tells it in processes of its own, by these.
  for (const file of ['simulate.ts', 'recorded-day.ts', 'day-through-stores.ts']) {
    cpSync(join(root, 'scripts', file), join(copy, 'scripts', file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

function textOf(file: string): string {
  return readFileSync(join(copy, 'src', 'core', file), 'utf8')
}

function tryOne(mutation: Mutation): Found {
  const path = join(copy, 'src', 'core', mutation.file)
  const text = textOf(mutation.file)
  writeFileSync(
    path,
    text.replace(mutation.find, () => mutation.put),
  )
  try {
    const found = look(mutation)
    const tests = found.byTests === 0 ? '' : `; ${found.byTests} tests`
    stdout.write(`${found.bySimulator ?? 'not by the simulator'}${tests}  ← ${mutation.breaks}\n`)
    return found
  } finally {
    writeFileSync(path, text)
  }
}

function look(mutation: Mutation): Found {
  const bySimulator = simulated()
  if (bySimulator !== undefined && !both) return { mutation, bySimulator, byTests: 0 }
  const failed = failedTests()
  return { mutation, bySimulator, byTests: failed?.length ?? 'never ended' }
}

function simulated(): string | undefined {
  const save = join(copy, 'failing.json')
  const asked = ['scripts/simulate.ts', '--brief', '--runs', '1', '--seed', seed, '--save', save]
  const { status, stdout: out, stderr } = run(asked)
  if (status === 0) return undefined
  const scenario = /^✗ ([\w-]+),/m.exec(out)?.[1]
  const broken = /^[\w-]+: .* \(input \d+\)$/m.exec(out)?.[0]
  if (broken !== undefined) return `${broken} in ${scenario ?? 'no scenario'}`
  return status === null ? 'it never ended' : (stderr.split('\n').find(isError) ?? 'it broke off')
}

function isError(line: string): boolean {
  return line.includes('Error')
}

/** The names of the core's tests that failed, or nothing where they never ended. */
function failedTests(): readonly string[] | undefined {
  const out = join(copy, 'tests.json')
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  rmSync(out, { force: true })
  const tests = ['src/core', 'test/replay.test.ts']
  run([vitest, 'run', ...tests, '--reporter=json', `--outputFile=${out}`])
  if (!existsSync(out)) return undefined
  return failedIn(out)
}

function run(args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    timeout: secondsMax * 1000,
    killSignal: 'SIGKILL',
  })
}

function page(found: readonly Found[]): string {
  const rows = found.map(({ mutation, bySimulator, byTests }) => {
    const check = /^[\w-]+/.exec(bySimulator ?? '')?.[0]
    const scenario = / in ([\w-]+)$/.exec(bySimulator ?? '')?.[1]
    const sim = bySimulator === undefined ? '—' : `\`${check}\` in ${scenario ?? '—'}`
    return `| ${mutation.breaks} | \`${mutation.file}\` | ${sim} | ${byTests === 0 ? '—' : byTests} |`
  })
  return [
    '# Bugs made by hand, and who found them',
    '',
    'Each row is a bug that was put into a copy of the core, alone, by `node scripts/mutate.ts`;',
    'the texts are in `scripts/mutations.ts`. The simulator ran every scenario once from seed 1;',
    both
      ? 'the last column counts the core’s own tests and the recorded day that failed. A dash finds nothing.'
      : 'the core’s own tests and the recorded day looked for what it missed, and the last column counts those that failed.',
    '',
    '| what the bug breaks | in `src/core` | check of the simulator | tests |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
