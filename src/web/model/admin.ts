import type { CheckedView, ConfigSection, ConfigView } from '#contract'
import type { Http, Outcome, Trouble } from '../connection/http.ts'
import { type Cell, createCell, type Source } from './cell.ts'
import type { Clock } from './clock.ts'
import type { Shelf } from './shelf.ts'

/** How long after the last key a change is checked. */
export const checkAfterMs = 400

/** What has been changed on the pages and not yet saved, by section. */
export type Drafts = Readonly<Partial<Record<ConfigSection, unknown>>>

/** Administration as the pages see it. */
export interface AdminState {
  readonly config: ConfigView | undefined
  readonly drafts: Drafts
  /** What the drafts would do; of the last check that was answered. */
  readonly checked: CheckedView | undefined
  readonly busy: 'loading' | 'checking' | 'saving' | undefined
  readonly trouble: Trouble | undefined
  /** The version that the last save made. */
  readonly saved: number | undefined
}

/** What administration asks of the browser. */
export interface AdminPorts {
  readonly http: Http
  readonly clock: Clock
  /** Drafts outlive a reload of the page. */
  readonly shelf: Shelf
}

/** A tenant's configuration on the desk of its administrator: drafts are kept until they are saved or thrown away. */
export interface Admin extends Source<AdminState> {
  readonly load: () => Promise<void>
  /** A section as it is drafted, or as it is. */
  readonly value: (section: ConfigSection) => unknown
  readonly change: (section: ConfigSection, value: unknown) => void
  readonly discard: () => void
  readonly check: () => Promise<void>
  readonly save: (why: string) => Promise<boolean>
  readonly restore: (version: number) => Promise<void>
}

const shelfKey = 'parley.admin-drafts'

const empty: AdminState = {
  config: undefined,
  drafts: {},
  checked: undefined,
  busy: undefined,
  trouble: undefined,
  saved: undefined,
}

/** The parts of the model: its state, and what is asked of the server. */
interface Desk extends AdminPorts {
  readonly cell: Cell<AdminState>
  readonly set: (change: Partial<AdminState>) => void
}

/** Opens the model; drafts left on the shelf are taken up again. */
export function createAdmin(ports: AdminPorts): Admin {
  const cell = createCell<AdminState>({ ...empty, drafts: readDrafts(ports.shelf) })
  const set = (change: Partial<AdminState>): void => cell.set({ ...cell.get(), ...change })
  const desk: Desk = { ...ports, cell, set }
  const checker = createChecker(desk)
  const load = async (): Promise<void> => {
    await fetchConfig(desk)
    await checker.check()
  }
  const keep = (drafts: Drafts): void => {
    ports.shelf.write(shelfKey, drafts)
    set({ drafts, saved: undefined })
  }
  const settled = async (isTaken: boolean): Promise<boolean> => {
    if (isTaken) {
      await load()
      set({ saved: cell.get().config?.version })
    }
    return isTaken
  }
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    load,
    check: checker.check,
    value: section => cell.get().drafts[section] ?? savedValue(cell.get().config, section),
    change: (section, value) => {
      const { drafts, config } = cell.get()
      const { [section]: _before, ...others } = drafts
      const isSame = JSON.stringify(value) === JSON.stringify(savedValue(config, section))
      keep(isSame ? others : { ...others, [section]: value })
      checker.checkSoon()
    },
    discard: () => {
      keep({})
      set({ checked: undefined, trouble: undefined })
    },
    save: async why => {
      const { config, drafts } = cell.get()
      if (config === undefined) return false
      const body = { version: config.version, why, changes: drafts }
      const isTaken = await ask(desk, () => ports.http.put<CheckedView>('/api/admin/config', body))
      if (isTaken) keep({})
      return await settled(isTaken)
    },
    restore: async version => {
      const { config } = cell.get()
      if (config === undefined) return
      const path = `/api/admin/versions/${version}/restore`
      const body = { version: config.version }
      await settled(await ask(desk, () => ports.http.post<CheckedView>(path, body)))
    },
  }
}

async function fetchConfig({ http, set }: Desk): Promise<void> {
  set({ busy: 'loading', trouble: undefined })
  const outcome = await http.get<ConfigView>('/api/admin/config')
  set(outcome.ok ? { config: outcome.value } : { trouble: outcome.trouble })
  set({ busy: undefined })
}

/** Asks for a change to be taken. Overtaken, it fetches what holds now; the drafts stay for the next try. */
async function ask(desk: Desk, change: () => Promise<Outcome<CheckedView>>): Promise<boolean> {
  desk.set({ busy: 'saving', trouble: undefined })
  const outcome = await change()
  if (outcome.ok) {
    desk.set({ busy: undefined, checked: undefined })
    return true
  }
  const { trouble } = outcome
  if (trouble.kind === 'refused' && trouble.problem.code === 'changed-meanwhile') {
    await fetchConfig(desk)
  }
  desk.set({ busy: undefined, trouble })
  return false
}

/** Checks the drafts, at once or when nothing more is typed. Of several answers the last one counts. */
function createChecker({ http, clock, cell, set }: Desk): {
  readonly check: () => Promise<void>
  readonly checkSoon: () => void
} {
  let waiting: (() => void) | undefined
  let run = 0
  async function check(): Promise<void> {
    waiting?.()
    waiting = undefined
    run += 1
    const mine = run
    const changes = cell.get().drafts
    if (Object.keys(changes).length === 0) {
      set({ checked: undefined })
      return
    }
    set({ busy: 'checking' })
    const outcome = await http.post<CheckedView>('/api/admin/check', { changes })
    if (mine !== run) return
    set(
      outcome.ok
        ? { busy: undefined, checked: outcome.value, trouble: undefined }
        : { busy: undefined, trouble: outcome.trouble },
    )
  }
  return {
    check,
    checkSoon: () => {
      waiting?.()
      waiting = clock.after(checkAfterMs, () => void check())
    },
  }
}

/** A section as it holds; flows are their texts. */
function savedValue(config: ConfigView | undefined, section: ConfigSection): unknown {
  if (section !== 'flows') return config?.sections[section]
  return config?.flows.map(({ path, text }) => ({ path, text }))
}

function readDrafts(shelf: Shelf): Drafts {
  const kept = shelf.read(shelfKey)
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? kept : {}
}
