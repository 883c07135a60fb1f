import type { WebCallAsked, WebCallPage, WebCallRefusal, WebCallsPort } from './web-calls.ts'

/** Web calls that a test holds in its hand: one entry of one tenant, and one call. */
export interface FakeWebCalls extends WebCallsPort {
  /** Why nobody may call now; a test sets it. */
  refusal: WebCallRefusal | undefined
  /** What was asked for, in order. */
  readonly asked: WebCallAsked[]
  /** What the page that joined last does, in order. */
  readonly done: string[]
  page: WebCallPage | undefined
}

/** The token of the one call. */
export const fakeWebCallToken = 'a-token-of-the-one-call'

/** A place to call from at acme, for pages of one other site. */
export function fakeWebCalls(origins: readonly string[] = []): FakeWebCalls {
  const asked: WebCallAsked[] = []
  const done: string[] = []
  const fake: FakeWebCalls = {
    refusal: undefined,
    asked,
    done,
    page: undefined,
    entry: (tenant, entry) =>
      tenant === 'acme' && entry === 'shop'
        ? { tenant: 'Shop', name: 'Talk to us', language: 'en-GB', origins }
        : undefined,
    begin: one => {
      asked.push(one)
      if (fake.refusal !== undefined) return { ok: false, code: fake.refusal, retryAfterMs: 2_500 }
      return { ok: true, token: fakeWebCallToken, iceServers: [], graceMs: 30_000 }
    },
    join: (token, page) => {
      if (token !== fakeWebCallToken) return undefined
      fake.page = page
      page.show({ at: 'ready' })
      return {
        describe: sdp => {
          done.push(`describe ${sdp}`)
          page.heard(`answer to ${sdp}`)
        },
        hangUp: () => done.push('hang-up'),
        lost: () => done.push('lost'),
      }
    },
  }
  return fake
}
