import type { TransferTarget } from '../direct-routing/referral.ts'
import type { OutboundUser } from '../direct-routing/outbound-call.ts'
import type { Sound } from '../sound/sound.ts'
import { obliging } from './behaviour.ts'
import type { ClientBehaviour } from './behaviour.ts'
import { CurrentCall } from './current-call.ts'
import type { CallParts } from './current-call.ts'
import type { CallInHand, OfferedCall, OfferedCallUser } from './offered-call.ts'
import type { ClientCall, ClientState, TeamsClient } from './teams-client.ts'

/** Calls a client remembers. */
export const historyMax = 100

/** Whose client this is, and what it lives on. */
export interface ClientParts extends CallParts {
  readonly person: { readonly id: string; readonly number: string }
  readonly behaviour: ClientBehaviour | undefined
  /** Calls a number outside for the person. */
  readonly dial: (to: string, user: OutboundUser) => CallInHand
  /** Takes the place of a colleague in a call. */
  readonly pickUp: (from: string, user: OutboundUser) => CallInHand | undefined
}

/** All Teams clients of one person, with the side the proxy sees. */
export class PersonClients implements TeamsClient {
  readonly personId: string
  readonly number: string
  readonly #parts: ClientParts
  #behaviour: ClientBehaviour
  #current: CurrentCall | undefined
  #history: readonly ClientCall[] = []
  #stopPlan: () => void = () => undefined

  constructor(parts: ClientParts) {
    this.personId = parts.person.id
    this.number = parts.person.number
    this.#parts = parts
    this.#behaviour = parts.behaviour ?? obliging
    this.#plan()
  }

  /** A call comes. A person on the phone is busy to others. */
  offered(call: OfferedCall): OfferedCallUser {
    if (this.#current !== undefined) {
      return {
        onOffered: () => call.refuse('busy'),
        onConnected: () => undefined,
        onHeld: () => undefined,
        onEnded: end => this.#remember(call, { rangAtMs: this.#parts.now(), end }),
      }
    }
    const current = new CurrentCall({ offered: call }, this.#behaviour, this.#parts)
    this.#current = current
    return {
      onOffered: () => current.meet(),
      onConnected: () => current.connected(),
      onHeld: held => current.heldByThem(held),
      onEnded: end => {
        current.over()
        this.#current = undefined
        this.#remember(call, { ...current.times(), end })
      },
    }
  }

  set(behaviour: ClientBehaviour): void {
    this.#behaviour = behaviour
    this.#plan()
  }

  call(to: string): boolean {
    return this.#place(to, user => this.#parts.dial(to, user))
  }

  pickUp(from: string): boolean {
    return this.#place(from, user => this.#parts.pickUp(from, user))
  }

  #place(to: string, dial: (user: OutboundUser) => CallInHand | undefined): boolean {
    if (this.#current !== undefined) return false
    const late: { current?: CurrentCall; placed?: CallInHand } = {}
    const placed = dial({
      onRinging: () => undefined,
      onSound: leg => late.current?.took(leg),
      onConnected: () => late.current?.connected(),
      onHeld: held => late.current?.heldByThem(held),
      onEnded: end => {
        late.current?.over()
        this.#current = undefined
        const times = late.current?.times() ?? { rangAtMs: this.#parts.now() }
        const callId = late.placed?.callId ?? ''
        this.#remember({ callId, from: this.number }, { ...times, to, end })
      },
    })
    if (placed === undefined) return false
    late.placed = placed
    late.current = new CurrentCall({ placed }, this.#behaviour, this.#parts)
    this.#current = late.current
    return true
  }

  behaviour(): ClientBehaviour {
    return this.#behaviour
  }

  state(): ClientState {
    return this.#current?.state() ?? { kind: 'idle' }
  }

  history(): readonly ClientCall[] {
    return this.#history
  }

  answer(): boolean {
    return this.#current?.answer() ?? false
  }

  decline(): boolean {
    return this.#current?.decline() ?? false
  }

  hangUp(): boolean {
    return this.#current?.hangUp() ?? false
  }

  hold(music: boolean): boolean {
    return this.#current?.hold(music) ?? false
  }

  resume(): boolean {
    return this.#current?.resume() ?? false
  }

  async transfer(target: TransferTarget): Promise<boolean> {
    return (await this.#current?.transfer(target)) ?? false
  }

  async say(sounds: readonly Sound[]): Promise<boolean> {
    const leg = this.#current?.leg()
    if (leg === undefined) return false
    await leg.say(sounds, false)
    return true
  }

  async press(keys: string): Promise<boolean> {
    return (await this.#current?.leg()?.press(keys)) ?? false
  }

  async join(offer: string): ReturnType<TeamsClient['join']> {
    return this.#current?.leg()?.join(offer)
  }

  vanish(): boolean {
    const leg = this.#current?.leg()
    if (leg === undefined) return false
    void leg.direction('inactive')
    return true
  }

  keys(): string {
    return this.#current?.leg()?.keys() ?? ''
  }

  heard(): ReturnType<TeamsClient['heard']> {
    return this.#current?.leg()?.heard()
  }

  /** Calls by itself, where its behaviour has it so: after a while, and again after each further one. */
  #plan(): void {
    this.#stopPlan()
    const { calls } = this.#behaviour
    if (calls === undefined) return
    const { to, afterMs, everyMs } = calls
    const go = (): void => {
      if (!this.call(to)) this.#parts.log('info', 'too busy to call', { to })
      if (everyMs !== undefined) this.#stopPlan = this.#parts.timers.after(everyMs, go)
    }
    this.#stopPlan = this.#parts.timers.after(afterMs, go)
  }

  #remember(
    call: Pick<OfferedCall, 'callId' | 'from'>,
    what: {
      rangAtMs: number
      answeredAtMs?: number | undefined
      to?: string
      end: ClientCall['end']
    },
  ): void {
    const { callId, from } = call
    const { rangAtMs, answeredAtMs, to, end } = what
    const endedAtMs = this.#parts.now()
    const called = to === undefined ? {} : { to }
    const remembered = { callId, from, ...called, rangAtMs, answeredAtMs, endedAtMs, end }
    this.#history = [...this.#history, remembered].slice(-historyMax)
  }
}
