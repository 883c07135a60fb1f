import type { InteractionId, LegId, TenantId } from '#core'
import type { OrderResult } from '#engine'
import type { Negotiated } from '#media'
import type { WebCall } from '../softphone/web-calls.ts'
import type { ExtraHeaders, IncomingCall, OutgoingCall, TrunkProfile } from '#sip'

/** One leg as the channel holds it: a SIP call, a media leg, and what is still owed to the engine. */
export interface VoiceLeg {
  readonly id: LegId
  readonly tenant: TenantId
  /** The call its sound belongs to: legs of one call share a worker, and may hear each other. */
  readonly callId: string
  readonly direction: 'in' | 'out'
  call: IncomingCall | OutgoingCall | undefined
  /** The browsers that ring or talk; alone, or until a phone answers. */
  browser?: BrowserSide
  /** `opening` until it is answered; `ending` once we hang it up. */
  state: 'opening' | 'up' | 'ending'
  /** Resolves a `ring` order; present until the leg is answered or fails. */
  ring: ((result: OrderResult) => void) | undefined
  rang: boolean
  /** A phone is being called beside the browsers, and its sound is the leg's. */
  dialling?: boolean
  /** Resolvers of `hang-up` orders, answered when the leg is gone. */
  readonly leaving: ((result: OrderResult) => void)[]
  /** What a call that cannot be answered is refused with once it is hung up; 480 where nothing is said. */
  refusal?: { readonly status: number; readonly q850: number }
  /** What plays now; a newer play, a stop or a connection takes its place. */
  play: Playing | undefined
  /** What was agreed on for its sound last. */
  sound?: Pick<Negotiated, 'codec' | 'srtp'>
  /** Whether its far end has put us on hold. */
  held: boolean
  /** How a call of ours came or goes out; none where only browsers ring. */
  way?: Way
  /** Keys pressed lately that came by one way, and may yet come by the other. */
  keys?: readonly KeyOnce[]
  /** Its far end hands it on, and the call to whoever comes next is under way. */
  referral?: Referral | undefined
  /** A number outside that is called, and what it described before it answered. */
  readonly isOutside?: boolean
  early?: string
  /** Whom it hears by the last word on that. */
  routed?: readonly LegId[]
  /** Whom it is to hear, by the last word on who talks with whom; one of them may be muted. */
  hears?: readonly LegId[]
  /** What its trunk wants said and never sent. */
  readonly profile: TrunkProfile
  /** What an answer of ours says beside the sound, on its trunk. */
  readonly answerHeaders: ExtraHeaders
  readonly inbandDigits: boolean
  /** Whether we hold its far end: what is wanted, and what was said last. */
  readonly ownHold: OwnHold
}

/** A leg's trunk, and who we are on it towards its far end. */
export interface Way {
  readonly trunk: string
  readonly from: string
  readonly fromName?: string | undefined
}

/** A call to whom the far end wants instead of itself, and the end of what is heard meanwhile. */
export interface Referral {
  cancel: () => void
  /** Stops the ringing that whoever waits for the answer hears; none as long as it does not ring. */
  hush?: () => void
}

/** Our own hold of one leg. */
export interface OwnHold {
  wanted: boolean
  said: boolean
  busy: boolean
}

/** A leg's way into a browser. */
export interface BrowserSide {
  /** The pages show this leg no more. */
  readonly end: () => void
  /** Ends the wait for a browser whose sound was lost. */
  cancelGrace: (() => void) | undefined
  /** Of a customer’s page: the call that came from it. */
  readonly web?: WebSide
}

/** The call of a customer’s page. */
export interface WebSide {
  readonly call: WebCall
  /** The newest description of the page’s sound. */
  offer: string
  /** The sound has found its way, or never will. */
  readonly found: (isThere: boolean) => void
  readonly finding: Promise<boolean>
}

/** By what a key came: in the sound, as an event of RTP or as tones, or in the signalling. */
export type KeyWay = 'sound' | 'info'

/** A key that came by one way and may yet come by the other. */
export interface KeyOnce {
  readonly digit: string
  readonly by: KeyWay
  readonly atMs: number
}

/** A play order that has no result yet. */
export interface Playing {
  readonly playId: string
  readonly resolve: (result: OrderResult) => void
  /** It is our ringing tone and nothing else. */
  readonly isRinging?: boolean
}

/** Every leg and recording that exists now. A leg that is not in here is gone. */
export interface VoiceTable {
  readonly legs: Map<string, VoiceLeg>
  readonly recordings: Map<string, OngoingRecording>
}

/** A recording under way, or one that ended by itself and has not been asked for yet. */
export interface OngoingRecording {
  readonly tenant: TenantId
  readonly interaction: InteractionId
  readonly file: string
}

/** Sound knows no tenants: legs of all tenants are told apart by this name. */
export function soundName(tenant: TenantId, id: string): string {
  return `${tenant}/${id}`
}

/** The leg of a tenant, if it is still there. */
export function findLeg(table: VoiceTable, tenant: TenantId, id: LegId): VoiceLeg | undefined {
  return table.legs.get(soundName(tenant, id))
}
