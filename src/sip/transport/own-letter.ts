import { randomFillSync } from 'node:crypto'

/** How often a letter is written while anybody asks. */
export const letterEveryMs = 20
/** A letter that is not back by now was dropped, since the socket's queue was full. */
export const letterLostMs = 1_000
const letterBytes = 16

/**
 * How long datagrams wait in a socket before they are read. The kernel does not tell Node, so the
 * point writes to itself: its letter takes its place in the queue behind all that waits there.
 */
export class OwnLetter {
  readonly #now: () => number
  readonly #send: (letter: Buffer) => void
  readonly #letter = Buffer.alloc(letterBytes)
  #isOut = false
  #sentMs = Number.NEGATIVE_INFINITY
  #heardMs = Number.NEGATIVE_INFINITY
  #waitMs = 0

  constructor(now: () => number, send: (letter: Buffer) => void) {
    this.#now = now
    this.#send = send
  }

  /** The wait as far as it is known. Zero where no letter ever came back: a firewall may be between. */
  waitMs(): number {
    const nowMs = this.#now()
    if (this.#isOut ? nowMs - this.#sentMs > letterLostMs : nowMs - this.#sentMs > letterEveryMs) {
      this.#write(nowMs)
    }
    if (this.#heardMs === Number.NEGATIVE_INFINITY) return 0
    const outMs = this.#isOut ? nowMs - this.#sentMs : 0
    return Math.max(outMs, nowMs - this.#heardMs > letterLostMs ? 0 : this.#waitMs)
  }

  /** Takes a datagram that is our letter. Nobody else can write it: its 128 bits of chance are used once. */
  take(bytes: Buffer): boolean {
    if (!this.#isOut || bytes.length !== letterBytes || !bytes.equals(this.#letter)) return false
    this.#isOut = false
    this.#heardMs = this.#now()
    this.#waitMs = this.#heardMs - this.#sentMs
    return true
  }

  #write(nowMs: number): void {
    randomFillSync(this.#letter)
    this.#isOut = true
    this.#sentMs = nowMs
    this.#send(Buffer.from(this.#letter))
  }
}
