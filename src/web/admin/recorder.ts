import { wavOf } from '../model/wav.ts'

/** A recording under way; stopping gives it as a WAV file. */
export interface Recording {
  readonly stop: () => Promise<Blob>
}

/** Records from the microphone. Rejects where the browser gives none. */
export async function startRecording(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const recorder = new MediaRecorder(stream)
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', event => parts.push(event.data))
  recorder.start()
  return {
    stop: async () => {
      const ended = new Promise(resolve => {
        recorder.addEventListener('stop', resolve, { once: true })
      })
      recorder.stop()
      await ended
      for (const track of stream.getTracks()) track.stop()
      return await toWav(new Blob(parts))
    },
  }
}

/** Browsers record in a compressed form of their own, and read it themselves. */
async function toWav(recorded: Blob): Promise<Blob> {
  const context = new AudioContext()
  try {
    const sound = await context.decodeAudioData(await recorded.arrayBuffer())
    return wavOf(sound.getChannelData(0), sound.sampleRate)
  } finally {
    await context.close()
  }
}
