import type { Refusal } from '../effect.ts'
import { flags, isOn } from '../flags.ts'
import type { LegEnded } from '../input.ts'
import { leaveQueue } from '../queue/leave.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { keepMessage } from '../flow/voicemail.ts'
import { endMonitor } from '../supervise/monitor.ts'
import { endConsult } from '../talk/consult.ts'
import { numberFailed, numberOver } from '../talk/number-ended.ts'
import { phoneLost } from '../talk/phone-lost.ts'
import { close, closeIfDone } from './closing.ts'
import type { Interaction, Leg, Talking } from './interaction.ts'
import { dropLeg, legOf } from './legs.ts'
import { customerLeftOffer, ringFailed } from './offered.ts'
import { agentLeaves, endTalk } from './talking.ts'

/** A leg is gone, whoever ended it: what that means depends on whose it was and where the interaction stands. */
export function legEnded(turn: Turn, input: LegEnded): Refusal | undefined {
  const owner = turn.state.legs.get(input.leg)
  const interaction = owner === undefined ? undefined : turn.state.interactions.get(owner)
  const leg = interaction && legOf(interaction, input.leg)
  if (interaction === undefined || leg === undefined) return refuse('unknown-leg', input.leg)
  dropLeg(turn, interaction, leg.id)
  tell(turn, {
    kind: 'leg-ended',
    interaction: interaction.id,
    leg: leg.id,
    party: leg.party,
    by: input.by,
    cause: input.cause,
  })
  if (leg.party === 'customer') customerLeft(turn, interaction, input.by)
  else agentLeft(turn, interaction, leg, input)
  closeIfDone(turn, interaction)
  return undefined
}

function customerLeft(turn: Turn, interaction: Interaction, by: LegEnded['by']): void {
  const { phase } = interaction
  switch (phase.at) {
    case 'in-flow':
      leftFlow(turn, interaction, by)
      return
    case 'arrived':
      close(turn, interaction, by === 'fault' ? 'fault' : 'abandoned-in-flow')
      return
    case 'waiting':
      leaveQueue(turn, interaction, phase.visit, by === 'fault' ? 'fault' : 'abandoned')
      close(turn, interaction, by === 'fault' ? 'fault' : 'abandoned-in-queue')
      return
    case 'offered':
      customerLeftOffer(turn, interaction, phase)
      return
    case 'talking':
      endTalk(turn, interaction, phase, by === 'fault' ? 'fault' : 'customer')
      return
    case 'outward':
    case 'bridged':
      numberOver(turn, interaction, phase, by === 'fault' ? 'fault' : 'customer')
      return
    case 'wrap-up':
    case 'closing':
  }
}

function agentLeft(turn: Turn, interaction: Interaction, leg: Leg, input: LegEnded): void {
  const { phase } = interaction
  switch (phase.at) {
    case 'offered': {
      const offer = phase.offers.find(one => one.phone?.leg === leg.id)
      const failure = { code: 'fault', detail: input.cause } as const
      if (offer !== undefined) ringFailed(turn, interaction, { phase, offer }, failure)
      return
    }
    case 'talking':
      if (phase.agentLeg === leg.id) leftTalk(turn, interaction, phase, input.by)
      else if (phase.consult?.leg === leg.id) endConsult(turn, interaction, phase, 'expert-left')
      else if (phase.monitor?.leg === leg.id) {
        endMonitor(turn, interaction, phase, 'supervisor-left')
      }
      return
    case 'outward':
      if (phase.leg === leg.id) numberFailed(turn, interaction, phase, 'fault')
      return
    case 'bridged': {
      const by = input.by === 'fault' ? 'fault' : 'outside'
      if (phase.leg === leg.id) numberOver(turn, interaction, phase, by)
      return
    }
    case 'arrived':
    case 'in-flow':
    case 'waiting':
    case 'wrap-up':
    case 'closing':
  }
}

function leftTalk(turn: Turn, interaction: Interaction, talk: Talking, by: LegEnded['by']): void {
  const isKept = by === 'fault' && isOn(turn.state, flags.keepCustomerOfLostPhone)
  if (isKept) phoneLost(turn, interaction, talk)
  else if (by === 'fault' && talk.consult === undefined) endTalk(turn, interaction, talk, 'fault')
  else agentLeaves(turn, interaction, talk)
}

/** Who hangs up in a voicemail has left a message; anybody else in a flow has gone. */
function leftFlow(turn: Turn, interaction: Interaction, by: LegEnded['by']): void {
  const kept = keepMessage(turn, interaction, 'the customer hung up')
  close(turn, interaction, by === 'fault' ? 'fault' : kept ? 'voicemail' : 'abandoned-in-flow')
}
