/** A tap: a copy of one leg's sound, sent out of the worker frame by frame, for transcription. */
import type { MessagePort } from 'node:worker_threads'
import { openDoubler } from '../codecs/resample.ts'
import { frameSamples } from '../codecs/voice-codec.ts'
import type { TapRequest } from '../media-engine.ts'

/** An open tap. */
export interface Tap {
  readonly legId: string
  readonly hears: 'in' | 'out'
  write(frame: Int16Array): void
  close(): void
}

/** Opens a tap onto a port; the port closes with it, which tells the reader that it is over. */
export function openTap(request: TapRequest, port: MessagePort): Tap {
  const double = request.rateHz === 16_000 ? openDoubler() : undefined
  return {
    legId: request.legId,
    hears: request.hears,
    write(frame) {
      const copy = new Int16Array(double === undefined ? frameSamples : 2 * frameSamples)
      if (double === undefined) copy.set(frame)
      else double(frame, copy)
      port.postMessage(copy.buffer, [copy.buffer])
    },
    close() {
      port.close()
    },
  }
}
