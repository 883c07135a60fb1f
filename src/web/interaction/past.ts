import type { BoardView, FlowsView, TraceView, WhyNotView } from '#contract'
import type { Http, Outcome } from '../connection/http.ts'
import type { Clock } from '../model/clock.ts'
import { createRefetched, type Refetched } from './refetched.ts'

/** What lies beside an interaction's timeline: asked for when somebody looks at it. */
export interface PastModel {
  readonly trace: Refetched<TraceView>
  readonly flows: Refetched<FlowsView>
  /** Who could be asked about. */
  readonly board: Refetched<BoardView>
  readonly whyNot: (agent: string) => Promise<Outcome<WhyNotView>>
  /** Where it is taken out. */
  readonly exportUrl: (form: 'json' | 'pcapng' | 'test.ts') => string
}

/** Opens it for one interaction; nothing is asked yet. */
export function createPast(
  ports: { readonly http: Http; readonly clock: Clock },
  id: string,
): PastModel {
  const place = `/api/interactions/${encodeURIComponent(id)}`
  return {
    trace: createRefetched<TraceView>(ports, `${place}/trace`),
    flows: createRefetched<FlowsView>(ports, `${place}/flows`),
    board: createRefetched<BoardView>(ports, '/api/board'),
    whyNot: agent => ports.http.get<WhyNotView>(`${place}/why-not/${encodeURIComponent(agent)}`),
    exportUrl: form => `${place}/export.${form}`,
  }
}
