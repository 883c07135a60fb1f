import type { Finding } from './repo.ts'
import { codeOf, folderOf, forbid, isCode, isTest, perFile } from './repo.ts'

/** Longest file, in lines; the aim is 60 to 150. */
export const linesMax = 400

/** The rules' own examples of what is wrong live here. */
const isExample = (path: string): boolean => path.startsWith('test/tidy')

/** Where a process of ours begins, and so may end itself. */
const isEntry = (path: string): boolean =>
  path === 'src/main.ts' || /[-/](?:child|worker)\.ts$/.test(path) || path.startsWith('scripts/')

const vagueWord = /(?:^|-)(?:managers?|helpers?|utils?|commons?|contexts?|base)(?:-|\.|$)/

/** Markers of unfinished work do not land. */
export const finishBeforeLanding = perFile(
  path => isCode(path) && !isExample(path),
  (_, text) =>
    text.split('\n').flatMap((line, index): Finding[] => {
      const marker = /(?<!@)\b(?:FIXME|XXX|HACK|TODO)\b/.exec(line)?.[0]
      return marker === undefined ? [] : [[index + 1, `${marker}: finish it before it lands`]]
    }),
)

/** Every test runs, on the thing itself, and waits for nothing but it. */
export const testHonestly = forbid(
  path => isTest(path) && isCode(path) && !isExample(path),
  [
    [
      /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:skip|only|todo|fails)\b/,
      'run every test: no skip, only, todo or fails',
    ],
    [/\b(?:test|it|describe|suite)\.(?:skipIf|runIf)\b/, 'a missing peer is a failure, not a skip'],
    [/\bvi\.(?:mock|doMock|stubGlobal)\(/, 'use the fake beside the port instead of a module mock'],
    [/\bas unknown as\b/, 'build a real value: a cast hides what is tested'],
    [
      /=>\s*setTimeout\(\s*\w+\s*,|await (?:sleep|delay)\(/,
      'move a fake clock instead of sleeping',
    ],
  ],
)

/** Only the place where a process begins may end it; everywhere else an error is thrown or returned. */
export const exitAtTheEntry = forbid(
  path => isCode(path) && !isTest(path) && !isEntry(path),
  [[/\bprocess\.(?:exit|abort|kill)\(/, 'throw or return: only an entry file ends a process']],
)

/** src/folder/part/file.ts is as deep as it gets. */
export const stayShallow = perFile(
  path => folderOf(path) !== undefined,
  path =>
    path.split('/').length > 4
      ? [[1, 'two levels are enough: move it up, or make it a part of its own']]
      : [],
)

/** One file, one idea, on a few screens. */
export const keepFilesShort = perFile(isCode, (_, text) => {
  const lines = text.trimEnd().split('\n').length
  return lines > linesMax
    ? [[linesMax + 1, `${lines} lines: find the two ideas in it and part them`]]
    : []
})

/** A file is named for what it holds, and these words name nothing. */
export const nameTheIdea = perFile(
  // In React a context is a thing, and this is its name.
  path =>
    isCode(path) &&
    vagueWord.test(
      path
        .replace(/^src\/web\/(.*)-context\./, '$1.')
        .split('/')
        .slice(1)
        .join('-'),
    ),
  () => [[1, 'name the idea: manager, helper, util, common, context and base say nothing']],
)

const exported = /^export (?:async )?(?:abstract )?(?:function|const|class|interface|type) \w+/

/** The type that a documented value or schema stands for needs no second comment. */
const inferred = /= (?:z\.(?:infer|input|output)<|\(?typeof )/

/** Whoever meets a name from elsewhere can read in a sentence or two why it is there. */
export const explainExports = perFile(
  path => isCode(path) && folderOf(path) !== undefined && !isTest(path),
  (_, text) => {
    const lines = text.split('\n')
    return lines.flatMap((line, index): Finding[] => {
      if (!exported.test(line) || inferred.test(line)) return []
      const explained = isExplained(lines, index)
      return explained ? [] : [[index + 1, 'say above it, in a doc comment, why this exists']]
    })
  },
)

/** One comment may stand above several: overloads of one function, or a run of values of one line each. */
function isExplained(lines: readonly string[], index: number): boolean {
  const [above = '', line = ''] = [lines[index - 1], lines[index]]
  if (above.trimEnd().endsWith('*/')) return true
  if (above.startsWith('// oxlint-disable')) return isExplained(lines, index - 1)
  const name = /function (\w+)/.exec(line)?.[1]
  const isOverload = name !== undefined && above.includes(`function ${name}(`)
  const isRun =
    /^(?:export )?const \w+\b.* = .*[^{([]$/.test(above) && line.startsWith('export const')
  return (isOverload || isRun) && isExplained(lines, index - 1)
}

/** The machine of whoever wrote a file is nobody else's business, and nobody else has it. */
export const nameNoMachine = perFile(
  path => !isExample(path) && path !== 'package-lock.json',
  (path, text) =>
    text.split('\n').flatMap((line, index): Finding[] => {
      const place = /(?<![\w.\-/}])\/(?:work|root|home\/\w+|Users\/\w+|tmp)\/\w*/.exec(line)?.[0]
      if (place === undefined || (place.startsWith('/tmp/') && isTest(path))) return []
      return [[index + 1, `${place} is a place on one machine: use a relative path or os.tmpdir()`]]
    }),
)

/** A rule of the linter is set aside for a reason, and the reason stands beside it. */
export const excuseWithReason = perFile(
  path => isCode(path) && !isExample(path),
  (_, text) =>
    text.split('\n').flatMap((line, index): Finding[] => {
      if (!/\b(?:oxlint|eslint)-disable|@ts-(?:ignore|expect-error|nocheck)/.test(line)) return []
      return / -- \w+/.test(line)
        ? []
        : [[index + 1, 'say why the rule does not hold here: -- reason']]
    }),
)

/** Comments tell what is, not what was; the history has the rest. */
export const dropThePast = perFile(
  path => isCode(path) && !isExample(path),
  (_, text) => {
    const code = codeOf(text, { strings: true }).split('\n')
    return text.split('\n').flatMap((line, index): Finding[] => {
      const commented =
        /^\s*\/\/\s*(?:import .* from '.*'|const \w+ =|return .*\(|if \(.*\) \{|\w+\(.*\);?)\s*$/.test(
          line,
        )
      const empty = (code[index] ?? '').trim() === ''
      return commented && empty
        ? [[index + 1, 'remove commented-out code: the history keeps it']]
        : []
    })
  },
)
