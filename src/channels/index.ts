export type { BrowserReach } from './softphone/phones.ts'
export { Phones } from './softphone/phones.ts'
export type { WebDoor } from './softphone/web-calls.ts'
export { WebCalls } from './softphone/web-calls.ts'
export type { SignalTrace, TraceMode, TraceParts } from './trace/open-trace.ts'
export { openTrace } from './trace/open-trace.ts'
export type { KeptPresence } from './presence/keep-presence.ts'
export { keepPresence } from './presence/keep-presence.ts'
export type { KeptTrunks } from './voice/keep-trunks.ts'
export { keepTrunks } from './voice/keep-trunks.ts'
export type { KeptRegistration, RegisteredTrunk } from './voice/registrations.ts'
export { placeOf, registering, registrationOf, registrationTrouble } from './voice/registrations.ts'
export type { VoiceChannel } from './voice/open-voice.ts'
export { openVoice } from './voice/open-voice.ts'
export type {
  CarrierTrunk,
  DirectRoutingTrunk,
  TrunkCallerId,
  TrunkRegistrar,
  VoiceOptions,
  VoiceTenant,
  VoiceTrunk,
} from './voice/voice-options.ts'
