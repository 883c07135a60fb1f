import type { InteractionId, TenantId } from '#core'
import type { JournalPort, TraceEntry } from '#engine'

/** The past as exports need it: the journal as it was written, and the signalling kept beside it. */
export interface Past {
  readonly journal: Pick<JournalPort, 'read' | 'marks'>
  readonly traces: {
    readonly read: (tenant: TenantId, interaction: InteractionId) => Promise<readonly TraceEntry[]>
  }
}
