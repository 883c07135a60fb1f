import { spawn } from 'node:child_process'
import type { SynthesisAnswer, VoiceInfo, VoiceProvider } from './voice-provider.ts'
import { refuse } from './refuse.ts'

/** Sound of one text that espeak-ng may give back: ten minutes at its 22 kHz. */
export const outputBytesMax = 30_000_000

/** Texts that wait for their turn; espeak-ng needs some 12 ms for a sentence. */
export const espeakQueueLengthMax = 200

const listingMsMax = 3_000
const synthesisMsMax = 10_000

/**
 * espeak-ng, when the operator has installed it: robotic, intelligible, and a hundred languages that flite
 * lacks. It is GPL-3, so it stays a program of the system that we start, and is never linked or shipped.
 * Undefined where it is not installed.
 */
export async function findEspeak(program = 'espeak-ng'): Promise<VoiceProvider | undefined> {
  const listing = await run(program, ['--voices'], AbortSignal.timeout(listingMsMax))
  if (!listing.ok) return undefined
  const voices = readVoices(new TextDecoder().decode(listing.output))
  if (voices.length === 0) return undefined
  const inTurn = turns()
  return {
    info: {
      id: 'espeak-ng',
      locality: 'self-hosted',
      quality: 'basic',
      languages: [...new Set(voices.map(voice => voice.language.split('-')[0] ?? ''))],
    },
    voices,
    synthesize: ({ text, voice }, signal) =>
      inTurn(async () => {
        const ended = AbortSignal.any([signal, AbortSignal.timeout(synthesisMsMax)])
        const answer = await run(program, ['--stdout', '-v', voice, '--', text], ended)
        return toSynthesis(answer, signal)
      }),
    close: async () => undefined,
  }
}

/**
 * The table `espeak-ng --voices` prints: priority, language, age/gender, name, file. The name of a voice to
 * ask for is its language, because the names themselves hold blanks and change between versions.
 */
export function readVoices(table: string): readonly VoiceInfo[] {
  return table.split('\n').flatMap(line => {
    const found = /^\s*\d+\s+(\S+)\s+\S+\s+(\S+)\s+\S+/.exec(line)
    const [, language, name] = found ?? []
    if (language === undefined || name === undefined) return []
    return [{ id: language, language, name: name.replaceAll('_', ' ') }]
  })
}

/** One program at a time: a flow with fifty prompts must not start fifty. */
function turns(): (speak: () => Promise<SynthesisAnswer>) => Promise<SynthesisAnswer> {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async speak => {
    if (waiting >= espeakQueueLengthMax) {
      return refuse('queue-full', `${waiting} texts already wait for espeak-ng.`)
    }
    waiting += 1
    const turn = last.then(speak).finally(() => {
      waiting -= 1
    })
    last = turn
    return turn
  }
}

type RunAnswer =
  | { readonly ok: true; readonly output: Uint8Array }
  | { readonly ok: false; readonly reason: string }

function run(program: string, args: readonly string[], signal: AbortSignal): Promise<RunAnswer> {
  const ended = Promise.withResolvers<RunAnswer>()
  const child = spawn(program, args, {
    signal,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const parts: Buffer[] = []
  let bytes = 0
  child.stdout.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > outputBytesMax) child.kill('SIGKILL')
    else parts.push(part)
  })
  child.on('error', cause => ended.resolve({ ok: false, reason: cause.message }))
  child.on('close', code => {
    const reason = `espeak-ng ended with ${code ?? 'a signal'}`
    ended.resolve(code === 0 ? { ok: true, output: Buffer.concat(parts) } : { ok: false, reason })
  })
  return ended.promise
}

function toSynthesis(answer: RunAnswer, signal: AbortSignal): SynthesisAnswer {
  if (answer.ok) return { ok: true, wav: answer.output }
  if (signal.aborted) return refuse('cancelled', 'Nobody waits for this text.')
  return refuse('engine-failed', `espeak-ng could not speak: ${answer.reason}.`)
}
