/** Shapes on the wire: what browsers and programs see and send, and what configuration files hold. */
export type { BoardChange, BoardMessage } from './board-change.ts'
export type { HeldBoard } from './follow-board.ts'
export { applyBoardChange, boardChangeOf, followBoard, joinBoardChanges } from './follow-board.ts'
export { isSame } from './list-change.ts'
export { serviceLevelWhole } from './service-level.ts'
export type { LiveMessage } from './live.ts'
export { liveCloseCodes, liveMessage } from './live.ts'
export type { PhoneAnswer, PhoneGreeting, PhoneRequest, PhoneView } from './phone.ts'
export { phoneRequest } from './phone.ts'
export type { CompleteWrapUp, LiveRequest, SetState } from './requests.ts'
export {
  completeWrapUp,
  writeNote,
  consultCall,
  decideConsult,
  listInteractions,
  liveRequest,
  noteLengthMax,
  setState,
  transferCall,
} from './requests.ts'
export type { SendTask, TaskView, WorkView } from './tasks.ts'
export { sendTask, taskView } from './tasks.ts'
export {
  askDay,
  findPeople,
  keysLengthMax,
  monitorTalk,
  moveInteraction,
  muteTalk,
  pressKeys,
  rankInteraction,
  setAgentState,
} from './requests-floor.ts'
export type {
  AlertView,
  DayView,
  FormFieldView,
  MonitorView,
  OwnFiguresView,
  PeopleView,
  WhyNotView,
} from './views-floor.ts'
export type { FilingView } from './views-record.ts'
export type { FlowsView, TraceView } from './views-trace.ts'
export { flowsView, traceView } from './views-trace.ts'
export { dayView, doneView, peopleView, whyNotView } from './views-floor.ts'
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
export type {
  AuditView,
  CheckedView,
  ComplaintView,
  ConfigChanges,
  ConfigSection,
  ConfigView,
  DifferenceView,
  EffectView,
  FlowText,
  PromptsView,
  PromptView,
  TrunksView,
  VersionsView,
} from './admin.ts'
export {
  applyFiles,
  auditView,
  changeConfig,
  changeSection,
  checkConfig,
  checkedView,
  configSections,
  configView,
  promptsView,
  restoreConfig,
  speakPrompt,
  trunksView,
  versionsView,
} from './admin.ts'
export type { EmulatedTrouble } from './emulated-choices.ts'
export { emulatedMeetings, emulatedPresences, emulatedTroubles } from './emulated-choices.ts'
export type { EmulatedCaller, EmulatedPerson, EmulatedWorldView } from './emulated.ts'
export { emulatedWorldView } from './emulated.ts'
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
export type { MadeWallboard, ServiceLevelDialect, WallboardView, WallView } from './wallboards.ts'
export {
  madeWallboard,
  makeWallboard,
  wallboardList,
  wallboardsMax,
  wallView,
} from './wallboards.ts'
export type { BegunWebCall, WebCallMessage, WebCallRequest, WebEntryView } from './web-calls.ts'
export {
  beginWebCall,
  begunWebCall,
  webCallMessage,
  webCallRequest,
  webEntryInPath,
  webEntryView,
  webNameLengthMax,
} from './web-calls.ts'
