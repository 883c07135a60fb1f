import type { BoardView, InteractionView, TraceView } from '#contract'
import type { Fact, TenantConfig } from '#core'

const monitorKinds: ReadonlySet<string> = new Set([
  'monitor-started',
  'monitor-answered',
  'monitor-changed',
  'monitor-ended',
])

/** Whether somebody is not to see who listens in: agents, where the tenant says so. */
export function hidesMonitors(
  config: TenantConfig | undefined,
  { role }: { readonly role: string },
): boolean {
  return role === 'agent' && config?.monitoringShown === false
}

/** The floor, without a word of who listens in. */
export function boardWithoutMonitors(board: BoardView): BoardView {
  const interactions = board.interactions.map(({ monitor: _monitor, ...row }) => row)
  return { ...board, interactions }
}

/** An interaction, without a word of who listened in, nor of the legs they listened on. */
export function interactionWithoutMonitors(view: InteractionView): InteractionView {
  const started = view.timeline.filter(({ kind }) => kind === 'monitor-started')
  const legs = new Set(started.map(({ fact }) => fact['leg']))
  const timeline = view.timeline.filter(
    ({ kind, fact }) => !monitorKinds.has(kind) && !(kind === 'leg-ended' && legs.has(fact['leg'])),
  )
  return { ...view, timeline }
}

/** Signalling, without the calls by which somebody listened in. */
export function traceWithoutMonitors(view: TraceView, facts: readonly Fact[]): TraceView {
  const legs = new Set(
    facts.flatMap(fact => (fact.kind === 'monitor-started' ? [String(fact.leg)] : [])),
  )
  return {
    ...view,
    legs: view.legs.filter(({ id }) => !legs.has(id)),
    messages: view.messages.filter(({ leg }) => !legs.has(leg)),
    sounds: view.sounds.filter(({ leg }) => !legs.has(leg)),
  }
}
