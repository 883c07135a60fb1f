import type { AgentRow, LiveInteractionRow } from '#contract'
import type { FloorAct, MonitorMode } from '../model/floor.ts'
import type { Action } from '../parts/action-menu.tsx'
import type { Words } from '../words/catalog.ts'

/** Something that is asked before an order goes out, or instead of one. */
export type FloorQuestion =
  | { readonly kind: 'confirm'; readonly act: FloorAct; readonly name: string }
  | { readonly kind: 'reason'; readonly agent: AgentRow }
  | { readonly kind: 'move'; readonly row: LiveInteractionRow }
  | { readonly kind: 'rank'; readonly row: LiveInteractionRow }
  | { readonly kind: 'why-not'; readonly interaction?: string; readonly agent?: string }

/** What a menu's choice leads to. */
export interface FloorHands {
  readonly act: (act: FloorAct) => void
  readonly ask: (question: FloorQuestion) => void
  readonly goTo: (path: string) => void
}

const modes: readonly MonitorMode[] = ['listen', 'whisper', 'barge']

/** To be with a customer and an agent: by ear, by mouth, or in the agent's place. */
function monitorActions(
  interaction: string,
  name: string,
  { hands, words }: { readonly hands: FloorHands; readonly words: Words['floor'] },
): readonly Action[] {
  return [
    ...modes.map(mode => ({
      id: mode,
      label: words.monitor[mode],
      act: () => hands.act({ kind: 'monitor', interaction, mode }),
    })),
    {
      id: 'take-over',
      label: words.takeOver,
      isHarmful: true,
      act: () => hands.ask({ kind: 'confirm', act: { kind: 'take-over', interaction }, name }),
    },
  ]
}

/** To change an agent's state as if the agent had chosen. */
function stateActions(
  row: AgentRow,
  { hands, words }: { readonly hands: FloorHands; readonly words: Words['floor'] },
): readonly Action[] {
  const agent = row.id
  const out: FloorAct = { kind: 'state', agent, to: 'signed-out' }
  const all: readonly (Action & { readonly isOffered: boolean })[] = [
    {
      id: 'available',
      label: words.setAvailable,
      isOffered: row.state !== 'available',
      act: () => hands.act({ kind: 'state', agent, to: 'available' }),
    },
    {
      id: 'not-ready',
      label: words.setNotReady,
      isOffered: row.state !== 'signed-out',
      act: () => hands.ask({ kind: 'reason', agent: row }),
    },
    {
      id: 'end-wrap-up',
      label: words.endWrapUp,
      isOffered: row.state === 'wrap-up',
      isHarmful: true,
      act: () =>
        hands.ask({ kind: 'confirm', act: { kind: 'end-wrap-up', agent }, name: row.name }),
    },
    {
      id: 'signed-out',
      label: words.signOut,
      isOffered: row.state !== 'signed-out',
      isHarmful: true,
      act: () => hands.ask({ kind: 'confirm', act: out, name: row.name }),
    },
  ]
  return all.filter(({ isOffered }) => isOffered)
}

/** All that can be done with an agent now. */
export function agentActions(
  row: AgentRow,
  given: { readonly hands: FloorHands; readonly words: Words['floor'] },
): readonly Action[] {
  const { hands, words } = given
  const talk = row.state === 'talking' ? row.interaction : undefined
  return [
    ...(talk === undefined ? [] : monitorActions(talk, row.name, given)),
    { id: 'day', label: words.day, act: () => hands.goTo(`/agents/${row.id}`) },
    {
      id: 'why-not',
      label: words.whyNot,
      act: () => hands.ask({ kind: 'why-not', agent: row.id }),
    },
    ...stateActions(row, given),
  ]
}

/** All that can be done with an interaction now. */
export function interactionActions(
  row: LiveInteractionRow,
  name: string,
  given: { readonly hands: FloorHands; readonly words: Words['floor'] },
): readonly Action[] {
  const { hands, words } = given
  const { id } = row
  const waiting: readonly Action[] = [
    { id: 'front', label: words.front, act: () => hands.act({ kind: 'front', interaction: id }) },
    { id: 'rank', label: words.rank, act: () => hands.ask({ kind: 'rank', row }) },
    { id: 'move', label: words.move, act: () => hands.ask({ kind: 'move', row }) },
  ]
  return [
    { id: 'open', label: words.open, act: () => hands.goTo(`/interactions/${id}`) },
    ...(row.phase === 'talking' ? monitorActions(id, name, given) : []),
    ...(row.phase === 'waiting' ? waiting : []),
    {
      id: 'why-not',
      label: words.whyNot,
      act: () => hands.ask({ kind: 'why-not', interaction: id }),
    },
  ]
}
