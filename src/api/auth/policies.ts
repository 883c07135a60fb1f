import type { AgentId } from '#core'
import type { InteractionRecord } from '#store'
import type { Person } from './person.ts'

/**
 * Who may do what, one sentence each. That a tenant sees nothing of another is not in here: a
 * person's own tenant is the only one whose lane and records a request can reach.
 */
export const policies = {
  /** A person with a desk works it, and no other: every order names the person's own agent. */
  'work the desk': (person: Person): boolean => person.agent !== undefined,

  /** Everybody at work sees the floor; nobody changes it from there. */
  'see the board': (_person: Person): boolean => true,

  /** Supervisors and admins see every interaction, an agent those the agent has talked in. */
  'see the interaction': (person: Person, interaction: InteractionRecord): boolean =>
    supervises(person) || (person.agent !== undefined && handledBy(interaction, person.agent)),
} as const

function supervises(person: Person): boolean {
  switch (person.role) {
    case 'agent':
      return false
    case 'supervisor':
    case 'admin':
      return true
  }
}

function handledBy(interaction: InteractionRecord, agent: AgentId): boolean {
  if (interaction.agent === agent) return true
  return interaction.segments.some(part => part.kind === 'talk' && part.agent === agent)
}
