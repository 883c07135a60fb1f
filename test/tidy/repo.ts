import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'

/** Every file of the project by its path from the root, with "/" between folders. Sounds and pictures have no text. */
export type Repo = ReadonlyMap<string, string>

/** One thing to put right: where it is, and what to do about it. */
export interface Complaint {
  readonly path: string
  readonly line: number
  readonly remedy: string
}

/** A house rule looks at the whole project and says what is to be put right. */
export type Rule = (repo: Repo) => readonly Complaint[]

/** A finding inside one file, by line number. */
export type Finding = readonly [line: number, remedy: string]

const notOurs = new Set([
  'node_modules',
  'dist',
  '.git',
  'data',
  'coverage',
  'recordings',
  'test-results',
])
const textEnding = /\.(?:ts|tsx|js|json|jsonc|md|ya?ml|html|css|txt|sh|xml|svg|cfg)$|^[^.]+$|\/run$/

/** Reads what is really there rather than what is committed, so that a new file is judged before it lands. */
export function readRepo(root: string, folder = ''): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (notOurs.has(entry.name)) continue
    if (entry.isDirectory()) {
      for (const [inner, text] of readRepo(root, path)) files.set(inner, text)
    } else if (entry.isFile()) {
      const text = textEnding.test(entry.name) ? readFileSync(join(root, path), 'utf8') : ''
      files.set(path.split(sep).join('/'), text)
    }
  }
  return files
}

/** Makes a rule of a look at single files. */
export function perFile(
  chosen: (path: string) => boolean,
  look: (path: string, text: string) => Iterable<Finding>,
): Rule {
  return repo =>
    [...repo]
      .filter(([path]) => chosen(path))
      .flatMap(([path, text]) =>
        [...look(path, text)].map(([line, remedy]) => ({ path, line, remedy })),
      )
}

/** Finds a pattern in the code of each chosen file, comments and strings left out. */
export function forbid(
  chosen: (path: string) => boolean,
  patterns: readonly (readonly [RegExp, string])[],
): Rule {
  return perFile(chosen, (_, text) => {
    const lines = codeOf(text, { strings: false }).split('\n')
    return lines.flatMap((line, index) =>
      patterns
        .filter(([pattern]) => pattern.test(line))
        .map(([, remedy]): Finding => [index + 1, remedy]),
    )
  })
}

const token =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g

/** The text without its comments, and if asked without the insides of its strings, line for line. */
export function codeOf(text: string, keep: { readonly strings: boolean }): string {
  return text.replace(token, found => {
    if (found.startsWith('/')) return found.replace(/[^\n]/g, ' ')
    return keep.strings || found.startsWith('`') ? found : `${found.charAt(0)}${found.charAt(0)}`
  })
}

/** What a file imports, statically, dynamically or for its types, and on which line. */
export function importsOf(
  text: string,
): readonly { readonly from: string; readonly line: number }[] {
  const code = codeOf(text, { strings: true })
  const found = code.matchAll(
    /(?:(?<=[\s}])from\s*|(?<!['".\w])import\s*\(?\s*)(['"])([^'"\n]+)\1/g,
  )
  return [...found].map(match => ({ from: match[2] ?? '', line: lineAt(code, match.index) }))
}

/** The number of the line on which a character stands. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** TypeScript of ours, wherever it lies. */
export function isCode(path: string): boolean {
  return /\.tsx?$/.test(path)
}

/** A test, or something only tests use: a fake, or the suite every implementation of a port must pass. */
export function isTest(path: string): boolean {
  return /(?:\.test|[.-]suite|\/fake-[\w-]+)\.tsx?$/.test(path) || path.startsWith('test/')
}

/** The folder behind a door: "sip" for src/sip/messages/parse.ts, "main" for src/main.ts. */
export function folderOf(path: string): string | undefined {
  const [top, folder = ''] = path.split('/')
  return top === 'src' ? folder.replace(/\.tsx?$/, '') : undefined
}
