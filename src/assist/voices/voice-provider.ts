/** What the admin pages show of a speech engine, so that nobody mistakes a basic voice for a good one. */
export interface ProviderInfo {
  readonly id: string
  readonly locality: 'embedded' | 'self-hosted' | 'cloud'
  readonly quality: 'basic' | 'standard' | 'premium'
  /** Primary BCP 47 subtags ("en", "de"); a provider speaks every region of a language it lists. */
  readonly languages: readonly string[]
}

/** One voice of one provider. */
export interface VoiceInfo {
  readonly id: string
  readonly language: string
  readonly name: string
}

/** Why a text was not spoken: a code for programs, words for people, and what to do next. */
export interface SpeechRefusal {
  readonly ok: false
  readonly code: SpeechRefusalCode
  readonly words: string
  readonly remedy: string
}

/**
 * The expected ways in which speaking ends without sound. The first five are the request's own fault
 * and will not get better by trying again; the others may.
 */
export type SpeechRefusalCode =
  | 'text-empty'
  | 'text-too-long'
  | 'text-unspeakable'
  | 'language-unsupported'
  | 'voice-unknown'
  | 'queue-full'
  | 'timed-out'
  | 'engine-failed'
  | 'storage-failed'
  | 'cancelled'
  | 'closed'

/** A text that is already in its spoken form, for one voice of the provider asked. */
export interface SynthesisRequest {
  readonly text: string
  readonly language: string
  readonly voice: string
}

/** A whole WAV file as the engine made it, at whatever rate the engine likes. */
export type SynthesisAnswer = { readonly ok: true; readonly wav: Uint8Array } | SpeechRefusal

/**
 * The port every voice stands behind, whether it is embedded, a program on this machine or a cloud.
 * The first voice listed for a language is the one used when none is named.
 */
export interface VoiceProvider {
  readonly info: ProviderInfo
  readonly voices: readonly VoiceInfo[]
  synthesize(request: SynthesisRequest, signal: AbortSignal): Promise<SynthesisAnswer>
  close(): Promise<void>
}
