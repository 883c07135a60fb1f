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

  /** Who has a customer on the line, or is offered one, sees in rows what was before with that customer. */
  'see what was before with a customer': (person: Person, isServed: boolean): boolean =>
    isServed && person.agent !== undefined,

  /** Supervisors and admins put tasks before agents, and take them back. */
  'send tasks': (person: Person): boolean => supervises(person),

  /** An agent sees the own day, supervisors and admins everybody's. */
  'see the day of an agent': (person: Person, agent: AgentId): boolean =>
    supervises(person) || person.agent === agent,

  /** Supervisors and admins set states, move, listen in and take over; agents do not. */
  'supervise the floor': (person: Person): boolean => supervises(person),

  /** Supervisors and admins find the interactions of everybody. */
  'see all interactions': (person: Person): boolean => supervises(person),

  /** Supervisors and admins see every interaction, an agent those the agent has talked in. */
  'see the interaction': (person: Person, interaction: InteractionRecord): boolean =>
    supervises(person) || (person.agent !== undefined && handledBy(interaction, person.agent)),
  /** An agent sees the ladder of the own calls in short; the messages as they were sent, those who supervise. */
  'see messages as they were sent': (person: Person): boolean => supervises(person),

  /** What leaves Parley as a file leaves its rules behind: supervisors and admins take it out. */
  'take an interaction out': (person: Person): boolean => supervises(person),

  /** Administrators see and change the configuration of their own tenant. */
  'administer the tenant': (person: Person): boolean => person.role === 'admin',

  /** Whole files are taken in by the operator alone, with the key that lies on the machine. */
  'replace the files': (person: Person): boolean => person.operator === true,
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
