/** A local stand-in for Microsoft's cloud and the phone network, written from the references. */
export { openEmulator } from './open-emulator.ts'
export type { EmulatorOptions } from './open-emulator.ts'
export { EmulatorConfigError } from './config.ts'
export { rollFrom } from './phones/seed.ts'
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
export type { Heard, Sound, Speak } from './sound/sound.ts'
export type { ClientBehaviour, ClientReaction } from './clients/behaviour.ts'
export type { ClientCall, ClientState, TeamsClient } from './clients/teams-client.ts'
export type { ProxyFault } from './direct-routing/switchboard.ts'
export type { TransferTarget } from './direct-routing/referral.ts'
export { openDeclineMemory } from './rules/decline-memory.ts'
export type { Violation, ViolationCode } from './rules/violation.ts'
export type {
  CallHappening,
  CallResult,
  PlacedCall,
  PlannedCall,
  ScriptStep,
  TrunkTarget,
} from './phones/script.ts'
export type { DialledNumber, Story, TrafficCaller, TrafficPlan } from './phones/plan-traffic.ts'
export type { Traffic, TrafficCounts } from './phones/run-traffic.ts'
export type { EmulatorPages } from './pages/open-pages.ts'
export type { PageOptions } from './pages/page-world.ts'
export type { PersonPresence } from './graph/presences.ts'
export type { GraphFault } from './graph/open-graph.ts'
export type { CallerView, Meeting, PersonView, Trouble, WorldView } from './pages/world-view.ts'
