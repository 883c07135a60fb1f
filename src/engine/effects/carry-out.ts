import type { InputBody, IssuedOrder, TenantId } from '#core'
import type { ChannelPort, OrderResult } from '../ports/channel.ts'
import type { Log } from '../ports/log.ts'

/** Hands an order to the channel and turns what comes of it into the input that says so. */
export async function carryOut(
  by: { readonly channel: ChannelPort; readonly log: Log },
  tenant: TenantId,
  issued: IssuedOrder,
): Promise<InputBody> {
  const result = await perform(by, tenant, issued)
  if (result.ok) {
    const { ok: _, ...done } = result
    return { ...done, kind: 'order-done', order: issued.id }
  }
  const { ok: _, ...failed } = result
  return { ...failed, kind: 'order-failed', order: issued.id }
}

/** A channel never rejects for what the outside does; if it does all the same, that is a fault of ours. */
async function perform(
  by: { readonly channel: ChannelPort; readonly log: Log },
  tenant: TenantId,
  issued: IssuedOrder,
): Promise<OrderResult> {
  try {
    return await by.channel.carryOut(tenant, issued)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    by.log('alarm', 'channel-fault', {
      tenant,
      order: issued.id,
      ordered: issued.order.kind,
      detail,
    })
    return { ok: false, code: 'fault', detail }
  }
}
