import type { AgentId, InteractionId } from '#core'
import { toId } from '#core'
import type { PlacedFact } from '#engine'
import type { Statement } from '../database.ts'
import { storable } from '../fold/storable.ts'
import type { AgentStateTable } from '../schema/tables.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'
import type { AgentDay, AgentFigures, AgentStretch } from '../store.ts'
import { inParts } from './folds.ts'

/** The most changes of state one reading of a day gives: two a second for an hour. */
export const stretchesMax = 7_200

type Row = Omit<AgentStateTable, 'tenant'>

/** The statements that keep the changes of agents' states: a state lasts until the next row. */
export function putAgentStates(
  tables: TenantTables,
  facts: readonly PlacedFact[],
): readonly Statement[] {
  const rows = facts.flatMap(({ seq, nth, fact }): Row[] => {
    if (fact.kind !== 'agent-state-changed') return []
    const { agent, at, to, reason, interaction } = fact
    return [
      {
        agent,
        seq,
        nth,
        started_at: at,
        state: to,
        reason: reason === undefined ? null : storable(reason),
        interaction: interaction ?? null,
      },
    ]
  })
  return inParts(rows, some => tables.putAgentStates(some))
}

/** What an agent was, one state after the other, from a moment up to another. */
export async function agentDay(
  tables: TenantTables,
  { agent, from, to }: AgentDay,
): Promise<readonly AgentStretch[]> {
  const of = tables.agentStates().where('agent', '=', agent)
  const [before, during] = await Promise.all([
    of
      .selectAll()
      .where('started_at', '<', from)
      .orderBy('seq', 'desc')
      .orderBy('nth', 'desc')
      .limit(1)
      .execute(),
    of
      .selectAll()
      .where('started_at', '>=', from)
      .where('started_at', '<', to)
      .orderBy('seq')
      .orderBy('nth')
      .limit(stretchesMax)
      .execute(),
  ])
  const rows = [...before, ...during]
  return rows.map((row, index) => stretchOf(row, rows[index + 1]))
}

function stretchOf(row: AgentStateTable, next: AgentStateTable | undefined): AgentStretch {
  return {
    state: row.state,
    from: row.started_at,
    ...(next === undefined ? {} : { to: next.started_at }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.interaction === null ? {} : { interaction: toId<InteractionId>(row.interaction) }),
  }
}

/** An agent's talks that ended at or after a moment, and the wrap-ups after them. */
export async function agentFigures(
  tables: TenantTables,
  { agent, since }: { readonly agent: AgentId; readonly since: number },
): Promise<AgentFigures> {
  const talks = await tables
    .segments()
    .select(['lasted_ms', 'wrap_up_ms'])
    .where('kind', '=', 'talk')
    .where('agent', '=', agent)
    .where('ended_at', '>=', since)
    .execute()
  return {
    handled: talks.length,
    talkMs: talks.reduce((sum, talk) => sum + (talk.lasted_ms ?? 0), 0),
    wrapUpMs: talks.reduce((sum, talk) => sum + (talk.wrap_up_ms ?? 0), 0),
  }
}
