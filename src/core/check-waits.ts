import { channels, costOf } from './channel.ts'
import { flags, isOn } from './flags.ts'
import type { Phase } from './interaction/interaction.ts'
import type { QueueState } from './queue/queue-state.ts'
import { deskAt } from './queue/standing.ts'
import type { TenantState } from './state.ts'

/** What is wrong with what queues count: their people, who is in them, and how long a wait is expected to be. */
export function waitComplaints(state: TenantState): string[] {
  return [...state.queues.values()].flatMap(queue => [
    ...staffComplaints(state, queue),
    ...presentComplaints(state, queue),
    ...vainComplaints(state, queue),
  ])
}

function staffComplaints(state: TenantState, queue: QueueState): string[] {
  const { config, members } = queue
  const there = members.flatMap(({ agent: id }) => {
    const agent = state.agents.get(id)
    return agent !== undefined && deskAt(agent, queue)?.fits === true ? agent : []
  })
  const staffed = there.filter(({ routing }) => routing.at !== 'signed-out').length
  const onDuty = there.filter(({ duty }) => duty.at === 'available').length
  return [
    ...(staffed === queue.staffed
      ? []
      : [`${config.id} counts ${queue.staffed} signed in; there are ${staffed}`]),
    ...(onDuty === queue.onDuty
      ? []
      : [`${config.id} counts ${queue.onDuty} on duty; there are ${onDuty}`]),
  ]
}

/** Each side counts who is in it, and times its answers only as long as somebody is. */
function presentComplaints(state: TenantState, queue: QueueState): string[] {
  const { id } = queue.config
  return channels.flatMap(channel => {
    const { present, pace } = queue.sides[channel]
    let found = 0
    for (const one of state.interactions.values()) {
      if (one.channel === channel && queueIn(one.phase) === id) found += 1
    }
    if (found !== present) return [`${id} counts ${present} by ${channel}; there are ${found}`]
    const timesNobody = found === 0 && pace.answeredAt !== undefined
    if (!timesNobody || !isOn(state, flags.soundWaits)) return []
    return [`${id} times its next answer by ${channel}, and nobody is in it`]
  })
}

function queueIn(phase: Phase): string | undefined {
  return phase.at === 'waiting' || phase.at === 'offered' ? phase.visit.queue : undefined
}

/** Nobody waits in a queue that is gone, or by a channel that the tenant takes no longer. */
function vainComplaints(state: TenantState, { config, retired, sides }: QueueState): string[] {
  if (!isOn(state, flags.leaveDeadEnds)) return []
  return channels.flatMap(channel => {
    const waits = sides[channel].waiting.length
    if (waits === 0 || (!retired && costOf(state.config, channel) !== undefined)) return []
    return [`${waits} wait by ${channel} in ${config.id}, where nothing will come for them`]
  })
}
