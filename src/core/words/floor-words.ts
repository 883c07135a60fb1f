import type { MonitorEnd, OwnEndFact, SuperviseFact } from '../facts/floor-fact.ts'
import type { MonitorMode, SuperviseInput } from '../supervise/supervise-input.ts'
import type { Names } from './names.ts'
import { failures } from './talk-words.ts'

/** What supervisors do with interactions, and agents at their own end of a talk, in words. */
export function floorWords(fact: SuperviseFact | OwnEndFact, names: Names): string {
  switch (fact.kind) {
    case 'interaction-moved':
      return `${names.agent(fact.supervisor)} moved it from ${names.queue(fact.from)} to ${names.queue(fact.to)}`
    case 'interaction-ranked':
      return `${names.agent(fact.supervisor)} ${fact.rank < 1 ? 'put it in front' : `gave it priority ${fact.rank}`}: place ${fact.position} in ${names.queue(fact.queue)}`
    case 'monitor-started':
      return `${names.agent(fact.supervisor)} is called to ${modes[fact.mode]} ${names.agent(fact.agent)}’s talk`
    case 'monitor-answered':
    case 'monitor-changed':
      return `${names.agent(fact.supervisor)} ${does[fact.mode]} ${names.agent(fact.agent)}’s talk`
    case 'monitor-ended':
      return `${names.agent(fact.supervisor)} is no longer in ${names.agent(fact.agent)}’s talk: ${ends[fact.how]}`
    case 'taken-over':
      return `${names.agent(fact.supervisor)} takes the customer over from ${names.agent(fact.agent)}`
    case 'muted':
      return `${names.agent(fact.agent)} is muted`
    case 'unmuted':
      return `${names.agent(fact.agent)} is heard again`
    case 'keys-sent':
      return `${names.agent(fact.agent)} pressed ${fact.count === 1 ? 'a key' : `${fact.count} keys`} for the ${fact.to === 'customer' ? 'customer’s end' : 'one who is consulted'}`
    case 'recording-paused':
      return `${names.agent(fact.agent)} paused the recording`
    case 'recording-resumed':
      return `${names.agent(fact.agent)} goes on recording`
  }
}

/** What a supervisor asked for, in one sentence. */
export function superviseWords(input: SuperviseInput, names: Names): string {
  const who = names.agent(input.supervisor)
  switch (input.kind) {
    case 'agent-state-ordered':
      return `${who} set ${names.agent(input.agent)} to ${input.state}${input.reason === undefined ? '' : `: ${input.reason}`}`
    case 'wrap-up-end-ordered':
      return `${who} ended the wrap-up of ${names.agent(input.agent)}`
    case 'move-ordered':
      return `${who} moved ${input.interaction} to ${names.queue(input.queue)}`
    case 'rank-ordered':
      return `${who} ${input.rank === 'front' ? `put ${input.interaction} in front` : `gave ${input.interaction} priority ${input.rank}`}`
    case 'monitor-requested':
      return `${who} asked to ${modes[input.mode]} the talk of ${input.interaction}`
    case 'monitor-end-requested':
      return `${who} left the talk of ${input.interaction}`
    case 'take-over-requested':
      return `${who} asked to take ${input.interaction} over`
  }
}

const modes: Readonly<Record<MonitorMode, string>> = {
  listen: 'listen to',
  whisper: 'whisper in',
  barge: 'join',
}

const does: Readonly<Record<MonitorMode, string>> = {
  listen: 'listens to',
  whisper: 'whispers in',
  barge: 'is heard by all in',
}

const ends: Readonly<Record<MonitorEnd, string>> = {
  ...failures,
  ended: 'left',
  'supervisor-left': 'hung up',
  'talk-ended': 'the talk was over',
  'taken-over': 'has the customer now',
}
