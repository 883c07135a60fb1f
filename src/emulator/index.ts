/** A local stand-in for Microsoft's cloud and the phone network, written from the references. */
export { EmulatorConfigError } from './config.ts'
export type { EmulatorClock } from './clock.ts'
export type {
  AppRegistration,
  EmulatedMedia,
  EmulatedPerson,
  EmulatedTenant,
  EmulatorConfig,
  EmulatorPorts,
  SbcAddress,
} from './config.ts'
export type {
  Emulator,
  EmulatorCounts,
  EmulatorLog,
  EntraAddresses,
  IssuedIdentity,
} from './emulator.ts'
export type { Heard, Sound, Speak } from './sound.ts'
export type { ClientBehaviour, ClientReaction } from './clients/behaviour.ts'
export type { ClientCall, ClientState, TeamsClient } from './clients/teams-client.ts'
export type { Violation, ViolationCode } from './direct-routing/violation.ts'
export type {
  CallHappening,
  CallResult,
  PlacedCall,
  PlannedCall,
  ScriptStep,
  TrunkTarget,
} from './phones/script.ts'
