/** Shapes on the wire: what browsers and programs see and send, and what configuration files hold. */
export type { LiveMessage } from './live.ts'
export { liveCloseCodes, liveMessage } from './live.ts'
export type { CompleteWrapUp, LiveRequest, SetState } from './requests.ts'
export {
  completeWrapUp,
  consultCall,
  decideConsult,
  listInteractions,
  liveRequest,
  noteLengthMax,
  setState,
  transferCall,
} from './requests.ts'
export type {
  AgentRow,
  BoardView,
  DecisionView,
  DeskView,
  InteractionPage,
  InteractionRow,
  InteractionView,
  LiveInteractionRow,
  MeView,
  OfferView,
  OpenThingsView,
  Problem,
  QueueRow,
  TalkView,
  TimelineEntry,
  WrapUpView,
} from './views.ts'
export {
  boardView,
  deskView,
  interactionPage,
  interactionView,
  meView,
  openThingsView,
  problem,
} from './views.ts'
export { installationFile } from './config.ts'
export type { InstallationFile } from './config.ts'
export { flowFile } from './config-flow.ts'
export type { FlowFile, BranchCaseFile, FlowStepFile, PromptFile } from './config-flow.ts'
export { tenantFile } from './config-tenant.ts'
export type { HoursFile, SkillsFile, TenantFile } from './config-tenant.ts'
export { configSchemas } from './config-schemas.ts'
export { emulatorFile } from './config-emulator.ts'
export type { ClientFile, EmulatorFile } from './config-emulator.ts'
export type { ActFile, TrafficFile } from './config-traffic.ts'
