import type { EngineJob, EngineReply } from './engine-process.ts'

/**
 * The two messages between the flite process and its owner. Both sides read them as unknown: a process
 * that is confused must not be able to confuse the other one.
 */
export function readReply(message: unknown): EngineReply | undefined {
  if (!isRecord(message) || typeof message['id'] !== 'number') return undefined
  const { id, wav, reason } = message
  if (message['ok'] === true && wav instanceof Uint8Array) return { id, ok: true, wav }
  return { id, ok: false, reason: typeof reason === 'string' ? reason : 'an unknown answer' }
}

/** Reads a job in the flite process; undefined when it is none. */
export function readJob(message: unknown): EngineJob | undefined {
  if (!isRecord(message)) return undefined
  const { id, text, voice } = message
  if (typeof id !== 'number' || typeof text !== 'string' || typeof voice !== 'string')
    return undefined
  return { id, text, voice }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
