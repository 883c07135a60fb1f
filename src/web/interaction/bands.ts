import type { InteractionView, TimelineEntry } from '#contract'

/** What goes on for a while: above, what the customer goes through; below, what agents do. */
export type BandKind =
  | 'flow'
  | 'waiting'
  | 'talk'
  | 'held'
  | 'outside'
  | 'ringing'
  | 'agent-talk'
  | 'consult'
  | 'wrap-up'

/** One band of a track. `until` is absent while it lasts. */
export interface Band {
  readonly kind: BandKind
  readonly from: number
  readonly until?: number
  /** Whose it is, or where: an agent, a queue, a number, a flow; an id where no name is known. */
  readonly of?: string
  /** How it ended, where that was not well. */
  readonly failed?: boolean
}

/** The two tracks of an interaction. */
export interface Bands {
  readonly customer: readonly Band[]
  readonly agents: readonly Band[]
}

interface Open {
  readonly key: string
  readonly band: Band
}

/** Why a queue was left for the flow; who was turned away at its door has been in the flow all the time. */
const leadsToFlow: ReadonlySet<string> = new Set(['timeout', 'key', 'full', 'closed', 'no-agents'])

/** The bands of an interaction, read from what happened to it. A kind that is not known opens none. */
export function bandsOf(view: InteractionView): Bands {
  const track = new Track(namesIn(view))
  for (const entry of view.timeline) track.take(entry)
  return track.done(view.row.endedAt)
}

/** Names that the view happens to hold: of agents in its decisions, and of those in its row. */
export function namesIn({ row, timeline }: InteractionView): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { decision } of timeline) {
    for (const { agent } of decision?.candidates ?? []) names.set(agent.id, agent.name)
  }
  if (row.agent !== undefined) names.set(row.agent.id, row.agent.name)
  if (row.queue !== undefined) names.set(row.queue.id, row.queue.name)
  return names
}

class Track {
  readonly #names: ReadonlyMap<string, string>
  readonly #customer: Band[] = []
  readonly #agents: Band[] = []
  #now: Band | undefined
  readonly #open: Open[] = []

  constructor(names: ReadonlyMap<string, string>) {
    this.#names = names
  }

  take({ at, kind, fact }: TimelineEntry): void {
    this.#takeCustomer(at, kind, fact)
    this.#takeAgents(at, kind, fact)
  }

  done(endedAt: number | undefined): Bands {
    if (this.#now !== undefined) this.#customer.push(this.#now)
    for (const { band } of this.#open) {
      this.#agents.push(endedAt === undefined ? band : { ...band, until: endedAt })
    }
    const inOrder = this.#agents.toSorted((one, other) => one.from - other.from)
    return { customer: this.#customer, agents: inOrder }
  }

  #takeCustomer(at: number, kind: string, fact: TimelineEntry['fact']): void {
    switch (kind) {
      case 'flow-started':
      case 'flow-resumed':
        return this.#go(at, 'flow')
      case 'queue-entered':
        return this.#go(at, 'waiting', this.#named(fact['queue']))
      case 'queue-left':
        if (this.#now?.kind === 'flow' || !leadsToFlow.has(String(fact['why']))) return undefined
        return this.#go(at, 'flow')
      case 'talk-started':
      case 'resumed':
        return this.#go(at, 'talk', this.#named(fact['agent']))
      case 'held':
        return this.#go(at, 'held', this.#named(fact['agent']))
      case 'number-answered':
        return this.#go(at, 'outside', this.#named(fact['number']))
      case 'talk-ended':
      case 'number-ended':
      case 'interaction-closed':
        return this.#stop(at)
      case 'leg-ended':
        return fact['party'] === 'customer' ? this.#stop(at) : undefined
    }
    return undefined
  }

  #takeAgents(at: number, kind: string, fact: TimelineEntry['fact']): void {
    const of = this.#named(fact['agent'])
    switch (kind) {
      case 'offer-made':
        return this.#begin(`offer ${String(fact['offer'])}`, at, { kind: 'ringing', of })
      case 'offer-ended':
        return this.#end(`offer ${String(fact['offer'])}`, at, fact['result'] !== 'answered')
      case 'talk-started':
        return this.#begin('talk', at, { kind: 'agent-talk', of })
      case 'talk-ended':
        return this.#end('talk', at, fact['by'] === 'fault' || fact['by'] === 'phone-lost')
      case 'consult-started':
        return this.#begin('consult', at, { kind: 'consult', of: undefined })
      case 'consult-ended':
        return this.#end('consult', at, false)
      case 'wrap-up-started':
        return this.#begin('wrap-up', at, { kind: 'wrap-up', of })
      case 'wrap-up-ended':
        return this.#end('wrap-up', at, false)
    }
    return undefined
  }

  #go(from: number, kind: BandKind, of?: string): void {
    this.#stop(from)
    this.#now = { kind, from, ...(of === undefined ? {} : { of }) }
  }

  #stop(until: number): void {
    if (this.#now !== undefined && until > this.#now.from) {
      this.#customer.push({ ...this.#now, until })
    }
    this.#now = undefined
  }

  #begin(
    key: string,
    from: number,
    { kind, of }: { readonly kind: BandKind; readonly of: string | undefined },
  ): void {
    this.#open.push({ key, band: { kind, from, ...(of === undefined ? {} : { of }) } })
  }

  #end(key: string, until: number, failed: boolean): void {
    const index = this.#open.findIndex(open => open.key === key)
    const [ended] = index === -1 ? [] : this.#open.splice(index, 1)
    if (ended === undefined) return
    this.#agents.push({ ...ended.band, until, ...(failed ? { failed } : {}) })
  }

  #named(id: unknown): string | undefined {
    return typeof id === 'string' ? (this.#names.get(id) ?? id) : undefined
  }
}

/** A band on its own row, so that bands of one time do not cover each other. */
export interface PlacedBand {
  readonly band: Band
  readonly row: number
}

/** Gives each band the first row that is free while it lasts; what still lasts keeps its row. */
export function inRows(bands: readonly Band[], end: number): readonly PlacedBand[] {
  const freeFrom: number[] = []
  return bands.map(band => {
    const found = freeFrom.findIndex(free => free <= band.from)
    const row = found === -1 ? freeFrom.length : found
    freeFrom[row] = band.until ?? end
    return { band, row }
  })
}
