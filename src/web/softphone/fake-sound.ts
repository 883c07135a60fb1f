import { type Cell, createCell } from '../model/cell.ts'
import type { CallSound, MicrophoneTrouble, SoundPort, SoundState } from './sound.ts'

/** A browser's sound that a test holds in its hand. */
export interface FakeSound {
  readonly port: SoundPort
  /** What the person does when asked for the microphone. */
  microphone: 'allowed' | MicrophoneTrouble
  /** What was done with the sound, in order. */
  readonly done: string[]
  /** The state of the sound that was opened last. */
  readonly become: (state: SoundState) => void
}

/** A microphone that is allowed. */
export function createFakeSound(): FakeSound {
  const done: string[] = []
  let state: Cell<SoundState> = createCell<SoundState>('new')
  const fake: FakeSound = {
    microphone: 'allowed',
    done,
    become: next => state.set(next),
    port: {
      open: () => {
        done.push('open')
        if (fake.microphone !== 'allowed') return Promise.resolve(fake.microphone)
        state = createCell<SoundState>('new')
        return Promise.resolve(soundOf(state, done))
      },
      hearYourself: () =>
        Promise.resolve(
          fake.microphone === 'allowed'
            ? { level: createCell(0), close: () => done.push('end of test') }
            : fake.microphone,
        ),
      devices: () => Promise.resolve({ microphones: [], speakers: [] }),
    },
  }
  return fake
}

function soundOf(state: Cell<SoundState>, done: string[]): CallSound {
  return {
    state,
    level: createCell(0),
    describe: restart => {
      done.push(restart ? 'describe anew' : 'describe')
      return Promise.resolve(restart ? 'sdp anew' : 'sdp')
    },
    accept: sdp => {
      done.push(`accept ${sdp}`)
      return Promise.resolve()
    },
    mute: isMuted => void done.push(isMuted ? 'mute' : 'unmute'),
    press: key => void done.push(`press ${key}`),
    close: () => void done.push('close'),
  }
}
