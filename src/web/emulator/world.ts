import type { EmulatedWorldView } from '#contract'
import type { Http, Trouble } from '../connection/http.ts'
import { type Cell, createCell, type Source } from '../model/cell.ts'

/** Where the emulated world answers. */
export const worldApi = '/emulator/api'

/** The emulated world as a page knows it: nothing yet, or all of it. */
export interface WorldState {
  readonly view: EmulatedWorldView | undefined
  /** Why the last wish came to nothing. */
  readonly trouble: Trouble | undefined
}

/** What the emulated world answers beside what is seen in its view. */
export interface WishAnswer {
  /** Of a call that was dialled. */
  readonly callId?: string
  /** The description of a sound that was joined. */
  readonly answer?: string
}

/** The emulated world, heard while somebody looks, and moved by wishes. */
export interface World extends Source<WorldState> {
  /** Asks for something; what comes of it is seen in the view. Undefined where it was refused. */
  readonly wish: (path: string, body?: object) => Promise<WishAnswer | undefined>
  readonly dismiss: () => void
}

/** Hears whole views until the result is called; the browser comes back by itself. */
export type HearWorld = (hear: (view: EmulatedWorldView) => void) => () => void

/** A world over HTTP. */
export function createWorld(http: Pick<Http, 'post'>, hear: HearWorld): World {
  const cell: Cell<WorldState> = createCell<WorldState>(
    { view: undefined, trouble: undefined },
    () => hear(view => cell.set({ ...cell.get(), view })),
  )
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    wish: async (path, body) => {
      const outcome = await http.post<WishAnswer | undefined>(`${worldApi}${path}`, body)
      if (outcome.ok) return outcome.value ?? {}
      cell.set({ ...cell.get(), trouble: outcome.trouble })
      return undefined
    },
    dismiss: () => cell.set({ ...cell.get(), trouble: undefined }),
  }
}
