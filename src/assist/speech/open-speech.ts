import type { Sound } from '../sound/wav.ts'
import type { SpeechRefusal, VoiceProvider } from '../voices/voice-provider.ts'
import type { SpeechAttempt } from './plan-speech.ts'
import type { PromptIdentity } from './prompt-cache.ts'
import type { Speech, SpeechAnswer, SpeechLimits, SpeechLog, SpeechRequest } from './speech.ts'
import { activeDb, polish, silentDb } from '../sound/polish.ts'
import { resample } from '../sound/resample.ts'
import { readWav } from '../sound/wav.ts'
import { findEspeak } from '../voices/espeak.ts'
import { openFlite } from '../voices/flite.ts'
import { refuse } from '../voices/refuse.ts'
import { planSpeech } from './plan-speech.ts'
import { openPromptCache, promptRateHz } from './prompt-cache.ts'
import { shareWork } from './share-work.ts'
import { speechLimits } from './speech.ts'

/** What speech needs from its owner. Without `providers` it uses the embedded voice and what the system has. */
export interface SpeechOptions {
  readonly cacheDirectory: string
  readonly log: SpeechLog
  readonly limits?: Partial<SpeechLimits>
  /** In the order of preference; the first that has the language speaks, the next one stands in for it. */
  readonly providers?: readonly VoiceProvider[]
}

/** Opens the voices and the prompt cache. No engine is started until the first text is spoken. */
export async function openSpeech(options: SpeechOptions): Promise<Speech> {
  const limits = { ...speechLimits, ...options.limits }
  const { log } = options
  const cache = await openPromptCache({
    directory: options.cacheDirectory,
    bytesMax: limits.cacheBytesMax,
    log,
  })
  const providers = options.providers ?? (await localProviders(log, limits))
  const work = shareWork<SpeechAnswer>()
  const close = async (): Promise<void> => {
    await Promise.all(providers.map(provider => provider.close()))
  }

  const attempt = async (
    { provider, identity }: SpeechAttempt,
    signal: AbortSignal,
  ): Promise<SpeechAnswer> => {
    const method = provider.info.id
    try {
      const kept = await cache.find(identity)
      if (kept !== undefined) return { ok: true, ...kept, method, fromCache: true }
      const made = await makeSound(provider, identity, signal)
      if (!made.ok) return made
      return { ok: true, ...(await cache.keep(identity, made.sound)), method, fromCache: false }
    } catch (cause) {
      return refuse('storage-failed', `The prompt could not be kept: ${String(cause)}.`)
    }
  }
  const share = (one: SpeechAttempt, signal?: AbortSignal): Promise<SpeechAnswer> =>
    work(JSON.stringify(one.identity), signal, shared => attempt(one, shared))

  return {
    providers: providers.map(provider => provider.info),
    voices: providers.flatMap(provider => provider.voices),
    speak: async (request: SpeechRequest, signal?: AbortSignal) => {
      const plan = planSpeech(request, providers, limits)
      if (!plan.ok) return plan
      let answer = await share(plan.first, signal)
      for (const other of plan.others) {
        if (answer.ok || !mayHelpToAskAnother(answer)) return answer
        log.warn({ code: answer.code, next: other.identity.provider }, answer.words)
        answer = await share(other, signal)
      }
      return answer
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function localProviders(log: SpeechLog, limits: SpeechLimits): Promise<VoiceProvider[]> {
  const { queueLengthMax, requestMsMax } = limits
  const flite = await openFlite({ log, queueLengthMax, requestMsMax })
  const espeak = await findEspeak()
  return espeak === undefined ? [flite] : [flite, espeak]
}

type SoundMade = { readonly ok: true; readonly sound: Sound } | SpeechRefusal

async function makeSound(
  provider: VoiceProvider,
  identity: PromptIdentity,
  signal: AbortSignal,
): Promise<SoundMade> {
  const { id } = provider.info
  const answer = await provider
    .synthesize(identity, signal)
    .catch((cause: unknown) => refuse('engine-failed', `${id} failed: ${String(cause)}.`))
  if (!answer.ok) return answer
  const reading = readWav(answer.wav)
  if (!reading.ok) return refuse('engine-failed', `${id} gave unreadable sound: ${reading.reason}.`)
  const sound = await resample(reading.sound, promptRateHz)
  if (activeDb(sound) < silentDb) {
    return refuse('text-unspeakable', `${id} made only silence of this text.`)
  }
  return { ok: true, sound: polish(sound) }
}

/** An engine's own trouble is worth a second voice; a request's own fault or a full disk is not. */
function mayHelpToAskAnother(refusal: SpeechRefusal): boolean {
  return ['engine-failed', 'timed-out', 'queue-full'].includes(refusal.code)
}
