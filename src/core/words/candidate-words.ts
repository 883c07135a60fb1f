import type { Channel } from '../channel.ts'
import type { Presence } from '../config.ts'
import type { CandidateReason } from '../routing/decision.ts'
import { durationWords } from './durations.ts'

/** Why an agent was chosen, passed over or left out, as a person would say it. */
export function candidateWords(reason: CandidateReason, channel: Channel = 'voice'): string {
  const { ring, piece } = channelWords[channel]
  switch (reason.code) {
    case 'idle-longest':
      return `free for ${durationWords(reason.idleMs)}, longer than anyone else who fits${preferred(reason)}`
    case 'idle-less-long':
      return `fits, but free for only ${durationWords(reason.idleMs)}`
    case 'fewer-preferred-skills':
      return `fits, but has fewer of the preferred skills (${reason.preferredSkillsMet})`
    case 'next-in-turn':
      return `is next in turn, free for ${durationWords(reason.idleMs)}`
    case 'later-in-turn':
      return `fits, but has a later turn`
    case 'first-in-order':
      return `is the first who is free in the queue’s order, at place ${reason.place}`
    case 'later-in-order':
      return `fits, but comes later in the queue’s order, at place ${reason.place}`
    case 'rung-with-all':
      return `${ring.one} with all who are free, being free for ${durationWords(reason.idleMs)}`
    case 'enough-ring':
      return `fits, but as many ${ring.several} as may`
    case 'best-skilled':
      return `has the highest levels in the queue’s skills (${reason.levels} in all)`
    case 'less-skilled':
      return `fits, but has lower levels in the queue’s skills (${reason.levels} in all)`
    case 'skill-missing':
      return reason.level === 0
        ? `does not have the skill ${reason.skill}`
        : `has ${reason.skill} at level ${reason.level}; level ${reason.levelMin} is needed`
    case 'presence':
      return `presence is ${presenceWords[reason.presence]}`
    case 'device-unreachable':
      return 'the phone cannot be reached'
    case 'signed-out':
      return 'signed out'
    case 'not-ready':
      return `not ready: ${reason.why}`
    case 'reserved':
      return 'something else is being offered'
    case 'talking':
      return 'talking'
    case 'wrap-up':
      return 'in wrap-up'
    case 'listening':
      return 'is in the talk of somebody else as a supervisor'
    case 'no-room':
      return `has ${reason.used} of ${reason.of} units in use; ${reason.needed} more are needed`
    case 'tried-already':
      return `was tried for this ${piece} ${durationWords(reason.agoMs)} ago`
    case 'named-by-agent':
      return 'was named by the agent who handed it on'
    case 'handed-it-on':
      return 'handed it on, and nobody took it'
  }
}

/** What a channel's work is called, and how it is put before an agent. */
export const channelWords: Readonly<
  Record<Channel, { readonly piece: string; readonly ring: Record<'one' | 'several', string> }>
> = {
  voice: { piece: 'call', ring: { one: 'rings', several: 'phones ring' } },
  task: { piece: 'task', ring: { one: 'is offered it', several: 'are offered it' } },
}

/** What presence says of a person, in words. */
export const presenceWords: Readonly<Record<Presence, string>> = {
  available: 'available',
  busy: 'busy',
  'in-a-call': 'in a call',
  'in-a-meeting': 'in a meeting',
  'do-not-disturb': 'do not disturb',
  away: 'away',
  offline: 'offline',
  unknown: 'unknown',
}

function preferred(reason: { readonly preferredSkillsMet: number }): string {
  if (reason.preferredSkillsMet === 0) return ''
  return `, with ${reason.preferredSkillsMet} of the preferred skills`
}
