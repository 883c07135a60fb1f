import type { ClientState } from '../clients/teams-client.ts'
import type { PersonPresence } from '../graph/presences.ts'
import type { CallHappening, Phase } from '../phones/script.ts'
import type { Violation } from '../rules/violation.ts'

/** Ways in which the emulated world can go wrong, one name each. */
export const troubles = [
  /** Sound from phones and Teams is lost in stretches, a third of the time. */
  'lossy-network',
  /** Microsoft's proxy says 503 to every call. */
  'teams-overloaded',
  /** Microsoft's proxy says 408 to every call: the user's side took too long. */
  'teams-times-out',
  /** Microsoft's proxy says nothing at all. */
  'teams-silent',
  /** The carrier's trunk is down: its calls end, and nobody gets through. */
  'trunk-down',
  /** Entra ID takes five seconds for everything. */
  'slow-sign-in',
  /** Microsoft Graph takes longer for everything than anybody waits. */
  'slow-graph',
  /** Microsoft Graph says 429 and 503 to everything. */
  'graph-overloaded',
] as const

/** A way in which the emulated world can go wrong. */
export type Trouble = (typeof troubles)[number]

/** How a person's Teams client can be told to meet calls; `script` is what its world's file says. */
export const meetings = ['script', 'hand', 'declines', 'busy', 'offline'] as const

/** How a person's Teams client meets calls from now on. */
export type Meeting = (typeof meetings)[number]

/** A Teams user with a phone. */
export interface PersonView {
  readonly id: string
  readonly name: string
  readonly userName: string
  readonly number: string
  readonly presence: PersonPresence
  /** `hand`: rings until somebody on the page decides. */
  readonly meets: 'answers' | 'declines' | 'busy' | 'offline' | 'hand'
  readonly state: ClientState
  /** The number of whoever is asked aside, while the call is on hold. */
  readonly consults?: string
}

/** A caller on the phone network. */
export interface CallerView {
  readonly callId: string
  readonly name: string
  readonly from: string
  readonly to: string
  readonly phase: Phase
  readonly sinceMs: number
  /** What the caller is up to; absent where a person is the caller. */
  readonly story?: string
  /** The last thing that happened, on the caller's watch. */
  readonly last?: CallHappening
}

/** All of the emulated world that pages show. */
export interface WorldView {
  readonly atMs: number
  readonly people: readonly PersonView[]
  readonly callers: readonly CallerView[]
  /** Numbers a phone can dial. */
  readonly numbers: readonly { readonly number: string; readonly name: string }[]
  /** Pages by which customers call. */
  readonly webPages: readonly string[]
  /** Who somebody at the phone can be. */
  readonly identities: readonly { readonly name: string; readonly number: string }[]
  /** What callers placed from the panel can be up to. */
  readonly stories: readonly string[]
  readonly troubles: readonly Trouble[]
  readonly violations: readonly Violation[]
  readonly counts: { readonly clientCalls: number; readonly mediaLegs: number }
}
