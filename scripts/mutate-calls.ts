/**
 * Puts bugs made by hand into a copy of the SIP stack and the voice channel, one at a time, and lets
 * their tests under the virtual clock look for each. Writes which test found which to
 * docs/reference/call-mutations.md, and fails when a bug was found by none.
 *
 *     node scripts/mutate-calls.ts            all of them
 *     node scripts/mutate-calls.ts dialogs    only those in files whose name holds this
 */
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
import { callMutations } from './call-mutations.ts'
import type { Mutation } from './mutations.ts'
import { failedIn } from './test-report.ts'

interface Found {
  readonly mutation: Mutation
  readonly tests: readonly string[]
}

const root = join(import.meta.dirname, '..')
/** A test run that takes longer never ends: a bug may well make one do so. */
const secondsMax = 120
/** Random ways and real sockets find much, but by no name that says what is broken. */
const unnamed = ['fuzz', 'chaos', 'real-sockets', 'renewed-certificate'].map(
  name => `**/${name}.test.ts`,
)

const copy = mkdtempSync(join(tmpdir(), 'parley-call-mutants-'))
try {
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true })
  cpSync(join(root, 'test', 'vectors'), join(copy, 'test', 'vectors'), { recursive: true })
  // A test holds the page of call flows to its table.
  cpSync(join(root, 'docs', 'reference'), join(copy, 'docs', 'reference'), { recursive: true })
  for (const file of ['package.json', 'vitest.config.ts', 'tsconfig.base.json', 'tsconfig.json']) {
    cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const ill = failedTests()
  if (ill.length > 0) throw new Error(`fails without any bug: ${ill.join('; ')}`)
  const only = argv[2]
  const found = callMutations.filter(({ file }) => file.includes(only ?? '')).map(tryOne)
  const missed = found.filter(({ tests }) => tests.length === 0)
  stdout.write(`${found.length - missed.length} of ${found.length} bugs were found\n`)
  if (only === undefined) {
    writeFileSync(join(root, 'docs', 'reference', 'call-mutations.md'), page(found))
  }
  process.exitCode = missed.length > 0 ? 1 : 0
} finally {
  rmSync(copy, { recursive: true })
}

function tryOne(mutation: Mutation): Found {
  const path = join(copy, 'src', mutation.file)
  const text = readFileSync(path, 'utf8')
  if (text.split(mutation.find).length !== 2) throw new Error(`not once there: ${mutation.breaks}`)
  writeFileSync(
    path,
    text.replace(mutation.find, () => mutation.put),
  )
  try {
    const tests = failedTests()
    stdout.write(
      `${tests.length === 0 ? 'by nobody' : `${tests.length} tests`}  ← ${mutation.breaks}\n`,
    )
    return { mutation, tests }
  } finally {
    writeFileSync(path, text)
  }
}

/** The names of the tests that failed; a file that could not even be read counts as one. */
function failedTests(): readonly string[] {
  const out = join(copy, 'tests.json')
  rmSync(out, { force: true })
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  const without = unnamed.flatMap(pattern => ['--exclude', pattern])
  const asked = ['run', 'src/sip', 'src/channels/voice', '--reporter=json', `--outputFile=${out}`]
  spawnSync(execPath, [vitest, ...asked, ...without], {
    cwd: copy,
    encoding: 'utf8',
    timeout: secondsMax * 1_000,
    killSignal: 'SIGKILL',
  })
  if (!existsSync(out)) return ['the tests never ended']
  return failedIn(out)
}

function page(found: readonly Found[]): string {
  const rows = found.map(({ mutation, tests }) => {
    const [first = '—', ...more] = tests
    const others = more.length === 0 ? '' : ` and ${more.length} more`
    return `| ${mutation.breaks} | \`${mutation.file}\` | ${first.replaceAll('|', '/')}${others} |`
  })
  return [
    '# Bugs made by hand in calls, and the test that finds each',
    '',
    'Each row is a bug that was put into a copy of the SIP stack or the voice channel, alone, by',
    '`node scripts/mutate-calls.ts`; the texts are in `scripts/call-mutations.ts`. Only tests under the',
    'virtual clock looked: neither fuzzing, nor random networks, nor real sockets.',
    '',
    '| what the bug breaks | in `src` | found by |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
