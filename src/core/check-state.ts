import { agentComplaints, monitorComplaints, staffedComplaints } from './check-agents.ts'
import { channels } from './channel.ts'
import { waitComplaints } from './check-waits.ts'
import { flags, isOn } from './flags.ts'
import { toId } from './ids.ts'
import type { Interaction } from './interaction/interaction.ts'
import type { IdleLine } from './queue/idle-line.ts'
import { findIdle } from './queue/idle-line.ts'
import type { Line, Place } from './queue/line.ts'
import { positionIn, standing, standsBefore } from './queue/line.ts'
import type { TenantState } from './state.ts'
import { flowKey } from './state.ts'
import type { InteractionTimer } from './timers.ts'
import { isTimerSet } from './timers.ts'

/**
 * Holds a state against the invariants written above `TenantState`, and answers with every one
 * that is broken. It looks at everything, so it is for tests and the simulator.
 */
export function checkState(state: TenantState): string[] {
  return [
    ...agentComplaints(state),
    ...lineComplaints(state),
    ...waitComplaints(state),
    ...nameComplaints(state),
    ...strayComplaints(state),
    ...interactionComplaints(state),
    ...editionComplaints(state),
  ]
}

function lineComplaints(state: TenantState): string[] {
  const complaints: string[] = []
  const times = new Map<string, number>()
  for (const queue of state.queues.values()) {
    for (const channel of channels) {
      const { waiting, idle } = queue.sides[channel]
      complaints.push(...orderComplaints(waiting), ...idleOrderComplaints(idle))
      for (const place of standing(waiting)) {
        const here = state.interactions.get(place.who)?.channel === channel ? 1 : 2
        times.set(place.who, (times.get(place.who) ?? 0) + here)
      }
    }
  }
  for (const interaction of state.interactions.values()) {
    const wanted = interaction.phase.at === 'waiting' ? 1 : 0
    const found = times.get(interaction.id) ?? 0
    if (found !== wanted)
      complaints.push(
        `${interaction.id} is ${interaction.phase.at} and stands ${found} times in line`,
      )
    times.delete(interaction.id)
  }
  for (const id of times.keys()) complaints.push(`${id} stands in line and does not exist`)
  return complaints
}

function orderComplaints(line: Line<Place<string>>): string[] {
  const all = [...standing(line)]
  const complaints =
    line.length === all.length ? [] : [`a line of ${all.length} says ${line.length}`]
  for (const [index, place] of all.entries()) {
    const next = all[index + 1]
    if (next !== undefined && !standsBefore(place, next))
      complaints.push(`${next.who} stands behind ${place.who} and should not`)
    if (positionIn(line, place) !== index + 1)
      complaints.push(`${place.who} is not where it stands`)
  }
  return complaints
}

/** Ranks never fall along the line, and nobody of a rank has been free longer than who stands before. */
function idleOrderComplaints(line: IdleLine): string[] {
  const complaints: string[] = []
  let count = 0
  let before = { rank: -Infinity, since: -Infinity }
  findIdle(line, (member, rank, since) => {
    count += 1
    const inOrder = before.rank < rank || (before.rank === rank && before.since <= since)
    if (!inOrder) complaints.push(`member ${member} stands too far back among the idle`)
    before = { rank, since }
    return false
  })
  if (count !== line.length) complaints.push(`a line of ${count} idle says ${line.length}`)
  return complaints
}

/** Legs and tasks by name, and agents by interaction: each is known on both sides. */
function nameComplaints(state: TenantState): string[] {
  const { interactions } = state
  const complaints: string[] = []
  for (const [leg, id] of state.legs) {
    if (interactions.get(id)?.legs.some(one => one.id === leg) !== true) {
      complaints.push(`leg ${leg} belongs to nobody`)
    }
  }
  for (const [key, id] of state.tasks) {
    if (interactions.get(id)?.task?.key !== key) complaints.push(`task ${key} is nothing`)
  }
  for (const one of interactions.values()) {
    complaints.push(...staffedComplaints(state, one), ...monitorComplaints(state, one))
    complaints.push(...usedComplaints(state, one))
  }
  return complaints
}

/** Nobody who is gone comes back: an agent's timer goes with the agent. */
function strayComplaints(state: TenantState): string[] {
  if (!isOn(state, flags.keepWhatIsUsed)) return []
  const back = state.timers.heap.filter(({ kind }) => kind === 'back')
  const gone = back.filter(({ of }) => !state.agents.has(toId(of)))
  return gone.map(({ of }) => `${of} comes back and is gone`)
}

/** Queues that are filed for are there, and nobody in a talk is to be sent back to one who handed it on. */
function usedComplaints(state: TenantState, { id, phase, filings, sentBy }: Interaction): string[] {
  const gone = isOn(state, flags.keepWhatIsUsed)
    ? [...filings.values()].filter(({ queue }) => !state.queues.has(queue))
    : []
  const complaints = gone.map(
    ({ agent, queue }) => `${agent} files ${id} for ${queue}, which is gone`,
  )
  if (phase.at === 'talking' && sentBy !== undefined && isOn(state, flags.handBackByRules)) {
    complaints.push(`${id} is in a talk, and goes back to ${sentBy}`)
  }
  return complaints
}

function interactionComplaints(state: TenantState): string[] {
  const complaints: string[] = []
  const bounded = isOn(state, flags.boundBridged)
  const waitingFor = new Set([...state.orders.values()].map(order => order.interaction))
  for (const { id, phase } of state.interactions.values()) {
    const timed = timersOf(phase.at).some(kind => isTimerSet(state.timers, { kind, of: id }))
    const mayLast = phase.at === 'talking' || (phase.at === 'bridged' && !bounded)
    if (!timed && !waitingFor.has(id) && !mayLast) {
      complaints.push(`${id} is ${phase.at} and waits for nothing`)
    }
  }
  return complaints
}

/** Each edition is counted right, is let go in time, and finds its flows. */
function editionComplaints(state: TenantState): string[] {
  const living = new Map<number | undefined, number>()
  for (const { edition } of state.interactions.values()) {
    living.set(edition, (living.get(edition) ?? 0) + 1)
  }
  const complaints: string[] = []
  for (const [nth, edition] of state.editions) {
    const found = living.get(nth) ?? 0
    if (edition.living !== found) {
      complaints.push(`edition ${nth} counts ${edition.living} and ${found} go by it`)
    }
    if (found === 0 && nth !== state.count.editions)
      complaints.push(`edition ${nth} is kept for nobody`)
    const lost = [...edition.flows].map(([flow, version]) => flowKey({ flow, version }))
    for (const key of lost.filter(one => !state.flows.has(one)))
      complaints.push(`the flow ${key} is gone`)
    living.delete(nth)
  }
  living.delete(undefined)
  for (const nth of living.keys()) complaints.push(`edition ${nth} is gone`)
  return complaints
}

function timersOf(at: Interaction['phase']['at']): readonly InteractionTimer[] {
  switch (at) {
    case 'arrived':
    case 'talking':
      return []
    case 'bridged':
      return ['bridged']
    case 'outward':
      return ['ring']
    case 'in-flow':
      return ['key']
    case 'waiting':
      return ['wait']
    case 'offered':
      return ['ring']
    case 'wrap-up':
      return ['wrap-up']
    case 'closing':
      return ['closing', 'filing']
  }
}
