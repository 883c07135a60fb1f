import type { InputBody, InteractionId, IssuedOrder, Order, OrderId, TenantId } from '#core'
import type { ChannelPort } from '../ports/channel.ts'
import type { Log } from '../ports/log.ts'
import { carryOut } from './carry-out.ts'

/** Orders of one tenant that may be out at the same time. */
export const ordersOutMax = 50_000
/** Orders of one interaction that may be out at the same time. */
export const ordersPerInteractionMax = 64

/** Where results go. Rejects when there is nobody to take them now. */
export type TakeResult = (result: InputBody) => Promise<unknown>

/**
 * The orders that are out. They belong to the process and not to one life of the lane: a lane
 * that stops and is opened again gets the results of what it ordered before.
 */
export interface Errands {
  readonly give: (issued: IssuedOrder) => void
  /** Whether an order's result is still to come, or waits to be taken. */
  readonly isOut: (order: OrderId) => boolean
  readonly count: () => number
  /** Whether an order is out, or its result waits to be taken. */
  readonly isBusy: () => boolean
  /** Resolves when no order is out and every result is taken. */
  readonly idle: () => Promise<void>
  /** Names who takes results from now on, and hands over what waited for a taker. */
  readonly deliverTo: (take: TakeResult | undefined) => void
}

/** Opens a tenant's errands; nothing is out. */
export function openErrands(
  tenant: TenantId,
  by: { readonly channel: ChannelPort; readonly log: Log },
): Errands {
  const out = new Map<OrderId, InteractionId>()
  const perInteraction = new Map<InteractionId, number>()
  const back = new Map<OrderId, InputBody>()
  const waiting: (() => void)[] = []
  let taker: TakeResult | undefined

  function count(interaction: InteractionId, change: 1 | -1): number {
    const now = (perInteraction.get(interaction) ?? 0) + change
    if (now === 0) perInteraction.delete(interaction)
    else perInteraction.set(interaction, now)
    return now
  }

  function isIdle(): boolean {
    return out.size === 0 && back.size === 0
  }

  async function follow(issued: IssuedOrder, refused: string | undefined): Promise<void> {
    const result =
      refused === undefined
        ? await carryOut(by, tenant, issued)
        : await refuse(tenant, by.log, { issued, detail: refused })
    count(issued.interaction, -1)
    out.delete(issued.id)
    back.set(issued.id, result)
    await deliver(issued.id, result)
  }

  async function deliver(order: OrderId, result: InputBody): Promise<void> {
    if (taker === undefined) return
    try {
      await taker(result)
      back.delete(order)
      if (isIdle()) for (const resolve of waiting.splice(0)) resolve()
    } catch (error) {
      // It waits for the next taker.
      by.log('warn', 'result-not-taken', { tenant, order, words: String(error) })
    }
  }

  return {
    give(issued) {
      const mine = count(issued.interaction, 1)
      const refused = makesMore(issued.order) ? overLimit(out.size, mine) : undefined
      out.set(issued.id, issued.interaction)
      void follow(issued, refused)
    },
    isOut: order => out.has(order) || back.has(order),
    count: () => out.size,
    isBusy: () => !isIdle(),
    idle: () => (isIdle() ? Promise.resolve() : new Promise(resolve => waiting.push(resolve))),
    deliverTo(take) {
      taker = take
      for (const [order, result] of back) void deliver(order, result)
    },
  }
}

/** What ends something is always carried out: it is the way out of having too much. */
function makesMore({ kind }: Order): boolean {
  return kind !== 'hang-up' && kind !== 'reject' && !kind.startsWith('stop-')
}

function overLimit(out: number, ofInteraction: number): string | undefined {
  if (out >= ordersOutMax) return `${ordersOutMax} orders are out already`
  if (ofInteraction <= ordersPerInteractionMax) return undefined
  return `${ordersPerInteractionMax} orders of the interaction are out already`
}

async function refuse(
  tenant: TenantId,
  log: Log,
  { detail, issued }: { readonly issued: IssuedOrder; readonly detail: string },
): Promise<InputBody> {
  log('alarm', 'order-over-limit', { tenant, order: issued.id, ordered: issued.order.kind, detail })
  await Promise.resolve()
  return { kind: 'order-failed', order: issued.id, code: 'refused', detail }
}
