import type { TenantConfig } from '../config.ts'
import { flags, isOn } from '../flags.ts'
import type { Hours } from '../hours/hours.ts'
import type { FlowId } from '../ids.ts'
import type { FlowKey, Interaction, Phase, Visit } from '../interaction/interaction.ts'
import type { TenantState } from '../state.ts'
import { flowKey } from '../state.ts'
import type { Flow } from './flow.ts'

/**
 * The flows and opening hours of one configuration. An interaction that runs a flow goes by the
 * edition it began with to its end, so that a sub-flow it comes to later is the one its flow was
 * written for. All that began alike share one; it is let go with the last of them.
 */
export interface Edition {
  /** The version of each flow; what is in it stands once in the state, however many editions have it. */
  readonly flows: ReadonlyMap<FlowId, string>
  readonly hours: ReadonlyMap<string, Hours>
  /** How many interactions go by it. */
  living: number
}

/** Takes over the flows and opening hours of a new configuration, beside those still gone by. */
export function takeFlows(state: TenantState, config: TenantConfig): void {
  for (const flow of config.flows) {
    state.flows.set(flowKey({ flow: flow.id, version: flow.version }), flow)
  }
  if (isOn(state, flags.pinFlows)) takeEdition(state, config)
  letGo(state)
}

/** An interaction begins its first flow: from here on it goes by the newest edition. */
export function pinEdition(state: TenantState, interaction: Interaction): void {
  const edition = state.editions.get(state.count.editions)
  if (edition === undefined || !isOn(state, flags.pinFlows)) return
  edition.living += 1
  interaction.edition = state.count.editions
}

/** An interaction is closed: the last one takes its edition along. */
export function leaveEdition(state: TenantState, { edition: nth }: Interaction): void {
  const edition = nth === undefined ? undefined : state.editions.get(nth)
  if (edition === undefined) return
  edition.living -= 1
  if (edition.living === 0 && nth !== state.count.editions) letGo(state)
}

/** A flow as an interaction sees it. Without an edition it sees what holds now. */
export function flowFor(
  state: TenantState,
  { edition: nth }: Interaction,
  id: FlowId,
): Flow | undefined {
  const edition = nth === undefined ? undefined : state.editions.get(nth)
  if (edition === undefined) return state.config?.flows.find(flow => flow.id === id)
  const version = edition.flows.get(id)
  return version === undefined ? undefined : state.flows.get(flowKey({ flow: id, version }))
}

/** Opening hours as an interaction sees them. */
export function hoursFor(
  state: TenantState,
  { edition: nth }: Interaction,
  id: string,
): Hours | undefined {
  const edition = nth === undefined ? undefined : state.editions.get(nth)
  if (edition === undefined) return state.config?.hours.find(hours => hours.id === id)
  return edition.hours.get(id)
}

function takeEdition(state: TenantState, config: TenantConfig): void {
  const before = state.editions.get(state.count.editions)
  const flows = new Map(config.flows.map(({ id, version }) => [id, version]))
  const hours = new Map<string, Hours>(
    config.hours.map(one => [one.id, asBefore(before?.hours.get(one.id), one)]),
  )
  if (before !== undefined && sameEntries(before.flows, flows)) {
    if (sameEntries(before.hours, hours)) return
  }
  state.count.editions += 1
  state.editions.set(state.count.editions, { flows, hours, living: 0 })
}

/** Opening hours that have not changed are not kept twice. */
function asBefore(before: Hours | undefined, now: Hours): Hours {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now
}

function sameEntries<K, V>(one: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value)
}

/** Forgets every edition and every version of a flow that nobody goes by and no call can begin with. */
function letGo(state: TenantState): void {
  const kept = new Set((state.config?.flows ?? []).map(keyOf))
  for (const [nth, { flows, living }] of state.editions) {
    if (living === 0 && nth !== state.count.editions) state.editions.delete(nth)
    else for (const [flow, version] of flows) kept.add(flowKey({ flow, version }))
  }
  for (const { phase, returns } of state.interactions.values()) {
    for (const place of [...returns, ...flowsOf(phase)]) kept.add(flowKey(place))
  }
  for (const key of state.flows.keys()) if (!kept.has(key)) state.flows.delete(key)
}

function keyOf({ id, version }: Flow): string {
  return flowKey({ flow: id, version })
}

/** The flows a phase goes by, or may go back to. */
function flowsOf(phase: Phase): readonly FlowKey[] {
  switch (phase.at) {
    case 'arrived':
      return [phase.flow]
    case 'in-flow':
      return [phase]
    case 'waiting':
    case 'offered':
      return keysOf(phase.visit)
    case 'talking':
      return keysOf(phase.origin)
    case 'outward':
      return 'step' in phase.from ? [phase.from.step] : keysOf(phase.from.origin)
    case 'bridged':
    case 'wrap-up':
    case 'closing':
      return []
  }
}

function keysOf({ place }: Visit): readonly FlowKey[] {
  return place === undefined ? [] : [place.key]
}
