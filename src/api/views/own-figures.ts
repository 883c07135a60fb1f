import type { OwnFiguresView } from '#contract'
import type { AgentId, Fact } from '#core'
import type { AgentFigures } from '#store'
import type { TenantRecords } from '../records.ts'

/** Readings tried before figures are shown that facts may have overtaken. */
const readingsMax = 3

/** What own figures are counted from. */
export interface OwnFiguresSource {
  readonly records: Pick<TenantRecords, 'agentFigures'>
  readonly kept: () => Promise<unknown>
  /** When the tenant's day began. */
  readonly dayNow: () => number
}

/**
 * What each agent has done today: read from the records once, when a desk is first drawn whole, and
 * then counted on with the facts as they come.
 */
export interface OwnFigures {
  readonly hear: (fact: Fact) => void
  /** The figures as far as they were read; nothing before, and nothing on a new day. */
  readonly of: (agent: AgentId) => OwnFiguresView | undefined
  readonly read: (agent: AgentId) => Promise<void>
}

/** Knows nobody's figures yet. */
export function createOwnFigures({ records, kept, dayNow }: OwnFiguresSource): OwnFigures {
  const known = new Map<AgentId, { readonly since: number; readonly figures: AgentFigures }>()
  let heard = 0

  function of(agent: AgentId): OwnFiguresView | undefined {
    const own = known.get(agent)
    if (own === undefined || own.since !== dayNow()) return undefined
    const { handled, talkMs, wrapUpMs } = own.figures
    const averageMs = handled === 0 ? 0 : Math.round((talkMs + wrapUpMs) / handled)
    return { since: own.since, handled, talkMs, wrapUpMs, averageMs }
  }

  return {
    of,
    hear: fact => {
      if (fact.kind !== 'talk-ended' && fact.kind !== 'wrap-up-ended') return
      heard += 1
      const own = known.get(fact.agent)
      if (own !== undefined) known.set(fact.agent, { ...own, figures: added(own.figures, fact) })
    },
    read: async agent => {
      if (of(agent) !== undefined) return
      for (let reading = 1; reading <= readingsMax; reading += 1) {
        await kept()
        const [before, since] = [heard, dayNow()]
        const figures = await records.agentFigures({ agent, since })
        // What was told while they were read may be in them or not: then they are read again.
        if (heard !== before && reading < readingsMax) continue
        known.set(agent, { since, figures })
        return
      }
    },
  }
}

function added(
  figures: AgentFigures,
  fact: Extract<Fact, { kind: 'talk-ended' | 'wrap-up-ended' }>,
): AgentFigures {
  const { handled, talkMs, wrapUpMs } = figures
  return fact.kind === 'talk-ended'
    ? { handled: handled + 1, talkMs: talkMs + fact.talkMs, wrapUpMs }
    : { handled, talkMs, wrapUpMs: wrapUpMs + fact.wrapUpMs }
}
