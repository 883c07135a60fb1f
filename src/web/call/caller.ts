import type { BegunWebCall, WebCallMessage, WebCallRequest, WebEntryView } from '#contract'
import type { Socket, SocketEvents } from '../connection/link.ts'
import { createCell, type Cell, type Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'
import type { Shelf } from '../model/shelf.ts'
import type { CallSound, MicrophoneTrouble, SoundPort } from '../softphone/sound.ts'

/** A lost socket or sound is tried again this often, until the server's grace time is over. */
export const againMs = 1_000

/** Why there is no call, or none any more. */
export type CallTrouble =
  | MicrophoneTrouble
  | 'refused'
  | 'consent-needed'
  | 'no-sound'
  | 'elsewhere'
  | 'too-often'
  | 'too-many-from-here'
  | 'entry-full'
  | 'offline'

/**
 * The call of a customer's page.
 * ```
 *  loading ──▶ idle ──call──▶ asking ──microphone──▶ calling ──answered──▶ talking ◀──▶ returning
 *     └─▶ absent  ▲────────────────────────── over ◀──────────────────────────────────────┘
 * ```
 */
export interface CallerState {
  readonly at:
    | 'loading'
    | 'absent'
    | 'idle'
    | 'asking'
    | 'calling'
    | 'talking'
    | 'returning'
    | 'over'
  readonly entry: WebEntryView | undefined
  readonly isMuted: boolean
  /** When the talk began, by this page's clock. */
  readonly since: number | undefined
  readonly trouble: CallTrouble | undefined
}

/** What came of asking for a call. */
export type Begun =
  | { readonly ok: true; readonly call: BegunWebCall }
  | { readonly ok: false; readonly trouble: CallTrouble }

/** What the page is made from. */
export interface CallerPorts {
  readonly look: () => Promise<WebEntryView | 'absent' | 'offline'>
  /** Asks for a call of a customer who has agreed to these words. */
  readonly begin: (consented: string | undefined) => Promise<Begun>
  readonly openSocket: (events: SocketEvents) => Socket
  readonly sound: SoundPort
  readonly clock: Pick<Clock, 'now' | 'after'>
  /** For this tab: a page that is loaded anew goes on with its call. */
  readonly tabShelf: Shelf
}

/** A call under way, kept over a reload. */
interface Kept extends BegunWebCall {
  readonly since: number | undefined
}

const shelfKey = 'parley.web-call'

/** The customer's side of a call, without a page to draw it. */
export class Caller {
  readonly state: Source<CallerState>
  readonly #cell: Cell<CallerState>
  readonly #ports: CallerPorts
  #kept: Kept | undefined
  #socket: Socket | undefined
  #isJoined = false
  #sound: CallSound | undefined
  #lostAt: number | undefined
  #cancelAgain: (() => void) | undefined

  constructor(ports: CallerPorts) {
    this.#ports = ports
    this.#cell = createCell<CallerState>({
      at: 'loading',
      entry: undefined,
      isMuted: false,
      since: undefined,
      trouble: undefined,
    })
    this.state = this.#cell
  }

  /** Learns what the page is for, and goes on with a call that it had before it was loaded anew. */
  async open(): Promise<void> {
    const entry = await this.#ports.look()
    if (typeof entry === 'string') {
      this.#change(entry === 'absent' ? { at: 'absent' } : { at: 'idle', trouble: 'offline' })
      return
    }
    this.#change({ at: 'idle', entry, trouble: undefined })
    const kept = this.#ports.tabShelf.read(shelfKey)
    if (!isKept(kept)) return
    this.#kept = kept
    this.#lostAt = this.#ports.clock.now()
    this.#change({ at: 'returning', since: kept.since })
    this.#sound = await this.#openSound(kept)
    if (this.#sound === undefined) this.#hangUpUnheard()
    else this.#connect()
  }

  /** The microphone first: without one nobody is rung. */
  async call(): Promise<void> {
    const { at, entry } = this.#cell.get()
    if (at !== 'idle' && at !== 'over') return
    if (entry === undefined) return this.open()
    this.#change({ at: 'asking', trouble: undefined, isMuted: false, since: undefined })
    const begun = await this.#ports.begin(entry.consent)
    if (!begun.ok) {
      this.#end(begun.trouble)
      if (begun.trouble === 'consent-needed') await this.#lookAgain()
      return
    }
    this.#kept = { ...begun.call, since: undefined }
    this.#sound = await this.#openSound(begun.call)
    if (this.#sound === undefined) {
      this.#hangUpUnheard()
      return
    }
    this.#change({ at: 'calling' })
    this.#keep()
    this.#connect()
  }

  /** What is to be agreed to has changed since the page was loaded. */
  async #lookAgain(): Promise<void> {
    const entry = await this.#ports.look()
    if (typeof entry !== 'string') this.#change({ entry })
  }

  mute(): void {
    const isMuted = !this.#cell.get().isMuted
    this.#sound?.mute(isMuted)
    this.#change({ isMuted })
  }

  press(key: string): void {
    this.#sound?.press(key)
  }

  hangUp(): void {
    if (this.#isJoined) this.#say({ do: 'hang-up' })
    this.#end(undefined)
  }

  async #openSound({
    iceServers,
  }: Pick<BegunWebCall, 'iceServers'>): Promise<CallSound | undefined> {
    const sound = await this.#ports.sound.open({}, iceServers)
    if (typeof sound === 'string') {
      this.#change({ trouble: sound })
      return undefined
    }
    sound.state.subscribe(() => this.#heed(sound))
    return sound
  }

  /** A call that was asked for and has no microphone is given back at once. */
  #hangUpUnheard(): void {
    const { trouble } = this.#cell.get()
    const { token } = this.#kept ?? {}
    if (token !== undefined) {
      const socket: Socket = this.#ports.openSocket({
        opened: () => {
          socket.send(JSON.stringify({ do: 'join', token } satisfies WebCallRequest))
          socket.send(JSON.stringify({ do: 'hang-up' } satisfies WebCallRequest))
        },
        message: () => socket.close(),
        closed: () => undefined,
      })
    }
    this.#end(trouble)
  }

  #connect(): void {
    const token = this.#kept?.token
    if (token === undefined) return
    this.#isJoined = false
    const socket: Socket = this.#ports.openSocket({
      opened: () => {
        if (this.#socket !== socket) return
        this.#isJoined = true
        this.#say({ do: 'join', token })
        void this.#describe()
      },
      message: text => {
        if (this.#socket === socket) this.#hear(text)
      },
      closed: isForGood => {
        if (this.#socket === socket) this.#lose(isForGood === true)
      },
    })
    this.#socket = socket
  }

  /** Our sound, in words: for the first time, or for another network or another page. */
  async #describe(): Promise<void> {
    const { at } = this.#cell.get()
    const state = this.#sound?.state.get()
    // A socket that was lost alone is only joined again: the sound goes its own way.
    if (at !== 'calling' && state === 'connected') {
      this.#isBack()
      return
    }
    const sdp = await this.#sound?.describe(at !== 'calling')
    if (sdp !== undefined && this.#isJoined) this.#say({ do: 'describe', sdp })
  }

  #hear(text: string): void {
    const message = messageOf(text)
    if (message === undefined) return
    if (message.say === 'over') this.#end(message.why === 'ended' ? undefined : message.why)
    if (message.say === 'sound') void this.#sound?.accept(message.sdp)
  }

  /** What the browser says of the sound: the talk begins when it is there. */
  #heed(sound: CallSound): void {
    if (sound !== this.#sound) return
    const state = sound.state.get()
    if (state === 'connected') this.#isBack()
    if (state !== 'lost') return
    this.#goAway()
    this.#recover()
  }

  #isBack(): void {
    if (this.#isJoined) this.#lostAt = undefined
    const since = this.#cell.get().since ?? this.#ports.clock.now()
    this.#change({ at: 'talking', since })
    this.#keep()
  }

  #lose(isForGood: boolean): void {
    this.#isJoined = false
    this.#socket = undefined
    if (isForGood) {
      this.#end(undefined)
      return
    }
    this.#lostAt ??= this.#ports.clock.now()
    if (this.#sound?.state.get() !== 'connected') this.#goAway()
    this.#soon()
  }

  #goAway(): void {
    this.#lostAt ??= this.#ports.clock.now()
    if (this.#cell.get().at === 'talking') this.#change({ at: 'returning' })
  }

  /** Mends what is missing, the socket first, for as long as the server keeps the call. */
  #recover(): void {
    if (this.#lostAt === undefined || this.#kept === undefined) return
    if (this.#ports.clock.now() - this.#lostAt > this.#kept.graceMs) {
      this.#end('offline')
      return
    }
    if (this.#socket === undefined) this.#connect()
    else if (this.#isJoined) void this.#describe()
    this.#soon()
  }

  #soon(): void {
    this.#cancelAgain?.()
    this.#cancelAgain = this.#ports.clock.after(againMs, () => this.#recover())
  }

  #end(trouble: CallTrouble | undefined): void {
    this.#cancelAgain?.()
    this.#lostAt = undefined
    this.#kept = undefined
    this.#ports.tabShelf.write(shelfKey, null)
    this.#sound?.close()
    this.#sound = undefined
    const socket = this.#socket
    this.#socket = undefined
    this.#isJoined = false
    socket?.close()
    this.#change({ at: 'over', trouble, isMuted: false })
  }

  #keep(): void {
    if (this.#kept === undefined) return
    this.#kept = { ...this.#kept, since: this.#cell.get().since }
    this.#ports.tabShelf.write(shelfKey, this.#kept)
  }

  #say(request: WebCallRequest): void {
    this.#socket?.send(JSON.stringify(request))
  }

  #change(part: Partial<CallerState>): void {
    this.#cell.set({ ...this.#cell.get(), ...part })
  }
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'token' in value && 'iceServers' in value
}

const says = ['state', 'over', 'sound'] as const

/** The server is ours, and says nothing else; what a newer one says beside it is passed over. */
function messageOf(text: string): WebCallMessage | undefined {
  const message: unknown = JSON.parse(text)
  const say = typeof message === 'object' && message !== null && Reflect.get(message, 'say')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is the server's own
  return says.some(one => one === say) ? (message as WebCallMessage) : undefined
}
