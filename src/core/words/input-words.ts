import type { LegId } from '../ids.ts'
import type { CallArrived, Input } from '../input.ts'
import { presenceWords } from './candidate-words.ts'
import { superviseWords } from './floor-words.ts'
import type { Names } from './names.ts'
import { requestWords } from './request-words.ts'
import { isSupervising } from '../supervise/supervise-input.ts'
import { isTalkRequest } from '../talk/handle.ts'

/** What came in, in one sentence: for replay and for an operator at night. */
export function inputWords(input: Input, names: Names): string {
  if (isTalkRequest(input)) return requestWords(input, names)
  if (isSupervising(input)) return superviseWords(input, names)
  switch (input.kind) {
    case 'tenant-configured':
      return 'A configuration was published'
    case 'interaction-arrived':
      if (input.channel === 'task') return `A task came in for ${input.from}: ${input.title}`
      return `A call came in from ${input.from} to ${input.to} on trunk ${input.trunk} (leg ${input.leg})`
    case 'leg-ringing':
    case 'digit-pressed':
    case 'leg-ended':
    case 'leg-held':
    case 'leg-resumed':
    case 'silence-heard':
      return legWords(input)
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
    case 'interaction-cancelled':
      return `${input.interaction} was taken back`
    case 'offer-accepted':
      return `${names.agent(input.agent)} took offer ${input.offer}`
    case 'offer-declined':
      return `${names.agent(input.agent)} declined offer ${input.offer}`
    case 'hang-up-requested':
      return `${names.agent(input.agent)} asked to hang up ${input.interaction}`
    case 'wrap-up-completed':
      return `${names.agent(input.agent)} filed ${input.interaction} as ${names.disposition(input.disposition)}`
    case 'wrap-up-extended':
      return `${names.agent(input.agent)} extended the wrap-up of ${input.interaction}`
    case 'wrap-up-skipped':
      return `${names.agent(input.agent)} skipped the wrap-up of ${input.interaction}`
    case 'note-written':
      return `${names.agent(input.agent)} wrote a note on ${input.interaction}`
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

/** What a phone did. */
function legWords(input: Exclude<Extract<Input, { readonly leg: LegId }>, CallArrived>): string {
  switch (input.kind) {
    case 'leg-ringing':
      return `Leg ${input.leg} rings`
    case 'digit-pressed':
      return `Key ${input.digit} was pressed on leg ${input.leg}`
    case 'leg-ended':
      return `Leg ${input.leg} ended by ${input.by}: ${input.cause}`
    case 'leg-held':
      return `Leg ${input.leg} was put on hold by its phone`
    case 'leg-resumed':
      return `Leg ${input.leg} was taken back by its phone`
    case 'silence-heard':
      return `Leg ${input.leg} fell silent`
  }
}
