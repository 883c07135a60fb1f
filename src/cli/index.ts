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
export { runCommand } from './command.ts'
export { workShift } from './demo/work-shift.ts'
export type { DoctorCheck, Finding } from './doctor.ts'
export { doctorCommand } from './doctor.ts'
export { machineChecks, nodeCheck } from './doctor-checks.ts'
export { flowCheckCommand } from './flow-check.ts'
export { flowTestCommand } from './flow-test/flow-test-command.ts'
export { openLog } from './logging/open-log.ts'
export { terminalOutput } from './output.ts'
export { placeOf, replayCommand } from './replay/replay-command.ts'
export { carrierEntrance, emulatedWorld } from './start/emulated-world.ts'
export type { Running } from './start/start-command.ts'
export { startCommand } from './start/start-command.ts'
export type { VoicePlan } from './start/voice-plan.ts'
export { askedTrunks, pairedNames, voicePlan } from './start/voice-plan.ts'
export { whoIs } from './start/who-is.ts'
export { storeCheck, trunkCheck, voiceCheck } from './part-checks.ts'
