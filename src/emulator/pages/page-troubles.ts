import type { ProxyFault } from '../direct-routing/switchboard.ts'
import type { GraphFault } from '../graph/open-graph.ts'
import type { Trouble } from './world-view.ts'

/** The share of sound a lossy network loses. */
const lossShare = 0.33
/** How long a slow Entra ID takes. */
const slowMs = 5_000
/** How long a slow Graph takes: longer than clients wait. */
const slowGraphMs = 15_000

/** What can be broken. */
export interface TroubleParts {
  readonly lose: (share: number) => void
  readonly slowDown: (ms: number) => void
  readonly cutTrunk: (isCut: boolean) => void
  readonly setProxyFault: (fault: ProxyFault | undefined) => void
  readonly setGraphFault: (fault: GraphFault | undefined) => void
}

/** What is broken in the emulated world now, by name. */
export class PageTroubles {
  readonly #parts: TroubleParts
  readonly #present = new Set<Trouble>()

  constructor(parts: TroubleParts) {
    this.#parts = parts
  }

  set(trouble: Trouble, on: boolean): void {
    const was = this.#present.has(trouble)
    if (on) this.#present.add(trouble)
    else this.#present.delete(trouble)
    const { lose, slowDown, cutTrunk, setProxyFault, setGraphFault } = this.#parts
    lose(this.#present.has('lossy-network') ? lossShare : 0)
    slowDown(this.#present.has('slow-sign-in') ? slowMs : 0)
    if (trouble === 'trunk-down' && was !== on) cutTrunk(on)
    setProxyFault(this.#proxyFault())
    setGraphFault({
      delayMs: this.#present.has('slow-graph') ? slowGraphMs : 0,
      isOverloaded: this.#present.has('graph-overloaded'),
    })
  }

  list(): readonly Trouble[] {
    return [...this.#present]
  }

  /** A proxy has one fault at a time; the worst of those chosen. */
  #proxyFault(): ProxyFault | undefined {
    if (this.#present.has('teams-silent')) return { kind: 'silent' }
    if (this.#present.has('teams-times-out')) return { kind: 'times-out' }
    return this.#present.has('teams-overloaded') ? { kind: 'overloaded' } : undefined
  }
}
