import type { InputBody, IssuedOrder, LegId, OrderDone, OrderFailed, TenantId } from '#core'
import type { Taken } from '../lane/lane.ts'

/**
 * The outside as the engine sees it: something that carries out orders and says what happens.
 * A channel (voice today; mail, messages and chat tomorrow) is one implementation, the fake
 * beside this file another; one suite holds both to the same promises:
 *
 * 1. Every order gets exactly one result. `carryOut` never rejects for what the outside does.
 * 2. A leg's end is told exactly once, by `leg-ended` to the listener, except a `ring` that
 *    never was answered: its failure is its end.
 * 3. An order for a leg that is gone fails with `gone`; it is no error.
 * 4. Nothing is told about a leg after its end.
 */
export interface ChannelPort {
  /** Carries out one order. Orders of one interaction are handed over in the order they were given. */
  readonly carryOut: (tenant: TenantId, issued: IssuedOrder) => Promise<OrderResult>
  /** The legs of a tenant that exist now: what a restarted lane compares its memory with. */
  readonly liveLegs: (tenant: TenantId) => ReadonlySet<LegId>
}

/** What comes of an order. */
export type OrderResult =
  | (Omit<OrderDone, 'kind' | 'order'> & { readonly ok: true })
  | (Omit<OrderFailed, 'kind' | 'order'> & { readonly ok: false })

/** Where a channel tells what happens. `refused` comes back for an input that made no sense, or a lane that is full. */
export type Tell = (tenant: TenantId, input: InputBody) => Promise<Taken>
