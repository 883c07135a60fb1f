import type { PhoneView } from '#contract'
import type { Source } from '../model/cell.ts'

/** Why there is no microphone. */
export type MicrophoneTrouble = 'denied' | 'missing' | 'busy'

/** How the sound of a call is doing. `lost` asks for a new description. */
export type SoundState = 'new' | 'connected' | 'lost'

/** The servers that help the browser find a way. */
export type IceServers = PhoneView['iceServers']

/** The sound of one call: a microphone, a loudspeaker, and a way to the server. */
export interface CallSound {
  readonly state: Source<SoundState>
  /** How loud the person is, 0 to 1, while somebody looks. */
  readonly level: Source<number>
  /** Our description; `restart` for another network. */
  readonly describe: (restart: boolean) => Promise<string>
  readonly accept: (sdp: string) => Promise<void>
  /** Silence instead of the microphone, where nobody else is told of it. */
  readonly mute: (isMuted: boolean) => void
  /** Presses a key, which goes with the sound as an event (RFC 4733). */
  readonly press: (key: string) => void
  readonly close: () => void
}

/** A microphone or loudspeaker to choose. */
export interface SoundDevice {
  readonly id: string
  readonly label: string
}

/** What a person hears of themselves, until it is ended. */
export interface SelfTest {
  readonly level: Source<number>
  readonly close: () => void
}

/** The browser's sound as a port, so that the model is tested without one. */
export interface SoundPort {
  readonly open: (
    devices: ChosenDevices,
    iceServers: IceServers,
  ) => Promise<CallSound | MicrophoneTrouble>
  readonly hearYourself: (devices: ChosenDevices) => Promise<SelfTest | MicrophoneTrouble>
  readonly devices: () => Promise<{
    readonly microphones: readonly SoundDevice[]
    readonly speakers: readonly SoundDevice[]
  }>
}

/** The devices a person chose; absent is the system's own choice. */
export interface ChosenDevices {
  readonly microphone?: string
  readonly speaker?: string
}
