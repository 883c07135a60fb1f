import type { SpeechRefusal } from '../voices/voice-provider.ts'
import { refuse } from '../voices/refuse.ts'

interface Shared<Answer> {
  readonly answer: Promise<Answer>
  readonly stop: AbortController
  waiting: number
}

/**
 * Lets those who ask for the same thing at the same time wait for one piece of work. Each may leave on his own
 * signal and is answered at once; the work is called off when the last one has left.
 */
export function shareWork<Answer>(): (
  key: string,
  signal: AbortSignal | undefined,
  begin: (signal: AbortSignal) => Promise<Answer>,
) => Promise<Answer | SpeechRefusal> {
  const underWay = new Map<string, Shared<Answer>>()
  return async (key, signal, begin) => {
    const left = refuse('cancelled', 'Nobody waits for this text.')
    if (signal?.aborted === true) return left
    const shared = underWay.get(key) ?? start(underWay, key, begin)
    shared.waiting += 1
    const leaving = Promise.withResolvers<SpeechRefusal>()
    const leave = (): void => leaving.resolve(left)
    signal?.addEventListener('abort', leave)
    try {
      return await Promise.race([shared.answer, leaving.promise])
    } finally {
      signal?.removeEventListener('abort', leave)
      shared.waiting -= 1
      if (shared.waiting === 0) shared.stop.abort()
    }
  }
}

function start<Answer>(
  underWay: Map<string, Shared<Answer>>,
  key: string,
  begin: (signal: AbortSignal) => Promise<Answer>,
): Shared<Answer> {
  const stop = new AbortController()
  const done = (): void => {
    if (underWay.get(key) === shared) underWay.delete(key)
  }
  const shared: Shared<Answer> = { answer: begin(stop.signal).finally(done), stop, waiting: 0 }
  stop.signal.addEventListener('abort', done)
  underWay.set(key, shared)
  return shared
}
