import type { Problem } from '#contract'

type Fault = NonNullable<Problem['faults']>[number]

/** One complaint of a shape. */
interface Issue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: unknown
}

/** What was wrong with which key of a request, in words. */
export function faultsOf(target: string, issues: readonly Issue[]): Fault[] {
  const place = target === 'param' ? 'path' : target === 'query' ? 'query' : 'body'
  return issues.flatMap(issue => {
    const key = issue.path.map(String).join('.')
    if (issue.code !== 'unrecognized_keys' || !Array.isArray(issue.keys)) {
      return { in: place, key, words: issue.message }
    }
    return issue.keys.map(name => ({
      in: place,
      key: [key, String(name)].filter(part => part !== '').join('.'),
      words: 'is not a key that is known here',
    }))
  })
}
