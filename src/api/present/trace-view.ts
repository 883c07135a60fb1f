import type { Fact, Names } from '#core'
import type { TraceEntry } from '#engine'
import type { TraceView } from '#contract'

/** What a trace is shown from. */
export interface TraceParts {
  readonly at: number
  readonly facts: readonly Fact[]
  readonly entries: readonly TraceEntry[]
  readonly names: Names
  /** Whether messages are shown as they were on the wire, and not in short alone. */
  readonly raw: boolean
}

/** The signalling of an interaction: its legs, their messages, their sound. */
export function traceView({ at, facts, entries, names, raw }: TraceParts): TraceView {
  const messages = entries.flatMap((entry): TraceView['messages'] => {
    if (entry.kind !== 'message') return []
    const { kind: _kind, text, sdp, ...said } = entry
    return [
      {
        ...said,
        ...(sdp === undefined ? {} : { sdp: { ...sdp, codecs: [...sdp.codecs] } }),
        ...(raw ? { text } : {}),
      },
    ]
  })
  const sounds = entries.flatMap((entry): TraceView['sounds'] => {
    if (entry.kind !== 'sound') return []
    const { kind: _kind, nth: _nth, ...sound } = entry
    return [sound]
  })
  const used = new Set(entries.map(({ leg }) => String(leg)))
  return { at, legs: legsOf(facts, names).filter(({ id }) => used.has(id)), messages, sounds }
}

type LegView = TraceView['legs'][number]

/** Whose each leg was: the facts name it when it comes to be. */
function legsOf(facts: readonly Fact[], names: Names): readonly LegView[] {
  const legs = new Map<string, LegView>()
  for (const fact of facts) {
    const leg = legIn(fact, names)
    if (leg !== undefined && !legs.has(leg.id)) legs.set(leg.id, leg)
  }
  return [...legs.values()]
}

function legIn(fact: Fact, names: Names): LegView | undefined {
  if (fact.kind === 'interaction-arrived' && fact.channel === 'voice') {
    return { id: fact.leg, party: 'customer', number: fact.from, trunk: fact.trunk }
  }
  if (fact.kind === 'offer-made' && fact.leg !== undefined) {
    const agent = { id: fact.agent, name: names.agent(fact.agent) }
    return { id: fact.leg, party: 'agent', agent }
  }
  if (fact.kind === 'monitor-started') {
    const agent = { id: fact.supervisor, name: names.agent(fact.supervisor) }
    return { id: fact.leg, party: 'agent', agent }
  }
  if (fact.kind === 'number-rung') {
    return { id: fact.leg, party: 'outside', number: fact.number }
  }
  return fact.kind === 'leg-ended' ? { id: fact.leg, party: fact.party } : undefined
}
