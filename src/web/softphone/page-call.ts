import type { PhoneAnswer, PhoneView } from '#contract'
import type { PhoneMessage } from '../connection/live.ts'
import type { Change, Get, PhoneCallState, SoftphonePorts } from './softphone.ts'
import type { CallSound, IceServers } from './sound.ts'

/** A lost sound is described anew this often until it is back. */
export const renewMs = 2_000

/** The call of one page: what the server shows of it, and the sound that goes with it. */
export class PageCall {
  readonly #ports: SoftphonePorts
  readonly #get: Get
  readonly #change: Change
  #iceServers: IceServers = []
  #isOpening = false

  constructor(ports: SoftphonePorts, get: Get, change: Change) {
    this.#ports = ports
    this.#get = get
    this.#change = change
  }

  hear(message: PhoneMessage): void {
    if (message.topic === 'phone') this.#show(message.view)
    else void this.#take(message.answer)
  }

  async answer(): Promise<void> {
    const { call } = this.#get()
    if (call?.at !== 'ringing') return
    this.#change({ trouble: undefined })
    this.#setAt(call.leg, 'joining')
    await this.#describe('answer', call.leg)
  }

  /** Our sound, opened once and described as often as needed. */
  async #describe(kind: 'answer' | 'renew', leg: string): Promise<void> {
    if (this.#isOpening) return
    this.#isOpening = true
    const before = this.#get().sound
    const sound = before ?? (await this.#open())
    this.#isOpening = false
    if (sound === undefined) {
      this.#setAt(leg, kind === 'answer' ? 'ringing' : 'returning')
      return
    }
    if (this.#get().call?.leg !== leg) {
      sound.close()
      return
    }
    if (before === undefined) {
      this.#change({ sound })
      sound.state.subscribe(() => this.#heed(leg, sound))
    }
    const sdp = await sound.describe(before !== undefined)
    this.#ports.live.askPhone({ do: kind, leg, sdp })
  }

  async #open(): Promise<CallSound | undefined> {
    const sound = await this.#ports.sound.open(this.#get().devices, this.#iceServers)
    if (typeof sound !== 'string') return sound
    this.#change({ trouble: sound })
    return undefined
  }

  /** A sound that was lost is described anew until it is back or the call is over. */
  #heed(leg: string, sound: CallSound): void {
    const now = this.#get()
    if (now.sound !== sound || now.call?.leg !== leg) return
    const state = sound.state.get()
    if (state === 'connected') this.#setAt(leg, 'talking')
    if (state !== 'lost') return
    this.#setAt(leg, 'returning')
    void this.#describe('renew', leg)
    this.#ports.clock.after(renewMs, () => {
      if (sound.state.get() === 'lost') this.#heed(leg, sound)
    })
  }

  /** The server's view is whole: a call that it does not show is over. */
  #show({ calls, iceServers }: PhoneView): void {
    this.#iceServers = iceServers
    const before = this.#get().call
    const shown =
      calls.find(({ leg }) => leg === before?.leg) ??
      calls.find(({ state }) => state !== 'elsewhere')
    if (shown === undefined || shown.state === 'elsewhere') this.#drop()
    if (shown === undefined) {
      this.#change({ call: undefined })
      return
    }
    const { leg, from, fromName } = shown
    const at = placeOf(shown.state, before?.leg === leg ? before.at : undefined)
    this.#change({ call: { leg, from: fromName ?? from, at } })
    // A call of ours without a sound: the page was loaded anew while it went on.
    if (at === 'returning') void this.#describe('renew', leg)
  }

  async #take(answer: PhoneAnswer): Promise<void> {
    if (!answer.ok) {
      this.#drop()
      this.#change({ trouble: answer.code })
      return
    }
    const { call, sound } = this.#get()
    if (call?.leg === answer.leg) await sound?.accept(answer.sdp)
  }

  #drop(): void {
    this.#get().sound?.close()
    this.#change({ sound: undefined })
  }

  #setAt(leg: string, at: PhoneCallState['at']): void {
    const { call } = this.#get()
    if (call?.leg === leg) this.#change({ call: { ...call, at } })
  }
}

/** Where the call stands here, from what the server says and where it stood before. */
function placeOf(
  said: PhoneView['calls'][number]['state'],
  before: PhoneCallState['at'] | undefined,
): PhoneCallState['at'] {
  if (said === 'talking') return before === 'ringing' ? 'joining' : (before ?? 'returning')
  return said === 'ringing' && before === 'joining' ? 'joining' : said
}
