/** The command line: configuration read from files, commands, and how they speak. */
export { loadInstallation } from './config/load-installation.ts'
export type { LoadOptions } from './config/load-installation.ts'
export type {
  CarrierTrunk,
  DirectRoutingTrunk,
  EmulatorPlan,
  EntraConfig,
  Installation,
  InstalledTenant,
  LoadedInstallation,
  TrunkConfig,
} from './config/installation.ts'
export type { Complaint } from './reading/complaint.ts'
