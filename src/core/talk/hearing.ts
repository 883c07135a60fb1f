import { playPrompts } from '../flow/play.ts'
import type { LegId } from '../ids.ts'
import type { Interaction, Talking } from '../interaction/interaction.ts'
import { customerLegOf } from '../interaction/legs.ts'
import type { Turn } from '../turn.ts'
import { give } from '../turn.ts'
import { pauseRecording, resumeRecording } from './recording.ts'

/**
 * Whether the customer is out of the talk and hears music:
 *
 *     held by the agent, or by the agent's phone, or while somebody is consulted
 */
export function isParted(talk: Talking): boolean {
  const consulting = talk.consult !== undefined && talk.consult.state !== 'joined'
  return talk.held !== undefined || talk.away !== undefined || consulting
}

/**
 * Moves a talk to another arrangement of who hears whom. Music, recording and the matrix follow
 * from the arrangement alone; what does not change is not ordered again.
 */
export function arrange(
  turn: Turn,
  interaction: Interaction,
  before: Talking | undefined,
  after: Talking,
): void {
  interaction.phase = after
  const customer = customerLegOf(interaction)
  if (customer === undefined) return
  const wasParted = before !== undefined && isParted(before)
  const legs = together(after, customer.id)
  if (before === undefined || legs.join() !== together(before, customer.id).join()) {
    give(turn, interaction, { kind: 'connect', legs })
  }
  if (isParted(after) && !wasParted) {
    playMusic(turn, interaction, after)
    pauseRecording(turn, interaction)
  }
  if (!isParted(after) && wasParted) resumeRecording(turn, interaction)
}

/** Plays a queue's music to the customer, or rings where the queue is gone. */
export function playMusic(
  turn: Turn,
  interaction: Interaction,
  { queue }: { readonly queue: Talking['queue'] },
): void {
  const music = turn.state.queues.get(queue)?.config.music ?? ringback
  playPrompts(turn, interaction, [music], true)
}

/** What a caller hears while a phone rings. */
export const ringback = { kind: 'tone', tone: 'ringback' } as const

function together(talk: Talking, customerLeg: LegId): LegId[] {
  const { consult, agentLeg } = talk
  const expert = consult === undefined || consult.state === 'ringing' ? [] : [consult.leg]
  return isParted(talk) ? [agentLeg, ...expert] : [customerLeg, agentLeg, ...expert]
}
