import { randomInt } from 'node:crypto'
import type { Timers } from '../timers.ts'
import type { WireResponse } from '../wire/message.ts'

/** Tries of one offer while the SBC keeps offering too. */
export const glareTriesMax = 5

/** Something to be agreed on anew. */
export interface Wish {
  /** The offer; undefined when there is nothing to offer any more. */
  describe(): Promise<string | undefined>
  /** Takes the answer, or, without one, leaves things as they were; true when it was agreed on. */
  settle(answer: WireResponse | undefined): Promise<boolean>
}

/** What it takes to offer within a dialog. */
export interface OfferWay {
  readonly timers: Timers
  /** Who chose the Call-ID waits longer, so that the two do not meet again. */
  readonly ownsCallId: boolean
  /** Sends it; resolves with the final answer, undefined when there was none. */
  readonly send: (sdp: string) => Promise<WireResponse | undefined>
  /** An offer of the SBC is being answered. */
  readonly isAnswering: () => boolean
}

/**
 * The re-INVITEs of the proxy in one dialog: one at a time, in the order of the wishes, and each
 * tried again when it crossed one of the SBC's (RFC 3261 §14.1).
 */
export class OwnOffers {
  readonly #way: OfferWay
  #last: Promise<boolean> = Promise.resolve(true)
  #pending = false
  #over = false
  #wake: () => void = () => undefined

  constructor(way: OfferWay) {
    this.#way = way
  }

  /** An offer of ours has no answer yet: what the SBC offers meanwhile is glare. */
  get pending(): boolean {
    return this.#pending
  }

  offer(wish: Wish): Promise<boolean> {
    this.#last = this.#last.then(() => this.#try(wish, 1))
    return this.#last
  }

  /** The call is over: nothing is offered any more. */
  stop(): void {
    this.#over = true
    this.#wake()
  }

  async #try(wish: Wish, tries: number): Promise<boolean> {
    if (this.#over) return wish.settle(undefined)
    if (this.#way.isAnswering()) return this.#later(wish, tries)
    this.#pending = true
    const offer = await wish.describe()
    const answer = offer === undefined || this.#over ? undefined : await this.#way.send(offer)
    this.#pending = false
    const settled = await wish.settle(answer?.status === 200 ? answer : undefined)
    if (answer?.status !== 491 || tries >= glareTriesMax) return settled
    return this.#later(wish, tries + 1)
  }

  /** The owner of the Call-ID waits 2.1 to 4 s, the other side up to 2 s, in steps of 10 ms. */
  async #later(wish: Wish, tries: number): Promise<boolean> {
    const steps = this.#way.ownsCallId ? randomInt(210, 401) : randomInt(0, 201)
    await new Promise<void>(resolve => {
      const stop = this.#way.timers.after(steps * 10, resolve)
      this.#wake = () => {
        stop()
        resolve()
      }
    })
    return this.#try(wish, tries)
  }
}
