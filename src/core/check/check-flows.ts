import type { TenantConfig } from '../config.ts'
import type { Complaint } from './complaint.ts'
import { checkDeadEnds } from './check-dead-ends.ts'
import { checkFlow } from './check-flow.ts'
import { checkNames } from './check-names.ts'
import { checkSubFlows } from './check-sub-flows.ts'
import { checkSecrets, checkVariables } from './check-variables.ts'
import { checkQueues } from './check-queues.ts'

/**
 * Everything that is wrong with a tenant's configuration, though each value for itself is right:
 * names that lead nowhere, callers who could never leave, queues nobody could answer. A configuration
 * without errors can be run; the core relies on it.
 */
export function checkFlows(config: TenantConfig): readonly Complaint[] {
  return [
    ...checkNames(config),
    ...checkQueues(config),
    ...config.flows.flatMap((flow, index) => checkFlow(config, flow, ['flows', index])),
    ...checkSubFlows(config.flows),
    ...checkDeadEnds(config),
    ...checkVariables(config),
    ...checkSecrets(config),
  ]
}
