import type { AgentState } from '../agent/agent.ts'
import { phoneBusy, phoneUnreachable } from '../agent/agent.ts'
import { agentOf, setDuty } from '../agent/move-agent.ts'
import { announceLater, queueStepOf } from '../flow/announce.ts'
import type { Interaction, Talking, Visit } from '../interaction/interaction.ts'
import { phoneUnreachableMs } from '../limits.ts'
import { enterLine } from '../queue/enter.ts'
import { lookAgainLater } from '../queue/look-again.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { desert } from '../turn.ts'
import { backToQueue } from './back-to-queue.ts'
import { releaseExpert } from './consult.ts'
import { goOnWithout } from './decide-consult.ts'
import { partFrom } from './transfer.ts'

/** Where somebody stands who lost its agent: before every priority, and by age among those in front. */
const returnedRank = 0

/**
 * The agent's leg broke, and nobody hung up. No customer is lost by that:
 *
 *     three talk ─▶ the customer and whoever was consulted talk on
 *     all else   ─▶ the customer waits in the same queue, before everybody, by its whole age
 *
 * Whoever was only asked, or only listened, is let go: the customer did not talk with them. The
 * agent files its part, and is left alone for a while as one whose phone could not be reached.
 */
export function phoneLost(turn: Turn, interaction: Interaction, talk: Talking): void {
  const { consult } = talk
  leaveAlone(turn, agentOf(turn, talk.agent))
  if (consult?.state === 'joined') {
    goOnWithout(turn, interaction, talk, consult)
    return
  }
  releaseExpert(turn, interaction, talk, 'talk-ended')
  partFrom(turn, interaction, talk, 'phone-lost')
  waitAgain(turn, interaction, talk)
}

/** Who took a talk over while left alone already is left alone from now. */
function leaveAlone(turn: Turn, agent: AgentState): void {
  const { duty } = agent
  const comesBack =
    duty.at === 'not-ready' && (duty.reason === phoneUnreachable || duty.reason === phoneBusy)
  if (duty.at !== 'available' && !comesBack) return
  setDuty(turn, agent, { at: 'not-ready', reason: phoneUnreachable }, 'the phone was lost')
  setTimer(turn.state.timers, { kind: 'back', of: agent.id }, turn.at + phoneUnreachableMs)
}

/** Hours and a full queue keep nobody out who was in already; a queue no longer in use is left by its step's exits. */
function waitAgain(turn: Turn, interaction: Interaction, { origin, agent }: Talking): void {
  const queue = turn.state.queues.get(origin.queue)
  if (queue === undefined || queue.retired) {
    backToQueue(turn, interaction, origin)
    return
  }
  const { handedBy: _handedBy, ...kept } = origin
  const visit: Visit = {
    ...kept,
    rank: returnedRank,
    front: returnedRank,
    movedAt: turn.at,
    returned: true,
    tried: new Map([[agent, turn.at]]),
  }
  interaction.announcing = undefined
  enterLine(turn, interaction, queue, visit)
  const step = queueStepOf(turn, visit)
  if (step !== undefined) announceLater(turn, interaction, step)
  lookAgainLater(turn, interaction, visit)
  if (queue.staffed === 0) desert(turn, queue)
}
