import type { AgentId, LegId, TenantId } from '#core'

/**
 * A browser as an agent's phone, as whoever keeps its socket and whoever rings it see each other:
 *
 *     page ── open ──▶ ready ── show(ringing) ──▶ answer(sdp) ── heard(sdp) ──▶ talking
 *              ▲ the same id within the grace time takes its call back │ lost
 *              └───────────────────────────────────────────────────────┘
 *
 * No sound flows before the person answers, and a call is taken by one page alone.
 */
export interface PhonesPort {
  /** The page is a phone from now on, or again: what it is to show comes at once. */
  readonly open: (page: PhonePage) => OpenPhone
}

/** One page. The id is the tab's own and outlives its reload. */
export interface PhonePage {
  readonly id: string
  readonly tenant: TenantId
  readonly agent: AgentId
  /** Whether the agent's Teams phone is to ring as well. */
  readonly beside: boolean
  /** Everything the phone is to show, whole each time. */
  readonly show: (view: PhoneView) => void
  /** The answer to the page's own description of sound. */
  readonly heard: (answer: PhoneAnswer) => void
}

/** What the socket's keeper tells of an open phone. */
export interface OpenPhone {
  readonly ask: (asked: PhoneAsk) => void
  /** The socket is gone; the page may come back. */
  readonly lost: () => void
  /** The person put the phone away. */
  readonly leave: () => void
}

/** A call as one page sees it; `elsewhere` is a call that another phone of the person's took. */
export interface PhoneCall {
  readonly leg: LegId
  readonly from: string
  readonly fromName?: string
  readonly state: 'ringing' | 'talking' | 'elsewhere'
}

/** What a phone shows. */
export interface PhoneView {
  readonly calls: readonly PhoneCall[]
  readonly iceServers: readonly PhoneIceServer[]
}

/** A server that helps the browser find a way; ours needs none. */
export interface PhoneIceServer {
  readonly urls: readonly string[]
  readonly username?: string
  readonly credential?: string
}

/** What a page asks for. `renew` describes its sound anew: after a reload, or on another network. */
export type PhoneAsk =
  | { readonly do: 'answer' | 'renew'; readonly leg: LegId; readonly sdp: string }
  | { readonly do: 'decline' | 'hang-up'; readonly leg: LegId }

/** What came of the page's description. */
export type PhoneAnswer =
  | { readonly ok: true; readonly leg: LegId; readonly sdp: string }
  | { readonly ok: false; readonly leg: LegId; readonly code: PhoneRefusal; readonly words: string }

/** Why a page's description was not answered. */
export type PhoneRefusal = 'gone' | 'taken' | 'no-sound'
