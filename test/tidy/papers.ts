import { posix } from 'node:path'
import type { Complaint, Repo } from './repo.ts'
import { lineAt, perFile } from './repo.ts'

const isMarkdown = (path: string): boolean => path.endsWith('.md')

/** A relative link leads to a file that is there, and its #anchor to a heading that is there. */
export function linkToWhatIs(repo: Repo): readonly Complaint[] {
  const folders = new Set(['.', ...[...repo.keys()].flatMap(foldersOf)])
  const look = perFile(isMarkdown, (path, text) =>
    linksOf(text).flatMap(({ target, line }) => {
      const [file = '', anchor] = target.split('#')
      const there = file === '' ? path : posix.join(posix.dirname(path), decodeURI(file))
      const found = there.replace(/\/$/, '')
      if (!repo.has(found) && !folders.has(found))
        return [[line, `${target} leads nowhere: correct it`]]
      if (anchor === undefined || !isMarkdown(found)) return []
      if (headingsOf(repo.get(found) ?? '').includes(anchor)) return []
      return [[line, `${found} has no heading #${anchor}: correct the anchor`]]
    }),
  )
  return look(repo)
}

/** Whoever looks for a decision finds every one of them in the index. */
export function indexDecisions(repo: Repo): readonly Complaint[] {
  const index = 'docs/decisions/README.md'
  const linked = new Set(
    linksOf(repo.get(index) ?? '').map(({ target }) => posix.join('docs/decisions', target)),
  )
  return [...repo.keys()]
    .filter(path => /^docs\/decisions\/.+\.md$/.test(path) && path !== index && !linked.has(path))
    .map(path => ({ path, line: 1, remedy: `add a line for it to ${index}` }))
}

const dependencyPage = 'docs/dependencies.md'

/** Every package we stand on is accounted for on a page, and the page speaks of no other. */
export function accountForPackages(repo: Repo): readonly Complaint[] {
  const manifest = repo.get('package.json') ?? ''
  const page = repo.get(dependencyPage) ?? ''
  const used = dependencyLines(manifest)
  const told = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(found => found[1] ?? '')
  return [
    ...used
      .filter(({ name }) => !told.includes(name))
      .map(({ name, line }) => ({
        path: 'package.json',
        line,
        remedy: `give ${name} a line in ${dependencyPage}: what, why not ours, who keeps it, licence`,
      })),
    ...told
      .filter(name => !used.some(entry => entry.name === name))
      .map(name => ({
        path: dependencyPage,
        line: lineAt(page, page.indexOf(`| \`${name}\``)),
        remedy: `${name} is no longer used: remove its line`,
      })),
  ]
}

/** A version is one version, so that two machines and two days build the same thing. */
export const pinVersions = perFile(
  path => path === 'package.json',
  (_, text) =>
    dependencyLines(text).flatMap(({ line, version }) =>
      /^\d+\.\d+\.\d+[\w.-]*$/.test(version)
        ? []
        : [[line, `write the exact version instead of ${version}`]],
    ),
)

interface DependencyLine {
  readonly name: string
  readonly version: string
  readonly line: number
}

/** The entries of "dependencies" and "devDependencies", read by line so that a complaint can name it. */
function dependencyLines(manifest: string): readonly DependencyLine[] {
  const blocks = manifest.matchAll(/"(?:dev|optional|peer)?[dD]ependencies":\s*\{([^}]*)\}/g)
  return [...blocks].flatMap(block =>
    [...(block[1] ?? '').matchAll(/"([^"]+)":\s*"([^"]*)"/g)].map(found => ({
      name: found[1] ?? '',
      version: found[2] ?? '',
      line: lineAt(manifest, block.index + block[0].indexOf('{') + 1 + found.index),
    })),
  )
}

/** Links of the page that lead into the project; code blocks and the outside world are left out. */
function linksOf(text: string): readonly { readonly target: string; readonly line: number }[] {
  const prose = text
    .replace(/^```[\s\S]*?^```/gm, block => block.replace(/[^\n]/g, ' '))
    .replace(/`[^`\n]*`/g, code => ' '.repeat(code.length))
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)]
    .map(found => ({ target: found[1] ?? '', line: lineAt(prose, found.index) }))
    .filter(({ target }) => !/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target))
}

/** Headings as GitHub writes their anchors. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+\s+(.+)$/gm)].map(found =>
    (found[1] ?? '')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
