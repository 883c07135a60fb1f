import { createCell, type Source } from '../model/cell.ts'
import type { CallSound, MicrophoneTrouble, SoundPort } from '../softphone/sound.ts'
import type { World } from './world.ts'

/** How a person's own voice stands in the emulated world. */
export interface VoiceState {
  readonly at: 'none' | 'opening' | 'joined'
  /** Where it speaks, as `/calls/…`. */
  readonly where: string | undefined
  readonly isMuted: boolean
  /** Why a recorded voice speaks instead. */
  readonly trouble: MicrophoneTrouble | undefined
}

/** The browser's microphone and loudspeaker in the place of a simulated person's. */
export interface Voice extends Source<VoiceState> {
  /** Speaks at a place from now on, and nowhere else. */
  readonly join: (where: string) => Promise<void>
  readonly mute: (isMuted: boolean) => void
  readonly leave: () => void
}

const silent: VoiceState = { at: 'none', where: undefined, isMuted: false, trouble: undefined }

/** A voice over the softphone's sound: offer and answer go by HTTP, as the emulated world has no socket. */
export function createVoice(sound: Pick<SoundPort, 'open'>, world: Pick<World, 'wish'>): Voice {
  const cell = createCell<VoiceState>(silent)
  let open: CallSound | undefined

  function leave(): void {
    open?.close()
    open = undefined
    cell.set(silent)
  }

  async function join(where: string): Promise<void> {
    if (cell.get().where === where) return
    leave()
    cell.set({ ...silent, at: 'opening', where })
    const opened = await sound.open({}, [])
    // Meanwhile the person may have left, or gone elsewhere.
    if (cell.get().where !== where) {
      if (typeof opened !== 'string') opened.close()
      return
    }
    if (typeof opened === 'string') {
      cell.set({ ...silent, where, trouble: opened })
      return
    }
    open = opened
    const offer = await opened.describe(false)
    const answered = await world.wish(`${where}/sound`, { offer })
    if (open !== opened) return
    if (answered?.answer === undefined) {
      leave()
      return
    }
    await opened.accept(answered.answer)
    cell.set({ ...cell.get(), at: 'joined' })
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    join,
    leave,
    mute: isMuted => {
      open?.mute(isMuted)
      cell.set({ ...cell.get(), isMuted })
    },
  }
}
