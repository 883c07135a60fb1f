import { posix } from 'node:path'
import type { Finding, Repo } from './repo.ts'
import { codeOf, folderOf, forbid, importsOf, isCode, isTest, lineAt, perFile } from './repo.ts'

/** Who may import whom. Every arrow points at a row above it, so no circle can be drawn. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  sip: [],
  media: [],
  microsoft: [],
  assist: [],
  emulator: ['sip', 'media'],
  engine: ['core'],
  contract: ['core'],
  store: ['core', 'engine'],
  cluster: ['core', 'engine'],
  channels: ['core', 'engine', 'sip', 'media', 'microsoft', 'assist'],
  api: ['core', 'engine', 'contract', 'store'],
  web: ['core', 'contract'],
  simulator: ['core', 'engine', 'channels', 'sip', 'media'],
}

/** These two put everything together and may import every folder. */
const composers = ['cli', 'main']

/** Folders that stand on nothing but Node; the core not even on that. */
const withoutPackages = ['core', 'sip', 'media']

const inSrc = (path: string): boolean => isCode(path) && folderOf(path) !== undefined

/** An import of a door follows an arrow of docs/architecture.md. */
export const followArrows = perFile(inSrc, (path, text) => {
  const folder = folderOf(path) ?? ''
  if (composers.includes(folder)) return []
  const allowed = arrows[folder]
  if (allowed === undefined) return [[1, `give ${folder} a row in the table of arrows`]]
  return importsOf(text).flatMap(({ from, line }): Finding[] => {
    const door = /^#(.+)$/.exec(from)?.[1]
    if (door === undefined || door === folder || allowed.includes(door)) return []
    const may =
      allowed.length === 0 ? 'nothing of ours' : allowed.map(name => `#${name}`).join(', ')
    return [[line, `${folder} may not import #${door}, only ${may}: turn the dependency round`]]
  })
})

/** Beside a port lie its fakes and the suite every implementation must pass; tests and benchmarks elsewhere need them. */
const besideAPort = /\/(?:fake-[\w-]+|[\w-]+-suite|[\w-]+\.suite)\.ts$/

/** The page has no door, since nobody but browsers may enter; a bench of desks connects as a page does. */
const pagesOwnLink = /^src\/web\/(?:connection\/link|model\/clock)\.ts$/

/** The rules' own examples of what is wrong. */
const examples = 'test/tidy.test.ts'

/** A folder is entered by its door alone, from every side, and not by its own people from outside. */
export const useDoors = perFile(
  path => isCode(path) && path !== examples,
  (path, text) =>
    importsOf(text).flatMap(({ from, line }): Finding[] => {
      if (from === `#${folderOf(path) ?? ''}`)
        return [[line, 'inside a folder use ./ and ../ paths']]
      if (!from.startsWith('.')) return []
      const target = posix.join(posix.dirname(path), from)
      const there = folderOf(target)
      if (target.startsWith('..')) return [[line, 'this leaves the project']]
      if (there === folderOf(path)) return []
      const isOutside = isTest(path) || path.startsWith('bench/')
      if (isOutside && besideAPort.test(target)) return []
      if (path.startsWith('bench/') && pagesOwnLink.test(target)) return []
      const remedy =
        there === undefined ? 'what src needs lies in src' : `import '#${there}' instead`
      return [[line, `this climbs out of its folder: ${remedy}`]]
    }),
)

/** Every door in package.json has its row of arrows, leads to an index.ts, and every folder has a door. */
export function keepDoorsInStep(
  repo: Repo,
): readonly { path: string; line: number; remedy: string }[] {
  const text = repo.get('package.json') ?? ''
  const doors = [...text.matchAll(/"#([\w-]+)":\s*"\.\/([^"]+)"/g)]
  return doors.flatMap(([, name = '', file = '']) => {
    const line = lineAt(text, text.indexOf(`"#${name}"`))
    const complain = (remedy: string) => ({ path: 'package.json', line, remedy })
    const known = name in arrows || composers.includes(name)
    return [
      ...(known ? [] : [complain(`give #${name} a row in the table of arrows`)]),
      ...(file === `src/${name}/index.ts` ? [] : [complain(`#${name} leads to its own index.ts`)]),
    ]
  })
}

/** What a browser and a phone speak that nobody should write twice: DTLS, and the Opus codec. */
const lentTo: Readonly<Record<string, string>> = {
  werift: 'src/media/webrtc/',
  '@evan/opus/wasm/index.mjs': 'src/media/codecs/',
}

/** The folders that carry calls take nothing else from the registry: what can break there is ours to mend. */
export const standAlone = perFile(
  path => inSrc(path) && !isTest(path) && withoutPackages.includes(folderOf(path) ?? ''),
  (path, text) => {
    const folder = folderOf(path) ?? ''
    return importsOf(text).flatMap(({ from, line }): Finding[] => {
      if (path.startsWith(lentTo[from] ?? 'nowhere')) return []
      if (/^[.#]/.test(from) || (from.startsWith('node:') && folder !== 'core')) return []
      return [[line, `${folder} imports no ${from}: write it, or let an outer folder bring it`]]
    })
  },
)

/** Icons come by the one door that the small version has; a newer one installs 47,000 files for doors nobody needs. */
export const takeIconsByTheDoor = perFile(inSrc, (_, text) =>
  importsOf(text).flatMap(({ from, line }): Finding[] =>
    from.startsWith('@fluentui/react-icons/')
      ? [[line, "import icons from '@fluentui/react-icons': its folders differ by version"]]
      : [],
  ),
)

/** The core is a function of its input: no clock, no chance, no waiting, nothing of the machine it runs on. */
export const keepCorePure = forbid(
  path => isCode(path) && !isTest(path) && folderOf(path) === 'core',
  [
    [/\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\./, 'take the time from the input'],
    [
      /\.get(?:Hours|Minutes|Date|Day|Month|FullYear|TimezoneOffset)\(/,
      'use the UTC getters: the machine has a zone of its own',
    ],
    [/\bMath\.random\b|\bcrypto\b/, 'take chance from the seed in the state'],
    [/\bawait\b|\basync\b|\bPromise\b/, 'return an effect instead of waiting'],
    [/\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/, 'return a set-timer effect'],
    [
      /\bIntl\b|\.toLocale\w+\(|\.localeCompare\(/,
      'take words from the words folder: machines differ in their locale data',
    ],
    [/\bconsole\b/, 'return a fact: the core does not log'],
    [/\bprocess\.|\bBuffer\b|\bglobalThis\b|\bfetch\(/, 'the core knows no machine'],
  ],
)

const blank = (found: string): string => found.replace(/[^\n]/g, ' ')

/** A door is a list of names: nothing happens in it, and what it shows is written out. */
export const showNamesOnly = perFile(
  path => /^src\/[\w-]+\/index\.ts$/.test(path),
  (_, text) => {
    const code = codeOf(text, { strings: true })
    const left = code.replace(/export\s+(?:type\s+)?\{[^}*]*\}\s*from\s*'\.[^']+'/g, blank)
    return left
      .split('\n')
      .flatMap((line, index): Finding[] =>
        line.trim() === ''
          ? []
          : [[index + 1, "only `export { name } from './file.ts'` stands in a door"]],
      )
  },
)
