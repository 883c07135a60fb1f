import type { AgentRow } from '#contract'
import type { Words } from '../words/catalog.ts'

/** An agent's state in words that are true of what the agent is at: nothing rings for a task, and nobody talks. */
export function stateWords({ state, channel }: AgentRow, words: Words): string {
  if (channel === 'task' && state === 'talking') return words.work.atTask
  if (channel === 'task' && state === 'reserved') return words.work.taskOffered
  return words.states[state]
}

/** A state of many at once, some of them in calls and some at tasks. */
export function stateOfManyWords(state: AgentRow['state'], words: Words): string {
  return state === 'talking' ? words.work.busy : words.states[state]
}
