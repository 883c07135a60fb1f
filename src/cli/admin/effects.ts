import type { EffectView } from '#contract'
import type { Interaction, TenantConfig, TenantState } from '#core'
import { takenChannels } from '#core'

/** What happens to what is under way if a configuration takes the place of the one in force. */
export function effectsOf(state: TenantState, after: TenantConfig): readonly EffectView[] {
  const before = state.config
  if (before === undefined) return []
  return [
    ...queueEffects(state, { before, after }),
    ...channelEffects(state, { before, after }),
    ...flowEffects(state, { before, after }),
    ...numberEffects({ before, after }),
    ...agentEffects(state, { before, after }),
  ]
}

interface Change {
  readonly before: TenantConfig
  readonly after: TenantConfig
}

function queueEffects(state: TenantState, { before, after }: Change): readonly EffectView[] {
  const kept = new Set(after.queues.map(({ id }) => id))
  return before.queues.flatMap(({ id, name }): readonly EffectView[] => {
    if (kept.has(id)) return []
    const waiting = count(state, ({ phase }) => phase.at === 'waiting' && phase.visit.queue === id)
    const ringing = count(state, ({ phase }) => phase.at === 'offered' && phase.visit.queue === id)
    if (waiting + ringing === 0) {
      return [
        {
          code: 'queue-removed',
          words: `The queue “${name}” goes. Nobody waits in it.`,
          danger: false,
        },
      ]
    }
    const words = [
      `The queue “${name}” goes.`,
      ...(waiting === 0 ? [] : [waitingWords(waiting)]),
      ...(ringing === 0 ? [] : [ringingWords(ringing)]),
    ]
    return [{ code: 'queue-with-waiting-removed', words: words.join(' '), danger: true }]
  })
}

function waitingWords(waiting: number): string {
  return `${counted(waiting, 'customer waits', 'customers wait')} in it now and at once ${waiting === 1 ? 'goes' : 'go'} on as if the longest wait were over.`
}

/** Whoever is out on an offer may still be answered. */
function ringingWords(ringing: number): string {
  return `${counted(ringing, 'customer is', 'customers are')} being offered to agents, and ${ringing === 1 ? 'goes' : 'go'} on in the same way if nobody takes the offer.`
}

function channelEffects(state: TenantState, { before, after }: Change): readonly EffectView[] {
  const taken = new Set(takenChannels(after))
  return takenChannels(before).flatMap((channel): readonly EffectView[] => {
    if (taken.has(channel)) return []
    const left = count(state, one => one.channel === channel && 'visit' in one.phase)
    const words = [
      `The channel “${channel}” is taken no longer: new work by it is refused.`,
      ...(left === 0
        ? []
        : [
            `${counted(left, 'piece of work waits or is', 'pieces of work wait or are')} being offered; ${left === 1 ? 'it goes' : 'they go'} on as if the longest wait were over, unless an agent takes an offer.`,
          ]),
    ]
    return [{ code: 'channel-closed', words: words.join(' '), danger: left > 0 }]
  })
}

/** An interaction keeps the version of a flow it began with. */
function flowEffects(state: TenantState, { before, after }: Change): readonly EffectView[] {
  const versions = new Map(after.flows.map(({ id, version }) => [id, version]))
  return before.flows.flatMap(({ id, name, version }): readonly EffectView[] => {
    const now = versions.get(id)
    if (now === version) return []
    const running = count(state, one => {
      const at = flowOf(one)
      return at?.flow === id && at.version === version
    })
    const under =
      running === 0
        ? ''
        : ` ${counted(running, 'call', 'calls')} under way ${running === 1 ? 'finishes' : 'finish'} in the version ${running === 1 ? 'it' : 'they'} began with.`
    return now === undefined
      ? [{ code: 'flow-removed', words: `The flow “${name}” goes.${under}`, danger: false }]
      : [
          {
            code: 'flow-changed',
            words: `The next call hears the new flow “${name}”.${under}`,
            danger: false,
          },
        ]
  })
}

function flowOf({
  phase,
}: Interaction): { readonly flow: string; readonly version: string } | undefined {
  switch (phase.at) {
    case 'arrived':
      return phase.flow
    case 'in-flow':
      return phase
    case 'waiting':
    case 'offered':
      return phase.visit.place?.key
    case 'talking':
    case 'outward':
    case 'bridged':
    case 'wrap-up':
    case 'closing':
      return undefined
  }
}

function numberEffects({ before, after }: Change): readonly EffectView[] {
  const kept = new Set(after.numbers.map(({ address }) => address))
  const gone = before.numbers.filter(({ address }) => !kept.has(address))
  return gone.map(({ address }) => ({
    code: 'number-removed',
    words: `Calls to ${address} are refused from now on.`,
    danger: true,
  }))
}

function agentEffects(state: TenantState, { before, after }: Change): readonly EffectView[] {
  const people = new Map(after.agents.map(agent => [agent.id, agent]))
  return before.agents.flatMap(({ id, name, role }): readonly EffectView[] => {
    const now = people.get(id)
    const at = state.agents.get(id)?.routing.at ?? 'signed-out'
    if (now === undefined) {
      if (at === 'signed-out')
        return [{ code: 'agent-removed', words: `${name} goes.`, danger: false }]
      const isBusy = at !== 'available' && at !== 'not-ready'
      const words = `${name} goes, and is ${isBusy ? 'signed out after the work in hand' : 'signed out at once'}.`
      return [{ code: 'agent-at-work-removed', words, danger: true }]
    }
    if (now.role === role) return []
    return [
      {
        code: 'role-changed',
        words: `${name} is ${role} no longer, but ${now.role}.`,
        danger: false,
      },
    ]
  })
}

function count(state: TenantState, holds: (one: Interaction) => boolean): number {
  let found = 0
  for (const one of state.interactions.values()) if (holds(one)) found += 1
  return found
}

function counted(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`
}
