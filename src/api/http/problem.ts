import type { Context } from 'hono'
import { STATUS_CODES } from 'node:http'
import type { Problem } from '#contract'
import type { Refusal, TenantConfig } from '#core'

/** What is said about a request that came to nothing. */
export interface ProblemParts {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 416 | 422 | 429 | 500 | 503
  readonly code: string
  readonly words: string
  readonly remedy: string
  readonly faults?: Problem['faults']
  /** What is wrong with a configuration, place by place. */
  readonly complaints?: Problem['complaints']
  readonly headers?: Readonly<Record<string, string>>
}

/** Ends a request with problem details (RFC 9457). Thrown anywhere below a route, answered once. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: string
  readonly parts: ProblemParts

  constructor(parts: ProblemParts) {
    super(parts.words)
    this.code = parts.code
    this.parts = parts
  }
}

/** The document itself: a code for programs, words and a remedy for people. */
export function problemBody({
  status,
  code,
  words,
  remedy,
  faults,
  complaints,
}: ProblemParts): Problem {
  return {
    type: `urn:parley:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: words,
    remedy,
    ...(faults === undefined ? {} : { faults }),
    ...(complaints === undefined ? {} : { complaints }),
  }
}

/** The answer that carries a problem. */
export function problemResponse(c: Context, parts: ProblemParts): Response {
  for (const [name, value] of Object.entries(parts.headers ?? {})) c.header(name, value)
  return c.body(JSON.stringify(problemBody(parts)), parts.status, {
    'content-type': 'application/problem+json',
  })
}

/** The core changed nothing and says why; agents and queues it tells of have their names. */
export function refusedByCore(
  { code, words, remedy }: Refusal,
  config?: TenantConfig,
): ProblemError {
  const named = words.replace(lastDetail, detail => nameIn(config, detail) ?? detail)
  return new ProblemError({ status: 409, code, words: named, remedy })
}

/** What a refusal says of its case stands in brackets at the end. */
const lastDetail = /(?<=\()[^()]+(?=\)$)/

function nameIn(config: TenantConfig | undefined, detail: string): string | undefined {
  const known = [...(config?.agents ?? []), ...(config?.queues ?? [])]
  return known.find(({ id }) => id === detail)?.name
}

/** The thing asked for is not there, or belongs to another tenant: the answer is the same. */
export function notFound(words: string): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'not-found',
    words,
    remedy: 'Check the address; it may belong to another organisation than yours.',
  })
}

/** The policies say no. */
export function forbidden(words: string): ProblemError {
  return new ProblemError({
    status: 403,
    code: 'not-allowed',
    words,
    remedy: 'Ask a supervisor, or an administrator to change your role.',
  })
}

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
