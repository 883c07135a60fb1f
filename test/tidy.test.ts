/** House rules no compiler can state. Each complaint names the file, the line and the remedy. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Rule } from './tidy/repo.ts'
import {
  arrows,
  followArrows,
  keepCorePure,
  keepDoorsInStep,
  showNamesOnly,
  standAlone,
  takeIconsByTheDoor,
  useDoors,
} from './tidy/boundaries.ts'
import {
  dropThePast,
  excuseWithReason,
  exitAtTheEntry,
  explainExports,
  finishBeforeLanding,
  keepFilesShort,
  linesMax,
  nameNoMachine,
  nameTheIdea,
  stayShallow,
  testHonestly,
} from './tidy/habits.ts'
import { accountForPackages, indexDecisions, linkToWhatIs, pinVersions } from './tidy/papers.ts'
import { readRepo } from './tidy/repo.ts'

const rules = {
  followArrows,
  useDoors,
  keepDoorsInStep,
  standAlone,
  takeIconsByTheDoor,
  keepCorePure,
  showNamesOnly,
  finishBeforeLanding,
  testHonestly,
  exitAtTheEntry,
  stayShallow,
  keepFilesShort,
  nameTheIdea,
  explainExports,
  nameNoMachine,
  excuseWithReason,
  dropThePast,
  linkToWhatIs,
  indexDecisions,
  accountForPackages,
  pinVersions,
} satisfies Record<string, Rule>

const repo = readRepo(fileURLToPath(new URL('..', import.meta.url)))

test('the rules look at the project: its folders are all there', () => {
  expect(repo.size).toBeGreaterThan(50)
  const missing = ['package.json', 'LICENSE', 'src/core/index.ts', 'src/assist/index.ts'].filter(
    path => !repo.has(path),
  )
  expect(missing).toEqual([])
})

test.each(Object.entries(rules))('the project keeps the rule %s', (_, rule) => {
  expect(rule(repo).map(({ path, line, remedy }) => `${path}:${line} ${remedy}`)).toEqual([])
})

test('arrows point upward in their table, so there is no circle', () => {
  const order = Object.keys(arrows)
  const downward = Object.entries(arrows).flatMap(([from, all]) =>
    all.filter(to => order.indexOf(to) >= order.indexOf(from)).map(to => `${from} → ${to}`),
  )
  expect(downward).toEqual([])
})

type Files = Readonly<Record<string, string>>

/** For each rule, what it must catch: files, and the complaints as "path:line". The rest of a file must pass. */
const wrong: Readonly<
  Record<keyof typeof rules, readonly (readonly [Files, readonly string[]])[]>
> = {
  followArrows: [
    [{ 'src/core/a.ts': "import { x } from '#sip'" }, ['src/core/a.ts:1']],
    [
      { 'src/emulator/a.ts': "import '#sip'\nimport type { x } from '#microsoft'" },
      ['src/emulator/a.ts:2'],
    ],
    [{ 'src/engine/a.ts': "const x = await import('#store')" }, ['src/engine/a.ts:1']],
    [{ 'src/api/live/a.ts': "export {\n  x,\n} from '#channels'" }, ['src/api/live/a.ts:3']],
    [{ 'src/web/a.tsx': "import { x } from '#api'" }, ['src/web/a.tsx:1']],
    [{ 'src/novelty/a.ts': 'const x = 1' }, ['src/novelty/a.ts:1']],
  ],
  useDoors: [
    [
      { 'src/sip/messages/a.ts': "import { x } from '../../media/b.ts'" },
      ['src/sip/messages/a.ts:1'],
    ],
    [{ 'src/sip/a.ts': "import { x } from '#sip'" }, ['src/sip/a.ts:1']],
    [{ 'test/a.test.ts': "\nimport { x } from '../src/sip/parse.ts'" }, ['test/a.test.ts:2']],
    [{ 'src/sip/a.ts': "import { x } from '../../scripts/check.ts'" }, ['src/sip/a.ts:1']],
    [{ 'scripts/a.ts': "import { x } from '../../elsewhere.ts'" }, ['scripts/a.ts:1']],
    [{ 'src/main.ts': "import { x } from './cli/start.ts'" }, ['src/main.ts:1']],
  ],
  keepDoorsInStep: [
    [{ 'package.json': '{\n"#novelty": "./src/novelty/index.ts"}' }, ['package.json:2']],
    [{ 'package.json': '{"#sip": "./src/sip/messages/index.ts"}' }, ['package.json:1']],
  ],
  standAlone: [
    [{ 'src/sip/a.ts': "import { x } from 'ws'" }, ['src/sip/a.ts:1']],
    [{ 'src/media/a.ts': "import 'node:dgram'\nimport 'opusscript'" }, ['src/media/a.ts:2']],
    [
      {
        'src/media/webrtc/a.ts': "import { x } from 'werift'",
        'src/media/rtp/a.ts': "import { x } from 'werift'",
      },
      ['src/media/rtp/a.ts:1'],
    ],
    [{ 'src/core/a.ts': "import 'node:fs'" }, ['src/core/a.ts:1']],
  ],
  takeIconsByTheDoor: [
    [
      {
        'src/web/a.tsx':
          "import { x } from '@fluentui/react-icons'\nimport { y } from '@fluentui/react-icons/svg/y'",
      },
      ['src/web/a.tsx:2'],
    ],
  ],
  keepCorePure: [
    [{ 'src/core/a.ts': '// Date.now() is forbidden.\nconst t = Date.now()' }, ['src/core/a.ts:2']],
    [{ 'src/core/a.ts': 'const t = new Date()\nconst u = new Date(t)' }, ['src/core/a.ts:1']],
    [{ 'src/core/a.ts': 'const h = new Date(t).getHours()' }, ['src/core/a.ts:1']],
    [{ 'src/core/a.ts': 'const n = Math.random()' }, ['src/core/a.ts:1']],
    [{ 'src/core/a.ts': 'async function f() {}' }, ['src/core/a.ts:1']],
    [{ 'src/core/a.ts': 'setTimeout(f, 1)' }, ['src/core/a.ts:1']],
    [{ 'src/core/a.ts': "a.localeCompare(b)\nx = 'Intl and console'" }, ['src/core/a.ts:1']],
    [{ 'src/core/a.ts': "console.log('x')" }, ['src/core/a.ts:1']],
    [{ 'src/core/a.ts': 'const e = process.env' }, ['src/core/a.ts:1']],
  ],
  showNamesOnly: [
    [{ 'src/sip/index.ts': "/** Door. */\nexport * from './a.ts'" }, ['src/sip/index.ts:2']],
    [
      { 'src/sip/index.ts': "export {\n  a,\n  b as c,\n} from './a.ts'\nexport const x = 1" },
      ['src/sip/index.ts:5'],
    ],
    [
      { 'src/sip/index.ts': "export type { A } from './a.ts'\nimport './b.ts'" },
      ['src/sip/index.ts:2'],
    ],
  ],
  finishBeforeLanding: [
    [
      { 'src/sip/a.ts': '// @todo #12 is a task with a number.\n// TODO: later' },
      ['src/sip/a.ts:2'],
    ],
    [{ 'scripts/a.ts': 'const a = 1 // FIXME' }, ['scripts/a.ts:1']],
    [
      { 'src/sip/a.test.ts': '/* XXX */\n\n/* HACK */' },
      ['src/sip/a.test.ts:1', 'src/sip/a.test.ts:3'],
    ],
  ],
  testHonestly: [
    [{ 'src/sip/a.test.ts': "test.skip('x', f)" }, ['src/sip/a.test.ts:1']],
    [
      { 'test/e2e/a.test.ts': "describe.each(rows).only('x', f)\nit.only('x', f)" },
      ['test/e2e/a.test.ts:2'],
    ],
    [{ 'test/a.test.ts': "test.skipIf(true)('x', f)" }, ['test/a.test.ts:1']],
    [{ 'test/a.test.ts': "vi.mock('ws')" }, ['test/a.test.ts:1']],
    [{ 'test/a.test.ts': 'const x = {} as unknown as Lane' }, ['test/a.test.ts:1']],
    [{ 'test/a.test.ts': 'await new Promise(r => setTimeout(r, 50))' }, ['test/a.test.ts:1']],
  ],
  exitAtTheEntry: [
    [
      {
        'src/cli/a.ts': '\nprocess.exit(1)',
        'src/main.ts': 'process.exit(1)',
        'src/media/x-worker.ts': 'process.exit(0)',
      },
      ['src/cli/a.ts:2'],
    ],
  ],
  stayShallow: [
    [
      { 'src/sip/messages/headers/via.ts': '', 'src/sip/messages/via.ts': '' },
      ['src/sip/messages/headers/via.ts:1'],
    ],
  ],
  keepFilesShort: [
    [
      { 'src/sip/a.ts': 'x\n'.repeat(linesMax + 1), 'src/sip/b.ts': 'x\n'.repeat(linesMax) },
      [`src/sip/a.ts:${linesMax + 1}`],
    ],
  ],
  nameTheIdea: [
    [{ 'src/sip/call-manager.ts': '', 'src/sip/database.ts': '' }, ['src/sip/call-manager.ts:1']],
    [
      { 'src/web/utils/format.ts': '', 'src/web/base.tsx': '' },
      ['src/web/utils/format.ts:1', 'src/web/base.tsx:1'],
    ],
  ],
  explainExports: [
    [
      {
        'src/sip/a.ts':
          '/** Why. */\nexport const a = 1\nexport const b = 2\n\nexport const c = 3\nexport async function d() {}',
      },
      ['src/sip/a.ts:5', 'src/sip/a.ts:6'],
    ],
    [
      {
        'src/sip/a.ts':
          '/** Why. */\nexport function a(x: 1): 1\nexport function a(x: 2): 2\nexport type B = 1',
      },
      ['src/sip/a.ts:4'],
    ],
  ],
  nameNoMachine: [
    [
      { 'docs/a.md': 'See /work/notes and https://x.org/work/notes and /home/ann/x.' },
      ['docs/a.md:1'],
    ],
    [{ 'src/sip/a.ts': "x = '/tmp/x'", 'src/sip/a.test.ts': "x = '/tmp/x'" }, ['src/sip/a.ts:1']],
  ],
  excuseWithReason: [
    [
      {
        'src/sip/a.ts':
          '// oxlint-disable-next-line no-console\n// oxlint-disable-next-line no-console -- it is the console',
      },
      ['src/sip/a.ts:1'],
    ],
    [{ 'src/sip/a.ts': '\n// @ts-expect-error' }, ['src/sip/a.ts:2']],
  ],
  dropThePast: [
    [
      { 'src/sip/a.ts': "// import { x } from './x.ts'\n// The import is checked above." },
      ['src/sip/a.ts:1'],
    ],
    [{ 'src/sip/a.ts': 'f()\n// const x =\n  // g(x);' }, ['src/sip/a.ts:2', 'src/sip/a.ts:3']],
  ],
  linkToWhatIs: [
    [
      {
        'README.md': '[a](docs/a.md)\n[b](docs/b.md)',
        'docs/a.md': '[up](../README.md) [x](https://x.org)',
      },
      ['README.md:2'],
    ],
    [
      { 'docs/a.md': '# The walk of one call\n[a](#the-walk-of-one-call) [b](#the-run)' },
      ['docs/a.md:2'],
    ],
    [{ 'docs/a.md': '`[code](x.md)`\n```\n[code](y.md)\n```\n[c](../sounds/)' }, ['docs/a.md:5']],
  ],
  indexDecisions: [
    [
      {
        'docs/decisions/README.md': '[one](one.md)',
        'docs/decisions/one.md': '',
        'docs/decisions/two.md': '',
      },
      ['docs/decisions/two.md:1'],
    ],
  ],
  accountForPackages: [
    [
      {
        'package.json':
          '{\n"dependencies": {\n"a": "1.0.0",\n"b": "1.0.0"}, "devDependencies": {"c": "1.0.0"}}',
        'docs/dependencies.md': '| `a` | x |\n| `c` | x |\n| `d` | x |',
      },
      ['package.json:4', 'docs/dependencies.md:3'],
    ],
  ],
  pinVersions: [
    [
      { 'package.json': '{\n"dependencies": {\n"a": "1.0.0-rc.1",\n"b": "^1.0.0"}}' },
      ['package.json:4'],
    ],
  ],
}

const rows = Object.entries(rules).flatMap(([name, rule]) => {
  const examples = Object.entries(wrong).find(([of]) => of === name)?.[1] ?? []
  return examples.map(([files, expected]) => ({ name, rule, files, expected }))
})

test.each(rows)('$name complains of $expected and of nothing else', ({ rule, files, expected }) => {
  const found = rule(new Map(Object.entries(files)))
  expect(found.map(({ path, line }) => `${path}:${line}`)).toEqual(expected)
  expect(found.every(({ remedy }) => remedy.length > 15)).toBe(true)
})

test('every rule has an example that it catches', () => {
  expect(Object.entries(wrong).filter(([, examples]) => examples.length === 0)).toEqual([])
})
