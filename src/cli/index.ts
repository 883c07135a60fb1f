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
export { beginAll } from './admin/in-force.ts'
export { openAdministration } from './admin/open-administration.ts'
export { openOperatorDoor } from './admin/operator-door.ts'
export { closeLanes, configureLane, tellDevice, tellLane, withLiveNumbers } from './start/lanes.ts'
export { askTerminal, configCommands } from './config-command/config-commands.ts'
export { runCommand } from './command.ts'
export { beginDay } from './demo/begin-day.ts'
export type { DoctorCheck, Finding } from './doctor.ts'
export { doctorCommand } from './doctor.ts'
export { machineChecks, nodeCheck } from './doctor-checks.ts'
export { exportCommand } from './export/export-command.ts'
export { flowCheckCommand } from './flow-check.ts'
export { flowTestCommand } from './flow-test/flow-test-command.ts'
export { backupCommand } from './keeping/backup-command.ts'
export { checkCommand } from './keeping/check-command.ts'
export { restoreCommand } from './keeping/restore-command.ts'
export { engineLog, openLog } from './logging/open-log.ts'
export { logSip } from './logging/sip-log.ts'
export { spareLog } from './logging/spare-log.ts'
export { terminalOutput } from './output.ts'
export { placeOf, recordingsOf, replayCommand } from './replay/replay-command.ts'
export { emulatedApp, entraPlan } from './start/entra-plan.ts'
export { iceServersAt } from './start/ice-servers.ts'
export { openPresence, presenceTroubles } from './start/open-presence.ts'
export { isProxyOf } from './start/proxies.ts'
export { webDoorOf } from './start/web-doors.ts'
export { emulatedPages } from './start/emulated-pages.ts'
export { carrierEntrance, emulatedWorld } from './start/emulated-world.ts'
export { certificateLookMs, keepCertificates } from './start/keep-certificates.ts'
export { lanesNow } from './start/lanes-now.ts'
export type { Running } from './start/start-command.ts'
export { startCommand } from './start/start-command.ts'
export type { VoicePlan } from './start/voice-plan.ts'
export { pairedNames, voicePlan } from './start/voice-plan.ts'
export { versionOf } from './start/version.ts'
export { whoIs } from './start/who-is.ts'
export { presenceChecks } from './presence-checks.ts'
export { storeCheck, voiceCheck } from './part-checks.ts'
export { registrationsNow } from './start/registrations-now.ts'
export { trunkChecks } from './trunk-checks.ts'
