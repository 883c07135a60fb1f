import type { AgentId, Fact, FormField, InteractionId, QueueId, TenantId } from '#core'
import type { BoardView, DeskView, InteractionView } from '#contract'
import type { InteractionRecord } from '#store'
import type { Person } from '../auth/person.ts'
import type { ApiClock } from '../clock.ts'
import type { LaneDoor } from '../floor.ts'
import type { ApiLimits } from '../options.ts'
import { boardView } from '../present/board-view.ts'
import { deskView } from '../present/desk-view.ts'
import { hidesMonitors } from '../present/hide-monitors.ts'
import { interactionView } from '../present/interaction-view.ts'
import { namesIn } from '../present/names-in.ts'
import type { TenantRecords } from '../records.ts'
import { createDecisions } from './decisions.ts'
import { dayStart } from '../present/day-start.ts'
import { createOwnFigures } from './own-figures.ts'
import { createFigures, type Figures } from './figures.ts'

/** Facts shown on one interaction's page; a page is no archive, and the export has them all. */
export const timelineLengthMax = 5_000

/** What one tenant's pages are made from. */
export interface ViewsSource {
  readonly tenant: TenantId
  readonly lane: LaneDoor
  readonly records: TenantRecords
  readonly clock: ApiClock
  readonly showDesk: (agent: AgentId) => void
  readonly limits: Pick<ApiLimits, 'figuresMsMax'>
}

/** Every view of one tenant, as of now. HTTP and the live socket show the very same. */
export interface TenantViews {
  readonly lane: LaneDoor
  readonly records: TenantRecords
  readonly figures: Figures
  /** An agent's desk at once; the reasons of an offer older than this process may be missing. */
  readonly desk: (agent: AgentId) => DeskView | undefined
  /** An agent's desk with everything on it. */
  readonly wholeDesk: (agent: AgentId) => Promise<DeskView | undefined>
  /** The board with the figures read last. */
  readonly board: () => BoardView
  /** The board with figures of now. */
  readonly freshBoard: () => Promise<BoardView>
  readonly interaction: (record: InteractionRecord) => Promise<InteractionView>
  /** Whether somebody is not to see who listens in. */
  readonly hidesMonitors: (person: Pick<Person, 'role'>) => boolean
  /** Has an agent's desk shown anew on all of the agent's pages, where no fact tells that it is another. */
  readonly showDesk: (agent: AgentId) => void
  /** Must be told every fact, before anyone asks for a view. */
  readonly hear: (facts: readonly Fact[]) => void
}

/** The forms of queues, as they are today. */
const formIn =
  (lane: ViewsSource['lane']) =>
  (queue: QueueId): readonly FormField[] | undefined =>
    lane.read(state => state.queues.get(queue)?.config.forms)

/** Opens the views of one tenant. */
export function createTenantViews(source: ViewsSource): TenantViews {
  const { lane, records } = source
  const decisions = createDecisions(records)
  const own = createOwnFigures({
    records,
    kept: lane.kept,
    dayNow: () => lane.read(state => dayStart(state.config, lane.now())),
  })
  const figures = createFigures({ ...source, read: lane.read, ...source.limits })

  function desk(agent: AgentId): DeskView | undefined {
    const at = lane.now()
    const view = lane.read(state => deskView(state, { agent, at, why: decisions.of }))
    const today = own.of(agent)
    return view === undefined || today === undefined ? view : { ...view, today }
  }

  function offeredTo(agent: AgentId): InteractionId | undefined {
    return lane.read(state => {
      const works = state.agents.get(agent)?.works ?? []
      return works.find(({ channel, stage }) => channel === 'voice' && stage.at === 'reserved')
        ?.interaction
    })
  }

  function board(): BoardView {
    return lane.read(state => boardView(state, { at: lane.now(), today: figures.now() }))
  }

  return {
    lane,
    records,
    figures,
    desk,
    wholeDesk: async agent => {
      const offered = offeredTo(agent)
      if (offered !== undefined && decisions.of(offered) === undefined) {
        await decisions.read(offered)
      }
      await own.read(agent)
      return desk(agent)
    },
    board,
    freshBoard: async () => {
      await figures.refresh()
      return board()
    },
    interaction: async record => {
      const kept = await records.facts({ interaction: record.id })
      const names = lane.read(state => namesIn(state.config))
      const facts = kept.slice(0, timelineLengthMax).map(({ fact }) => fact)
      return interactionView({ at: lane.now(), record, facts, names, formOf: formIn(lane) })
    },
    showDesk: source.showDesk,
    hidesMonitors: person => lane.read(state => hidesMonitors(state.config, person)),
    hear: facts => {
      for (const fact of facts) {
        decisions.hear(fact)
        figures.hear(fact)
        own.hear(fact)
      }
    },
  }
}
