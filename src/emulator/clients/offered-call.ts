import type { ForwardCause } from '../direct-routing/outbound-call.ts'
import type { TransferTarget } from '../direct-routing/referral.ts'
import type { SoundLeg } from '../sound/sound-leg.ts'
import type { ClientCall } from './teams-client.ts'

/** What a person can do with a call, whoever made it. */
export type CallInHand = Pick<OfferedCall, 'callId' | 'from' | 'hangUp' | 'hold' | 'transfer'>

/** A call as the proxy puts it before a person's Teams clients. */
export interface OfferedCall {
  readonly callId: string
  readonly from: string
  /** 180 from this endpoint, under a tag of its own. */
  ring(endpoint: number): void
  /** 183 with SDP, from the endpoint that might answer. */
  early(): Promise<SoundLeg | undefined>
  /** 200 from an endpoint, or from a server in the person's place. Undefined when the call was over first. */
  accept(by: number | 'server'): Promise<SoundLeg | undefined>
  /** 181 to the caller, and a call to that number with the history of this one. */
  forward(where: { readonly to: string; readonly cause: ForwardCause }): void
  /** A number outside is called as well, while the clients ring: the first to answer has the call. */
  alongside(to: string): void
  refuse(how: 'busy' | 'declined' | 'offline'): void
  hangUp(): void
  /** Re-INVITE with `a=inactive`, and back. False when the SBC would not. */
  hold(held: boolean): Promise<boolean>
  /** REFER to somebody else; true when the SBC reported success and this call is over. */
  transfer(target: TransferTarget): Promise<boolean>
}

/** What the proxy tells the client about a call it offered. */
export interface OfferedCallUser {
  /** The proxy is ready: from here on the call may be rung, answered or refused. */
  onOffered(): void
  /** The SBC acknowledged the answer: both may speak. */
  onConnected(): void
  onHeld(held: boolean): void
  /** Comes exactly once, last. */
  onEnded(end: ClientCall['end']): void
}
