import { playPrompts } from '../flow/play.ts'
import type { Connect } from '../effect.ts'
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
  const now = hearing(after, customer.id)
  const was = before && hearing(before, customer.id)
  if (was === undefined || JSON.stringify(now) !== JSON.stringify(was)) give(turn, interaction, now)
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

/**
 * Who hears whom in a talk. A supervisor hears those who hear each other, and so never a customer
 * on hold; the supervisor is heard by nobody, by the agent alone, or by all of them.
 */
function hearing(talk: Talking, customerLeg: LegId): Connect {
  const { muted, monitor } = talk
  const agent = talk.agentLeg === undefined ? [] : [talk.agentLeg]
  const legs = together(talk, customerLeg)
  const heardBy = { listen: [], whisper: agent, barge: legs }
  return {
    kind: 'connect',
    legs,
    ...(muted ? { muted: agent } : {}),
    ...(monitor?.state === 'up'
      ? { listeners: [{ leg: monitor.leg, hears: legs, heardBy: heardBy[monitor.mode] }] }
      : {}),
  }
}

function together(talk: Talking, customerLeg: LegId): LegId[] {
  const { consult, agentLeg } = talk
  const agent = agentLeg === undefined ? [] : [agentLeg]
  const expert = consult === undefined || consult.state === 'ringing' ? [] : [consult.leg]
  return isParted(talk) ? [...agent, ...expert] : [customerLeg, ...agent, ...expert]
}
