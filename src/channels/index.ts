export type { KeptTrunks } from './voice/keep-trunks.ts'
export { keepTrunks } from './voice/keep-trunks.ts'
export type { VoiceChannel } from './voice/open-voice.ts'
export { openVoice } from './voice/open-voice.ts'
export type {
  CarrierTrunk,
  DirectRoutingTrunk,
  VoiceOptions,
  VoiceTenant,
  VoiceTrunk,
} from './voice/voice-options.ts'
export { silentLegMsMax } from './voice/voice-options.ts'
