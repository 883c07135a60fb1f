import type { DayView, WhyNotView } from '#contract'
import type { Http, Outcome, Trouble } from '../connection/http.ts'
import { createCell, type Source } from './cell.ts'

/** How a supervisor is in a talk. */
export type MonitorMode = 'listen' | 'whisper' | 'barge'

/** What a supervisor may order on the floor. */
export type FloorAct =
  | { readonly kind: 'state'; readonly agent: string; readonly to: 'available' | 'signed-out' }
  | { readonly kind: 'not-ready'; readonly agent: string; readonly reason: string }
  | { readonly kind: 'end-wrap-up'; readonly agent: string }
  | { readonly kind: 'move'; readonly interaction: string; readonly queue: string }
  | { readonly kind: 'front'; readonly interaction: string }
  | { readonly kind: 'rank'; readonly interaction: string; readonly priority: number }
  | { readonly kind: 'monitor'; readonly interaction: string; readonly mode: MonitorMode }
  | { readonly kind: 'end-monitor'; readonly interaction: string }
  | { readonly kind: 'take-over'; readonly interaction: string }

/** What became of the last order. */
export interface FloorDoing {
  readonly busy: FloorAct['kind'] | undefined
  readonly trouble: Trouble | undefined
}

/** What a supervisor can do and ask. What an order changed is seen on the board. */
export interface Floor {
  readonly doing: Source<FloorDoing>
  /** True when the server has carried it out. */
  readonly act: (act: FloorAct) => Promise<boolean>
  readonly dismiss: () => void
  readonly whyNot: (of: {
    readonly interaction: string
    readonly agent: string
  }) => Promise<Outcome<WhyNotView>>
  /** An agent's day, `2026-11-21`; today where no date is given. */
  readonly day: (agent: string, date?: string) => Promise<Outcome<DayView>>
}

const id = encodeURIComponent
const idle: FloorDoing = { busy: undefined, trouble: undefined }

/** Where an order goes, and what it says. */
function request(act: FloorAct): readonly [path: string, body: object] {
  switch (act.kind) {
    case 'state':
      return [`/api/agents/${id(act.agent)}/state`, { state: act.to }]
    case 'not-ready':
      return [`/api/agents/${id(act.agent)}/state`, { state: 'not-ready', reason: act.reason }]
    case 'end-wrap-up':
      return [`/api/agents/${id(act.agent)}/wrap-up/end`, {}]
    case 'move':
      return [`/api/interactions/${id(act.interaction)}/move`, { queue: act.queue }]
    case 'front':
      return [`/api/interactions/${id(act.interaction)}/rank`, { to: 'front' }]
    case 'rank':
      return [`/api/interactions/${id(act.interaction)}/rank`, { priority: act.priority }]
    case 'monitor':
      return [`/api/interactions/${id(act.interaction)}/monitor`, { mode: act.mode }]
    case 'end-monitor':
      return [`/api/interactions/${id(act.interaction)}/monitor/end`, {}]
    case 'take-over':
      return [`/api/interactions/${id(act.interaction)}/take-over`, {}]
  }
}

/** One order at a time: a second click while one is under way is the same click. */
export function createFloor(http: Http): Floor {
  const doing = createCell(idle)
  return {
    doing,
    dismiss: () => doing.set(idle),
    act: async act => {
      if (doing.get().busy !== undefined) return false
      doing.set({ busy: act.kind, trouble: undefined })
      const [path, body] = request(act)
      const outcome = await http.post<unknown>(path, body)
      doing.set(outcome.ok ? idle : { busy: undefined, trouble: outcome.trouble })
      return outcome.ok
    },
    whyNot: ({ interaction, agent }) =>
      http.get(`/api/interactions/${id(interaction)}/why-not/${id(agent)}`),
    day: (agent, date) =>
      http.get(`/api/agents/${id(agent)}/day${date === undefined ? '' : `?date=${date}`}`),
  }
}
