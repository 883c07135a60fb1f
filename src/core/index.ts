export type { AgentState, Device, Routing } from './agent/agent.ts'
export type { Work } from './agent/work.ts'
export { unitsUsed, workOn } from './agent/work.ts'
export type { Channel, ChannelCost } from './channel.ts'
export { channels, takenChannels } from './channel.ts'
export type {
  AgentConfig,
  AgentSkill,
  Answers,
  DialledNumber,
  Disposition,
  Expert,
  FormField,
  Presence,
  Prompt,
  QueueAlerts,
  QueueConfig,
  RoutingRule,
  SkillNeed,
  TenantConfig,
} from './config.ts'
export type {
  Answer,
  Connect,
  Effect,
  HangUp,
  PauseRecording,
  ResumeRecording,
  SendDigits,
  IssuedOrder,
  Order,
  Outcome,
  Play,
  Record,
  Refusal,
  RefusalCode,
  Reject,
  Ring,
  StopRecording,
} from './effect.ts'
export type {
  AgentFact,
  AgentStateName,
  Fact,
  FactBody,
  InteractionFact,
  InteractionOutcome,
  TalkEnd,
  OfferResult,
} from './facts/fact.ts'
export type { QueueLeaving } from './facts/queue-leaving.ts'
export { checkFlows } from './check/check-flows.ts'
export { checkState } from './check-state.ts'
export type { Complaint } from './check/complaint.ts'
export type { BranchCase, Flow, FlowStep } from './flow/flow.ts'
export type { ExitName, FlowGraph, GraphExit, GraphStep } from './flow/flow-graph.ts'
export { flowGraph } from './flow/flow-graph.ts'
export type { SecretDigits } from './flow/secret.ts'
export { hasSecrets, hideSecret } from './flow/secret.ts'
export type { Hours, Zone } from './hours/hours.ts'
export { hoursAt } from './hours/hours-at.ts'
export type {
  AgentId,
  DispositionId,
  ExpertId,
  FlowId,
  HoursId,
  InteractionId,
  LegId,
  OfferId,
  OrderId,
  QueueId,
  RecordingId,
  SkillId,
  StepId,
  TenantId,
} from './ids.ts'
export type { WebEntry } from './web-entry.ts'
export { webCustomer, webDoor, webEntryOf } from './web-entry.ts'
export { currentFlags } from './flags.ts'
export { idLengthMax, isId, toId } from './ids.ts'
export type {
  Consent,
  FailureCode,
  Input,
  InputBody,
  InvariantBroken,
  OrderDone,
  OrderFailed,
  RecordingFile,
  WrapUpCompleted,
  Target,
  TaskEntry,
} from './input.ts'
export type { Filing, Interaction, Monitor, Offer, Phase } from './interaction/interaction.ts'
export { ownOf } from './own.ts'
export { longestSince } from './queue/line.ts'
export { expectedWaitMs } from './queue/pace.ts'
export type { QueueState } from './queue/queue-state.ts'
export { waitingIn } from './queue/queue-state.ts'
export { queueHours } from './queue/enter.ts'
export type { Candidate, CandidateReason, Decision, LineHead } from './routing/decision.ts'
export type { Verdict } from './routing/verdict.ts'
export { verdictNow } from './routing/verdict.ts'
export type { TenantState } from './state.ts'
export { newState } from './state.ts'
export { step, wakeAt } from './step.ts'
export type { Suspect } from './suspects.ts'
export { BrokenInvariant, subjectOf } from './suspects.ts'
export { outcomeWords } from './words/call-words.ts'
export { candidateWords } from './words/candidate-words.ts'
export { durationWords } from './words/durations.ts'
export { factWords } from './words/fact-words.ts'
export { inputWords } from './words/input-words.ts'
export type { Names } from './words/names.ts'
export { namesOf } from './words/names.ts'
export { orderWords } from './words/order-words.ts'
export { decisionWords, ruleWords } from './words/queue-words.ts'
export { labelOfStep } from './flow/step-label.ts'
