import type { Problem } from '#contract'
import type { Clock } from '../model/clock.ts'

/** The longest wait for an answer; a server that is up answers in milliseconds. */
export const answerMsMax = 15_000

/** Browsers let no more than 64 kB outlive a page; a character takes up to three octets. */
const keptAliveLengthMax = 16_000

/** Why something asked of the server did not happen. */
export type Trouble =
  /** No answer: offline, or the server is away. */
  | { readonly kind: 'unreachable' }
  /** Nobody is signed in, or no longer. */
  | { readonly kind: 'signed-out' }
  /** The server says no, in words and with a remedy. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** An answer that is not Parley's own: a proxy's page, most often. */
  | { readonly kind: 'broken'; readonly status: number }

/** An answer, or why there is none: callers must look, and the compiler sees to it. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: Trouble }

/** What is asked of the server, as the models see it. */
export interface Http {
  readonly get: <T>(path: string) => Promise<Outcome<T>>
  readonly post: <T>(path: string, body?: object) => Promise<Outcome<T>>
  readonly put: <T>(path: string, body: object | Blob) => Promise<Outcome<T>>
  readonly remove: <T>(path: string) => Promise<Outcome<T>>
}

/** What asking needs of the browser. */
export interface HttpPorts {
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** Any answer may say that the session has ended. */
  readonly onSignedOut: () => void
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false
  return ['title', 'detail', 'remedy', 'code'].every(
    key => key in value && typeof Reflect.get(value, key) === 'string',
  )
}

async function readJson(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (!/\bjson\b/.test(type)) return undefined
  const body: unknown = await response.json()
  return body
}

async function read<T>(response: Response): Promise<Outcome<T>> {
  const body = await readJson(response)
  if (response.status === 401) return { ok: false, trouble: { kind: 'signed-out' } }
  if (isProblem(body) && !response.ok)
    return { ok: false, trouble: { kind: 'refused', problem: body } }
  const empty = response.status === 204
  if (!response.ok || (body === undefined && !empty)) {
    return { ok: false, trouble: { kind: 'broken', status: response.status } }
  }
  // Parsed here and nowhere else: the server is our own and its shapes are tested there.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a schema here would double the page's size.
  return { ok: true, value: body as T }
}

/** Asks and answers as values: a server that is away is an outcome here, never an exception. */
export function createHttp(ports: HttpPorts): Http {
  async function ask<T>(path: string, init: RequestInit): Promise<Outcome<T>> {
    const aborter = new AbortController()
    const cancel = ports.clock.after(answerMsMax, () => aborter.abort())
    try {
      const response = await ports.fetch(path, {
        ...init,
        signal: aborter.signal,
        credentials: 'same-origin',
      })
      const outcome = await read<T>(response)
      if (!outcome.ok && outcome.trouble.kind === 'signed-out') ports.onSignedOut()
      return outcome
    } catch (error) {
      if (!(error instanceof Error)) throw error
      return { ok: false, trouble: { kind: 'unreachable' } }
    } finally {
      cancel()
    }
  }
  return {
    get: path => ask(path, { headers: { accept: 'application/json' } }),
    post: (path, body) => {
      const text = JSON.stringify(body ?? {})
      return ask(path, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: text,
        // What was asked as the page closed gets through all the same.
        keepalive: text.length <= keptAliveLengthMax,
      })
    },
    put: (path, body) =>
      ask(path, {
        method: 'PUT',
        headers: {
          accept: 'application/json',
          'content-type': body instanceof Blob ? 'audio/wav' : 'application/json',
        },
        body: body instanceof Blob ? body : JSON.stringify(body),
      }),
    remove: path => ask(path, { method: 'DELETE', headers: { accept: 'application/json' } }),
  }
}
