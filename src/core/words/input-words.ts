import type { Input } from '../input.ts'
import { presenceWords } from './candidate-words.ts'
import type { Names } from './names.ts'
import { targetWords } from './talk-words.ts'

/** What came in, in one sentence: for replay and for an operator at night. */
export function inputWords(input: Input, names: Names): string {
  switch (input.kind) {
    case 'tenant-configured':
      return 'A configuration was published'
    case 'interaction-arrived':
      return `A call came in from ${input.from} to ${input.to} on trunk ${input.trunk} (leg ${input.leg})`
    case 'leg-ringing':
      return `Leg ${input.leg} rings`
    case 'digit-pressed':
      return `Key ${input.digit} was pressed on leg ${input.leg}`
    case 'leg-ended':
      return `Leg ${input.leg} ended by ${input.by}: ${input.cause}`
    case 'order-done':
      return `Order ${input.order} was carried out`
    case 'order-failed':
      return `Order ${input.order} failed (${input.code}): ${input.detail}`
    case 'agent-signed-in':
      return `${names.agent(input.agent)} signed in`
    case 'agent-signed-out':
      return `${names.agent(input.agent)} signed out`
    case 'agent-state-set':
      return `${names.agent(input.agent)} chose ${input.state}${input.reason === undefined ? '' : `: ${input.reason}`}`
    case 'offer-declined':
      return `${names.agent(input.agent)} declined offer ${input.offer}`
    case 'hang-up-requested':
      return `${names.agent(input.agent)} asked to hang up ${input.interaction}`
    case 'wrap-up-completed':
      return `${names.agent(input.agent)} filed ${input.interaction} as ${names.disposition(input.disposition)}`
    case 'hold-requested':
      return `${names.agent(input.agent)} put the customer of ${input.interaction} on hold`
    case 'resume-requested':
      return `${names.agent(input.agent)} took the customer of ${input.interaction} back`
    case 'transfer-requested':
      return `${names.agent(input.agent)} handed ${input.interaction} on to ${targetWords(input.to, names)}`
    case 'consult-requested':
      return `${names.agent(input.agent)} called ${targetWords(input.to, names)} about ${input.interaction}`
    case 'consult-decided':
      return `${names.agent(input.agent)} chose to ${input.decision} the consultation of ${input.interaction}`
    case 'leg-held':
      return `Leg ${input.leg} was put on hold by its phone`
    case 'leg-resumed':
      return `Leg ${input.leg} was taken back by its phone`
    case 'silence-heard':
      return `Leg ${input.leg} fell silent`
    case 'wrap-up-extended':
      return `${names.agent(input.agent)} extended the wrap-up of ${input.interaction}`
    case 'wrap-up-skipped':
      return `${names.agent(input.agent)} skipped the wrap-up of ${input.interaction}`
    case 'presence-changed':
      return `${names.agent(input.agent)}’s presence is ${presenceWords[input.presence]}`
    case 'device-changed':
      return `${names.agent(input.agent)}’s phone is ${input.device}`
    case 'time-passed':
      return 'Time passed'
    case 'invariant-broken':
      return `In place of input ${input.instead}, which broke an invariant (${input.cause}): ${input.interaction ?? 'nothing'} is ended by force`
  }
}
