import type { AgentId, InteractionId } from '#core'
import type { LiveSocket } from './live-socket.ts'

const nobody: ReadonlySet<LiveSocket> = new Set()

/** One tenant's open pages by what they watch, so that a change costs what it concerns and no more. */
export class SocketIndex {
  readonly #all = new Set<LiveSocket>()
  readonly #desks = new Map<AgentId, Set<LiveSocket>>()
  readonly #interactions = new Map<InteractionId, Set<LiveSocket>>()
  /** Takes each page out of every set it is in. */
  readonly #places = new Map<LiveSocket, readonly (() => void)[]>()

  get all(): ReadonlySet<LiveSocket> {
    return this.#all
  }

  /** Pages that show an agent's desk. */
  desks(agent: AgentId): ReadonlySet<LiveSocket> {
    return this.#desks.get(agent) ?? nobody
  }

  watching(interaction: InteractionId): ReadonlySet<LiveSocket> {
    return this.#interactions.get(interaction) ?? nobody
  }

  /** Puts a page where it belongs; to be called again whenever it watches something else, or is somebody else's. */
  place(socket: LiveSocket): void {
    this.remove(socket)
    const { watched, asking } = socket
    const places = [addTo(this.#all, socket)]
    if (watched.desk && asking.person.agent !== undefined) {
      places.push(addUnder(this.#desks, asking.person.agent, socket))
    }
    for (const id of watched.interactions) places.push(addUnder(this.#interactions, id, socket))
    this.#places.set(socket, places)
  }

  remove(socket: LiveSocket): void {
    for (const leave of this.#places.get(socket) ?? []) leave()
    this.#places.delete(socket)
  }
}

function addTo(sockets: Set<LiveSocket>, socket: LiveSocket): () => void {
  sockets.add(socket)
  return () => sockets.delete(socket)
}

function addUnder<K>(sets: Map<K, Set<LiveSocket>>, key: K, socket: LiveSocket): () => void {
  const own = sets.get(key) ?? new Set()
  sets.set(key, own.add(socket))
  return () => {
    own.delete(socket)
    if (own.size === 0) sets.delete(key)
  }
}
