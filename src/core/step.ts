import { setState, signIn, signOut } from './agent/agent-inputs.ts'
import { deviceChanged, presenceChanged } from './agent/outside-word.ts'
import { configure } from './configure.ts'
import type { Outcome, Refusal } from './effect.ts'
import { digitPressed, fellSilent } from './flow/digit.ts'
import { flags, isOn } from './flags.ts'
import type { Input } from './input.ts'
import { arrive } from './interaction/arriving.ts'
import { accept } from './interaction/accept.ts'
import { cancel } from './interaction/cancel.ts'
import { leaveDeserted } from './interaction/deserted.ts'
import { endBroken } from './interaction/broken.ts'
import { due } from './interaction/due.ts'
import { legEnded } from './interaction/leaving.ts'
import { writeNote } from './interaction/note.ts'
import { decline } from './interaction/offered.ts'
import { orderDone, orderFailed } from './interaction/results.ts'
import { requestHangUp } from './interaction/talking.ts'
import { completeWrapUp, extendWrapUp, skipWrapUp } from './interaction/wrap-up.ts'
import { legOf } from './interaction/legs.ts'
import { notAwaited, refuse } from './refusals.ts'
import { match } from './routing/match.ts'
import type { TenantState } from './state.ts'
import { legHold } from './talk/hold.ts'
import { handle, isTalkRequest } from './talk/handle.ts'
import { supervise } from './supervise/supervise.ts'
import { isSupervising } from './supervise/supervise-input.ts'
import type { StepPart } from './suspects.ts'
import { BrokenInvariant } from './suspects.ts'
import { nextTimerAt, takeDue } from './timers.ts'
import type { Turn } from './turn.ts'
import { beginTurn, tell } from './turn.ts'

/**
 * The contact center. One input in, effects out; every decision Parley makes is made in here.
 *
 *     timers due by then ─▶ the input itself ─▶ who is free meets who waits
 *
 * The state is changed in place for speed, but `step` behaves as a pure function: it asks no
 * clock and no chance, so the same inputs on a new state give the same effects, always. It throws
 * a BrokenInvariant, and nothing else, where the state is one that must not be.
 */
export function step(state: TenantState, input: Input): Outcome {
  state.now = Math.max(state.now, input.at)
  const turn = beginTurn(state, state.now)
  const refused = work(turn, input)
  return refused === undefined ? { effects: turn.effects } : { effects: turn.effects, refused }
}

function work(turn: Turn, input: Input): Refusal | undefined {
  let part: StepPart = 'timers'
  try {
    // What broke may be a timer that is still due: it is ended before any fires.
    const broken = input.kind === 'invariant-broken' ? endBroken(turn, input) : undefined
    fireDue(turn)
    part = 'input'
    const refused = broken ?? apply(turn, input)
    // What the input itself made due, as the end of a wait that ran out while a phone rang.
    part = 'timers'
    fireDue(turn)
    leaveDeserted(turn)
    part = 'match'
    match(turn)
    return refused
  } catch (cause) {
    throw new BrokenInvariant(turn, part, cause)
  }
}

/** When the state next wants to hear that time has passed, or never. */
export function wakeAt(state: TenantState): number | undefined {
  return nextTimerAt(state.timers)
}

function fireDue(turn: Turn): void {
  for (;;) {
    const timer = takeDue(turn.state.timers, turn.at)
    if (timer === undefined) return
    turn.fired.push(timer)
    due(turn, timer)
  }
}

function apply(turn: Turn, input: Input): Refusal | undefined {
  if (isTalkRequest(input)) return handle(turn, input)
  if (isSupervising(input)) return supervise(turn, input)
  switch (input.kind) {
    case 'tenant-configured':
      configure(turn, input)
      return undefined
    case 'interaction-arrived':
      return arrive(turn, input)
    case 'leg-ringing':
      return ringing(turn, input)
    case 'digit-pressed':
      return digitPressed(turn, input)
    case 'leg-ended':
      return legEnded(turn, input)
    case 'order-done':
      return orderDone(turn, input)
    case 'order-failed':
      return orderFailed(turn, input)
    case 'agent-signed-in':
      return signIn(turn, input)
    case 'agent-signed-out':
      return signOut(turn, input)
    case 'agent-state-set':
      return setState(turn, input)
    case 'interaction-cancelled':
      return cancel(turn, input)
    case 'offer-accepted':
      return accept(turn, input)
    case 'offer-declined':
      return decline(turn, input)
    case 'hang-up-requested':
      return requestHangUp(turn, input)
    case 'wrap-up-completed':
      return completeWrapUp(turn, input)
    case 'wrap-up-extended':
      return extendWrapUp(turn, input)
    case 'wrap-up-skipped':
      return skipWrapUp(turn, input)
    case 'note-written':
      return writeNote(turn, input)
    case 'presence-changed':
      return presenceChanged(turn, input)
    case 'device-changed':
      return deviceChanged(turn, input)
    case 'leg-held':
    case 'leg-resumed':
      return legHold(turn, input)
    case 'silence-heard':
      return fellSilent(turn, input)
    case 'time-passed':
      return turn.fired.length === 0 && isOn(turn.state, flags.refuseIdleTime)
        ? refuse('nothing-due', 'time passed')
        : undefined
    case 'invariant-broken':
      return undefined
  }
}

/** A phone rings: that of an agent is told of, others are heard by whoever called them. */
function ringing(turn: Turn, input: Extract<Input, { kind: 'leg-ringing' }>): Refusal | undefined {
  const owner = turn.state.legs.get(input.leg)
  const interaction = owner === undefined ? undefined : turn.state.interactions.get(owner)
  if (interaction === undefined) return refuse('unknown-leg', input.leg)
  const { phase } = interaction
  const offer =
    phase.at === 'offered' ? phase.offers.find(one => one.phone?.leg === input.leg) : undefined
  if (offer === undefined) {
    const leg = legOf(interaction, input.leg)
    const mayRing = leg?.state === 'calling' && leg.party !== 'customer'
    return mayRing ? undefined : notAwaited(turn, `${input.leg} does not ring`)
  }
  const { id, agent } = offer
  tell(turn, { kind: 'offer-ringing', interaction: interaction.id, offer: id, agent })
  return undefined
}
