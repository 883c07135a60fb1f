/**
 * Which worker a thing lives on. Legs and recordings of one call share a worker, since they must
 * hear each other; a new call goes where the fewest things are.
 */

/** How many ended things are still known, so that a late or repeated order finds its worker. */
export const rememberedMax = 2_000

/** What a call is made of, seen from outside the workers. */
export interface Member {
  readonly kind: 'leg' | 'recording' | 'tap'
  readonly id: string
}

interface Placed extends Member {
  readonly worker: number
  readonly callId: string
}

interface PlacedCall {
  readonly worker: number
  members: number
}

/** Where everything is, and for a while where it was. */
export class Placement {
  readonly #members = new Map<string, Placed>()
  readonly #calls = new Map<string, PlacedCall>()
  readonly #remembered = new Map<string, Placed>()
  readonly #load: number[]

  constructor(workers: number) {
    this.#load = Array.from({ length: workers }, () => 0)
  }

  /** Puts a member into its call and the call onto a worker; the same member stays where it is. */
  add(member: Member, callId: string): number {
    const known = this.#members.get(keyOf(member))
    if (known !== undefined) return known.worker
    const call = this.#calls.get(callId) ?? { worker: this.#leastBusy(), members: 0 }
    call.members += 1
    this.#calls.set(callId, call)
    this.#load[call.worker] = (this.#load[call.worker] ?? 0) + 1
    this.#members.set(keyOf(member), { ...member, callId, worker: call.worker })
    return call.worker
  }

  /** Takes a member out; its worker stays known for a while. */
  remove(member: Member): void {
    const placed = this.#members.get(keyOf(member))
    if (placed === undefined) return
    this.#members.delete(keyOf(member))
    this.#remember(placed)
    this.#load[placed.worker] = (this.#load[placed.worker] ?? 1) - 1
    const call = this.#calls.get(placed.callId)
    if (call === undefined) return
    call.members -= 1
    if (call.members === 0) this.#calls.delete(placed.callId)
  }

  /** The member's worker, also shortly after its end. */
  workerOf(member: Member): number | undefined {
    const key = keyOf(member)
    return (this.#members.get(key) ?? this.#remembered.get(key))?.worker
  }

  /** The member's call, while it is in one. */
  callOf(member: Member): string | undefined {
    return this.#members.get(keyOf(member))?.callId
  }

  workerOfCall(callId: string): number | undefined {
    return this.#calls.get(callId)?.worker
  }

  /** A worker died: takes out all it had, and forgets what it once had. */
  dropWorker(worker: number): readonly Member[] {
    const lost = [...this.#members.values()].filter(placed => placed.worker === worker)
    for (const member of lost) this.remove(member)
    for (const [key, placed] of this.#remembered) {
      if (placed.worker === worker) this.#remembered.delete(key)
    }
    return lost
  }

  #leastBusy(): number {
    return this.#load.indexOf(Math.min(...this.#load))
  }

  #remember(placed: Placed): void {
    this.#remembered.set(keyOf(placed), placed)
    const [oldest] = this.#remembered.keys()
    if (this.#remembered.size > rememberedMax && oldest !== undefined) {
      this.#remembered.delete(oldest)
    }
  }
}

function keyOf({ kind, id }: Member): string {
  return `${kind} ${id}`
}
