import type { TenantId } from '#core'
import type { PhoneIceServer } from './phones.ts'

/**
 * A customer who calls from a web page, as whoever keeps its socket and whoever keeps its call see
 * each other:
 *
 *     begin ──▶ ready ── describe(sdp) ──▶ calling ── heard(sdp) ──▶ talking ──▶ over
 *               ▲ whoever shows the token within the grace time goes on where the page was
 *               └──────────────────────────────────────────────────────────────────
 *
 * The token is all a page has: who holds it holds the call, and nothing else.
 */
export interface WebCallsPort {
  /** What a page may know of a place to call from, or nothing where there is none. */
  readonly entry: (tenant: TenantId, entry: string) => WebEntryView | undefined
  readonly begin: (asked: WebCallAsked) => WebCallBegun
  /** Takes a call into a page; nothing where the token opens none, or none any more. */
  readonly join: (token: string, page: WebCallPage) => JoinedWebCall | undefined
}

/** A place to call from, as its page shows it. */
export interface WebEntryView {
  readonly tenant: string
  readonly name: string
  readonly language: string
  readonly origins: readonly string[]
  readonly consent?: string
}

/** Somebody wants to call. */
export interface WebCallAsked {
  readonly tenant: TenantId
  readonly entry: string
  /** The network address it comes from. */
  readonly source: string
  /** What the page calls the customer; nobody has proven it. */
  readonly name?: string
  /** The words the customer agreed to. */
  readonly consented?: string
}

/** What came of it. */
export type WebCallBegun =
  | {
      readonly ok: true
      readonly token: string
      readonly iceServers: readonly PhoneIceServer[]
      /** How long a page may be away before its call is over. */
      readonly graceMs: number
    }
  | { readonly ok: false; readonly code: WebCallRefusal; readonly retryAfterMs?: number }

/** Why nobody may call now. */
export type WebCallRefusal =
  | 'unknown-entry'
  | 'consent-needed'
  | 'too-often'
  | 'too-many-from-here'
  | 'entry-full'

/** How a call ended: by hanging up, unanswered, without a sound, or taken to another page. */
export type WebCallEnd = 'ended' | 'refused' | 'no-sound' | 'elsewhere'

/** How a call stands. */
export type WebCallState =
  | { readonly at: 'ready' | 'calling' | 'talking' }
  | { readonly at: 'over'; readonly why: WebCallEnd }

/** One page. */
export interface WebCallPage {
  readonly show: (state: WebCallState) => void
  /** The answer to the page's own description of sound. */
  readonly heard: (sdp: string) => void
}

/** What a socket's keeper tells of a page that has a call. */
export interface JoinedWebCall {
  /** The first description begins the call; a later one is for another network or another page. */
  readonly describe: (sdp: string) => void
  readonly hangUp: () => void
  /** The socket is gone; the page may come back. */
  readonly lost: () => void
}
