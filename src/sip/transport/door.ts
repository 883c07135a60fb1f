import type { SipLimits } from '../endpoint/endpoint-options.ts'

/** Of all connections the share that others may open to us; the rest is kept for those we open. */
export const incomingShare = 0.75
/** Of all connections the share that strangers may open to us: peers find room beside them. */
export const strangersShare = 0.5

/** What the door needs to know. */
export interface DoorSettings {
  readonly limits: Pick<
    SipLimits,
    'connectionsMax' | 'connectionsPerStrangerMax' | 'connectionsPerPeerMax'
  >
  /** Whether this address is a peer's, a trunk's for one; whoever is not is a stranger. */
  readonly isPeer: (address: string) => boolean
  /** Connections we opened ourselves and still have. */
  readonly outgoing: () => number
}

/**
 * Who may open a connection to us: counts the sockets of each address from the moment they are accepted, a
 * TLS handshake included, so that no address can take what all share.
 */
export class Door {
  readonly #settings: DoorSettings
  readonly #byAddress = new Map<string, number>()
  #inside = 0

  constructor(settings: DoorSettings) {
    this.#settings = settings
  }

  /** Sockets that came in and are still open. */
  get inside(): number {
    return this.#inside
  }

  /** Counts a socket from this address, if it may come in; the returned function tells that it has closed. */
  enter(address: string): (() => void) | undefined {
    const { limits, isPeer, outgoing } = this.#settings
    const { connectionsMax, connectionsPerPeerMax, connectionsPerStrangerMax } = limits
    const known = isPeer(address)
    const mine = this.#byAddress.get(address) ?? 0
    const share = connectionsMax * (known ? incomingShare : strangersShare)
    if (mine >= (known ? connectionsPerPeerMax : connectionsPerStrangerMax)) return undefined
    if (this.#inside >= share || this.#inside + outgoing() >= connectionsMax) return undefined
    this.#inside += 1
    this.#byAddress.set(address, mine + 1)
    return () => this.#leave(address)
  }

  #leave(address: string): void {
    this.#inside -= 1
    const left = (this.#byAddress.get(address) ?? 0) - 1
    if (left > 0) this.#byAddress.set(address, left)
    else this.#byAddress.delete(address)
  }
}
