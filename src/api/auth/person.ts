import type { AgentId, TenantId } from '#core'
import type { Identity } from './sign-in-port.ts'

/** What a person may do in general; what exactly is in the policies. */
export type Role = 'agent' | 'supervisor' | 'admin'

/** A directory's person who belongs here: to which tenant, in which role, as which agent. */
export interface Person {
  readonly tenant: TenantId
  readonly role: Role
  readonly name: string
  /** Absent for people who have no desk. */
  readonly agent?: AgentId
}

/**
 * Finds the person in the configuration of today. It is asked on every request and not only at
 * the sign-in, so that whoever is taken out, or given another role, has it at once.
 */
export type WhoIs = (
  identity: Pick<Identity, 'tenantDirectoryId' | 'personDirectoryId'>,
) => Person | undefined
