import { agentOf, finishWork, moveWork } from '../agent/move-agent.ts'
import { workOn } from '../agent/work.ts'
import type { Answers } from '../config.ts'
import type { Refusal } from '../effect.ts'
import type { WrapUpEnd } from '../facts/fact.ts'
import type { AgentId, DispositionId, InteractionId } from '../ids.ts'
import type { WrapUpCompleted, WrapUpExtended, WrapUpSkipped } from '../input.ts'
import { noteLengthMax, wrapUpExtensionMs, wrapUpMsMax } from '../limits.ts'
import { paceWork } from '../queue/pace.ts'
import { refuse } from '../refusals.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { close, closeIfDone } from './closing.ts'
import { dropFiling, keepFiling } from './filing.ts'
import { formFault } from './form.ts'
import type { Filing, Interaction } from './interaction.ts'
import { keepNote, takeNote } from './note.ts'

/** The agent files the interaction. */
export function completeWrapUp(turn: Turn, input: WrapUpCompleted): Refusal | undefined {
  const own = ownWrapUp(turn, input)
  if ('code' in own) return own
  const { interaction, filing } = own
  const queue = turn.state.queues.get(filing.queue)?.config
  const offered = queue?.dispositions ?? []
  if (!offered.includes(input.disposition)) return refuse('unknown-disposition', input.disposition)
  if (input.note.length > noteLengthMax) return refuse('note-too-long', `at most ${noteLengthMax}`)
  const fault = formFault(queue?.forms ?? [], input.answers ?? {})
  if (fault !== undefined) return refuse('form-unfit', fault)
  endWrapUp(turn, interaction, filing, { how: 'completed', filed: input })
  return undefined
}

/** The agent goes on without filing more than was written. */
export function skipWrapUp(turn: Turn, input: WrapUpSkipped): Refusal | undefined {
  const own = ownWrapUp(turn, input)
  if ('code' in own) return own
  endWrapUp(turn, own.interaction, own.filing, { how: 'skipped' })
  return undefined
}

/** The agent needs longer: the queue's time once more, from the end that was set. */
export function extendWrapUp(turn: Turn, input: WrapUpExtended): Refusal | undefined {
  const own = ownWrapUp(turn, input)
  if ('code' in own) return own
  const { interaction, filing } = own
  const { queue, agent } = filing
  const last = filing.since + wrapUpMsMax
  if (filing.until >= last) return refuse('wrap-up-too-long', input.interaction)
  const queueMs = turn.state.queues.get(queue)?.config.wrapUpMs ?? 0
  const until = Math.min(last, filing.until + (queueMs > 0 ? queueMs : wrapUpExtensionMs))
  const to = { interaction: interaction.id, stage: { at: 'wrap-up', until } } as const
  moveWork(turn, agentOf(turn, agent), to, 'wrap-up extended')
  if (interaction.filings.has(agent)) keepFiling(turn, interaction, { ...filing, until })
  else setTimer(turn.state.timers, { kind: 'wrap-up', of: interaction.id }, until)
  tell(turn, { kind: 'wrap-up-extended', interaction: interaction.id, queue, agent, until })
  return undefined
}

/** The time for wrap-up is over: the note is filed as it stands, and the record says that the rest was not. */
export function wrapUpRanOut(turn: Turn, interaction: Interaction, agent: AgentId): void {
  const filing = wrapUpOf(turn, interaction, agent)
  if (filing !== undefined) endWrapUp(turn, interaction, filing, { how: 'time-out' })
}

/** The time is over of those who left before, and wrap up beside what goes on. */
export function filingsRanOut(turn: Turn, interaction: Interaction): void {
  for (const filing of interaction.filings.values()) {
    if (filing.until <= turn.at) endWrapUp(turn, interaction, filing, { how: 'time-out' })
  }
}

/** A supervisor ends an agent's wrap-up. */
export function endWrapUpOf(
  turn: Turn,
  of: {
    readonly agent: AgentId
    readonly interaction: InteractionId
    readonly supervisor: AgentId
  },
): Refusal | undefined {
  const own = ownWrapUp(turn, of)
  if ('code' in own) return own
  const { supervisor } = of
  endWrapUp(turn, own.interaction, own.filing, { how: 'ordered', supervisor })
  return undefined
}

/** The customer is back with the agent who handed it on: there is nothing to file yet, and the note goes on. */
export function cutWrapUp(turn: Turn, interaction: Interaction, agent: AgentId): void {
  const filing = interaction.filings.get(agent)
  if (filing === undefined) return
  const note = takeNote(interaction, agent)
  endWrapUp(turn, interaction, filing, { how: 'customer-back' })
  if (note !== undefined) keepNote(interaction, agent, note)
}

/** The wrap-up an agent speaks of, if it is the agent's own. */
function ownWrapUp(
  turn: Turn,
  input: { readonly agent: AgentId; readonly interaction: InteractionId },
): { interaction: Interaction; filing: Filing } | Refusal {
  const interaction = turn.state.interactions.get(input.interaction)
  if (interaction === undefined) return refuse('unknown-interaction', input.interaction)
  const filing = wrapUpOf(turn, interaction, input.agent)
  if (filing !== undefined) return { interaction, filing }
  return interaction.phase.at === 'wrap-up'
    ? refuse('not-your-interaction', input.interaction)
    : refuse('not-in-wrap-up', input.interaction)
}

function wrapUpOf(turn: Turn, interaction: Interaction, agent: AgentId): Filing | undefined {
  const { phase, filings } = interaction
  if (phase.at !== 'wrap-up' || phase.agent !== agent) return filings.get(agent)
  const stage = workOn(agentOf(turn, agent), interaction.id)?.stage
  if (stage?.at !== 'wrap-up') throw new Error(`invariant: ${agent} wraps nothing up`)
  return { agent, queue: phase.queue, since: phase.since, until: stage.until }
}

interface End {
  readonly how: WrapUpEnd
  readonly filed?: {
    readonly disposition: DispositionId
    readonly note: string
    readonly answers?: Answers
  }
  readonly supervisor?: AgentId
}

function endWrapUp(turn: Turn, interaction: Interaction, filing: Filing, end: End): void {
  const { agent, queue } = filing
  const { how, filed, supervisor } = end
  const written = takeNote(interaction, agent)
  const note = filed?.note ?? written
  const wrapUpMs = turn.at - filing.since
  paceWork(turn.state.queues.get(queue)?.sides[interaction.channel], 'wrapUpMs', wrapUpMs)
  tell(turn, {
    kind: 'wrap-up-ended',
    interaction: interaction.id,
    queue,
    agent,
    how,
    wrapUpMs,
    ...(filed === undefined ? {} : { disposition: filed.disposition }),
    ...(note === undefined ? {} : { note }),
    ...(filed?.answers === undefined ? {} : { answers: filed.answers }),
    ...(supervisor === undefined ? {} : { supervisor }),
  })
  const wasLast = !interaction.filings.has(agent)
  dropFiling(turn, interaction, agent)
  finishWork(turn, agentOf(turn, agent), { interaction: interaction.id }, 'wrap-up ended')
  if (wasLast) close(turn, interaction, 'handled')
  else closeIfDone(turn, interaction)
}
