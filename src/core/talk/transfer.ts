import { agentOf, finishWork } from '../agent/move-agent.ts'
import type { AgentState } from '../agent/agent.ts'
import { isOfferable } from '../agent/offerable.ts'
import type { Refusal } from '../effect.ts'
import { flags, isOn } from '../flags.ts'
import type { QueueId } from '../ids.ts'
import type { Target, TransferRequested } from '../input.ts'
import type { Interaction, Talking } from '../interaction/interaction.ts'
import { channelTold } from '../interaction/channel-told.ts'
import { startFiling } from '../interaction/filing.ts'
import { hangUp } from '../interaction/legs.ts'
import { consultRingMs } from '../limits.ts'
import { enterAnew, turnedAway } from '../queue/enter.ts'
import { lookAgainLater } from '../queue/look-again.ts'
import { paceWork } from '../queue/pace.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { refuse } from '../refusals.ts'
import { obstacleByHand, offerByHand } from '../routing/offer-by-hand.ts'
import { dropMonitor } from '../supervise/monitor-end.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { numberOf } from './experts.ts'
import { playMusic } from './hearing.ts'
import { callNumber } from './outward.ts'
import { ownTalk } from './own-talk.ts'
import { endRecording } from './recording.ts'
import { withEntry } from '../sparse.ts'
import { candidateWords } from '../words/candidate-words.ts'

/**
 * The agent hands the customer on and is free. Whatever can be known beforehand to fail is refused
 * while the agent still has the customer; what fails later brings the customer back to its queue.
 */
export function requestTransfer(turn: Turn, input: TransferRequested): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  const { interaction, talk } = own
  if (talk.consult !== undefined) return refuse('in-consult', input.interaction)
  const { to } = input
  switch (to.kind) {
    case 'queue':
      return toQueue(turn, interaction, talk, to.queue)
    case 'agent': {
      const next = turn.state.agents.get(to.agent)
      if (next === undefined || next.id === talk.agent) return refuse('target-unknown', to.agent)
      return toAgent(turn, interaction, talk, next)
    }
    case 'expert':
    case 'number': {
      const number = to.kind === 'number' ? to.number : numberOf(turn, to.expert)
      if (number === undefined) return refuse('target-unknown', 'no such expert')
      leaveTalk(turn, interaction, talk, { to, consulted: false })
      callNumber(turn, interaction, {
        number,
        ringMs: consultRingMs,
        from: { origin: talk.origin },
      })
      return undefined
    }
  }
}

/** The agent leaves a talk that goes on without it, and wraps up its own part. */
export function leaveTalk(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  handed: { readonly to: Target; readonly consulted: boolean },
): void {
  const { agent } = talk
  tell(turn, { kind: 'transferred', interaction: interaction.id, agent, ...handed })
  partFrom(turn, interaction, talk, 'transfer')
  interaction.sentBy = agent
}

/** A talk goes on without its agent, by the agent's word or since its phone is lost. */
export function partFrom(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  by: 'transfer' | 'phone-lost',
): void {
  const { queue, agent, agentLeg, since } = talk
  const talkMs = turn.at - since
  paceWork(turn.state.queues.get(queue)?.sides[interaction.channel], 'talkMs', talkMs)
  tell(turn, {
    kind: 'talk-ended',
    interaction: interaction.id,
    queue,
    agent,
    talkMs,
    by,
    ...channelTold(interaction),
  })
  endRecording(turn, interaction)
  dropMonitor(turn, interaction, talk)
  if (agentLeg !== undefined) hangUp(turn, interaction, agentLeg, 'ended')
  const why = by === 'transfer' ? 'handed the customer on' : 'the phone was lost'
  if (isOn(turn.state, flags.wrapUpAfterTransfer)) {
    startFiling(turn, interaction, { queue, agent }, why)
  } else {
    finishWork(turn, agentOf(turn, agent), { interaction: interaction.id }, why)
  }
}

function toQueue(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  queue: QueueId,
): Refusal | undefined {
  const why = turnedAway(turn, interaction.channel, queue)
  const to = turn.state.queues.get(queue)
  if (to === undefined || why !== undefined) return refuse('queue-not-open', why ?? queue)
  leaveTalk(turn, interaction, talk, { to: { kind: 'queue', queue }, consulted: false })
  wait(turn, interaction, talk, to)
  return undefined
}

function toAgent(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  next: AgentState,
): Refusal | undefined {
  const queue = turn.state.queues.get(talk.queue)
  if (queue === undefined) throw new Error(`invariant: ${interaction.id} talks for no queue`)
  const refused = notFor(turn, interaction, queue, next)
  if (refused !== undefined) return refused
  leaveTalk(turn, interaction, talk, { to: { kind: 'agent', agent: next.id }, consulted: false })
  wait(turn, interaction, talk, queue)
  if (interaction.phase.at !== 'waiting') return undefined
  const { visit } = interaction.phase
  offerByHand(turn, { interaction, visit, queue, agent: next, why: 'named-by-agent' })
  return undefined
}

/** Why a customer in a talk may not be handed on to an agent now; hours and a full line are no reason. */
function notFor(
  turn: Turn,
  interaction: Interaction,
  queue: QueueState,
  next: AgentState,
): Refusal | undefined {
  const { name } = next.config
  const { channel } = interaction
  if (!isOfferable(turn.state, next, channel)) return refuse('target-busy', name)
  const obstacle = obstacleByHand(turn, { interaction, queue }, next)
  if (obstacle !== undefined && isOn(turn.state, flags.handBackByRules)) {
    return refuse('target-busy', `${name}: ${candidateWords(obstacle)}`)
  }
  const why = turnedAway(turn, channel, queue.config.id)
  if (why === undefined || isOn(turn.state, flags.keepWhoWasIn)) return undefined
  return refuse('queue-not-open', why)
}

/** Waits in a queue on the agent's word: by the exits of the step the customer first came by. */
function wait(turn: Turn, interaction: Interaction, talk: Talking, queue: QueueState): void {
  const { place, priority } = talk.origin
  enterAnew(turn, interaction, queue, { place, priority })
  if (interaction.phase.at === 'waiting') {
    const { visit } = interaction.phase
    visit.tried = withEntry(visit.tried, talk.agent, turn.at)
    visit.handedBy = talk.agent
    if (isOn(turn.state, flags.lookAgainAfterTransfer)) lookAgainLater(turn, interaction, visit)
  }
  playMusic(turn, interaction, { queue: queue.config.id })
}
