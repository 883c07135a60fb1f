import type { AgentId, TenantId } from '#core'
import type { Identity } from './sign-in-port.ts'

/** What a person may do in general; what exactly is in the policies. */
export type Role = 'agent' | 'supervisor' | 'admin'

/** A directory's person who belongs here: to which tenant, in which role, as which agent. */
export interface Person {
  readonly tenant: TenantId
  readonly role: Role
  readonly name: string
  /** Who it is in the configuration, with or without a desk; the command line is nobody there. */
  readonly member?: AgentId
  /** Absent for people who have no desk. */
  readonly agent?: AgentId
  /** Whoever runs the installation, come with the key that lies in its data folder. */
  readonly operator?: true
}

/**
 * Finds the person in the configuration of today. It is asked on every request and not only at
 * the sign-in, so that whoever is taken out, or given another role, has it at once.
 */
export type WhoIs = (
  identity: Pick<Identity, 'tenantDirectoryId' | 'personDirectoryId'>,
) => Person | undefined
