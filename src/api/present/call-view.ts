import type { Interaction, Names, QueueId } from '#core'
import type { LiveInteractionRow, TalkView } from '#contract'

/** What offer, talk and wrap-up show alike: who calls, what was dialled, which keys were pressed. */
export type CallView = Pick<TalkView, 'interaction' | 'customer' | 'dialled' | 'queue' | 'choices'>

/** One interaction, as the agent sees it who has it or may have it. */
export function callView(interaction: Interaction, queue: QueueId, names: Names): CallView {
  return {
    interaction: interaction.id,
    customer: customerView(interaction.customer),
    dialled: interaction.dialled,
    queue: { id: queue, name: names.queue(queue) },
    choices: interaction.choices.map(choice => ({ ...choice })),
  }
}

/** The person outside: an address, and the name that came with the call if one did. */
export function customerView(customer: {
  readonly address: string
  readonly name?: string | undefined
}): TalkView['customer'] {
  return {
    address: customer.address,
    ...(customer.name === undefined ? {} : { name: customer.name }),
  }
}

/** Of somebody who waits: whether a talk came before, which broke off as the agent's phone was lost. */
export function returned(visit: {
  readonly returned?: true
}): Pick<LiveInteractionRow, 'returned'> {
  return visit.returned === true ? { returned: true } : {}
}
