import type { Channel } from './channel.ts'
import { channels, costOf } from './channel.ts'
import { flags, isOn } from './flags.ts'
import type { QueueId } from './ids.ts'
import type { QueueState } from './queue/queue-state.ts'
import { deskAt } from './queue/standing.ts'
import type { TenantState } from './state.ts'

/** What is wrong with what queues count: their people, who is in them, and how long a wait is expected to be. */
export function waitComplaints(state: TenantState): string[] {
  const present = presentIn(state)
  return [...state.queues.values()].flatMap(queue => [
    ...staffComplaints(state, queue),
    ...presentComplaints(state, queue, present),
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

/** How many are in each queue by each channel, in line or out on an offer. */
function presentIn({ interactions }: TenantState): ReadonlyMap<string, number> {
  const present = new Map<string, number>()
  for (const { channel, phase } of interactions.values()) {
    if (phase.at !== 'waiting' && phase.at !== 'offered') continue
    const side = sideName(phase.visit.queue, channel)
    present.set(side, (present.get(side) ?? 0) + 1)
  }
  return present
}

function sideName(queue: QueueId, channel: Channel): string {
  return `${queue} by ${channel}`
}

/** Each side counts who is in it, and times its answers only as long as somebody is. */
function presentComplaints(
  state: TenantState,
  { config, sides }: QueueState,
  there: ReadonlyMap<string, number>,
): string[] {
  return channels.flatMap(channel => {
    const { present, pace } = sides[channel]
    const side = sideName(config.id, channel)
    const found = there.get(side) ?? 0
    if (found !== present) return [`${side} counts ${present}; there are ${found}`]
    const timesNobody = found === 0 && pace.answeredAt !== undefined
    if (!timesNobody || !isOn(state, flags.soundWaits)) return []
    return [`${side} times its next answer, and nobody is in it`]
  })
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
