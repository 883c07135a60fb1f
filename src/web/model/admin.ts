import type { CheckedView, ConfigSection, ConfigView } from '#contract'
import type { Http, Outcome, Trouble } from '../connection/http.ts'
import { type Cell, createCell, type Source } from './cell.ts'
import type { Clock } from './clock.ts'
import {
  changed,
  decided,
  type Decision,
  nothingPending,
  type Pending,
  readPending,
  rebased,
  savedValue,
} from './pending.ts'
import type { Shelf } from './shelf.ts'

/** How long after the last key a change is checked. */
export const checkAfterMs = 400

/** Administration as the pages see it. */
export interface AdminState extends Pending {
  readonly config: ConfigView | undefined
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
  /** Decides whose value holds where somebody else has changed the same meanwhile. */
  readonly decide: (decision: Decision) => Promise<void>
  /** Saves nothing while it is open whose value holds. */
  readonly save: (why: string) => Promise<boolean>
  readonly restore: (version: number, why: string) => Promise<boolean>
}

const shelfKey = 'parley.admin-drafts'

const empty: AdminState = {
  ...nothingPending,
  config: undefined,
  checked: undefined,
  busy: undefined,
  trouble: undefined,
  saved: undefined,
}

/** The parts of the model: its state, and what is asked of the server. */
interface Desk extends AdminPorts {
  readonly cell: Cell<AdminState>
  readonly set: (change: Partial<AdminState>) => void
  readonly keep: (pending: Pending) => void
}

/** Opens the model; drafts left on the shelf are taken up again. */
export function createAdmin(ports: AdminPorts): Admin {
  const cell = createCell<AdminState>({ ...empty, ...readPending(ports.shelf.read(shelfKey)) })
  const set = (change: Partial<AdminState>): void => cell.set({ ...cell.get(), ...change })
  const keep = ({ drafts, bases, clashes }: Pending): void => {
    const pending = { drafts, bases, clashes }
    ports.shelf.write(shelfKey, pending)
    set({ ...pending, saved: undefined })
  }
  const desk: Desk = { ...ports, cell, set, keep }
  const checker = createChecker(desk)
  const load = async (): Promise<void> => {
    await fetchConfig(desk)
    await checker.check()
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
      const saved = savedValue(cell.get().config, section)
      keep(changed(cell.get(), section, { value, saved }))
      checker.checkSoon()
    },
    discard: () => {
      keep(nothingPending)
      set({ checked: undefined, trouble: undefined })
    },
    decide: async decision => {
      keep(decided(cell.get(), { ...decision, config: cell.get().config }))
      await checker.check()
    },
    save: async why => {
      const { config, drafts, clashes } = cell.get()
      if (config === undefined || clashes.length > 0) return false
      const body = { version: config.version, why, changes: drafts }
      const save = (): Promise<Outcome<CheckedView>> => ports.http.put('/api/admin/config', body)
      const isTaken = await ask(desk, checker, save)
      if (isTaken) keep(nothingPending)
      return await settled(isTaken)
    },
    restore: async (version, why) => {
      const { config } = cell.get()
      if (config === undefined) return false
      const path = `/api/admin/versions/${version}/restore`
      const body = { version: config.version, why }
      return await settled(await ask(desk, checker, () => ports.http.post<CheckedView>(path, body)))
    },
  }
}

/** Fetches what holds; drafts go on top of it, whatever others have saved meanwhile. */
async function fetchConfig({ http, cell, set, keep }: Desk): Promise<void> {
  set({ busy: 'loading', trouble: undefined })
  const outcome = await http.get<ConfigView>('/api/admin/config')
  if (outcome.ok) keep(rebased(cell.get(), outcome.value))
  set(outcome.ok ? { config: outcome.value } : { trouble: outcome.trouble })
  set({ busy: undefined })
}

/** Asks for a change to be taken. Overtaken, it puts the drafts on what holds now and checks them anew for the next try. */
async function ask(
  desk: Desk,
  checker: Checker,
  change: () => Promise<Outcome<CheckedView>>,
): Promise<boolean> {
  desk.set({ busy: 'saving', trouble: undefined })
  const outcome = await change()
  if (outcome.ok) {
    desk.set({ busy: undefined, checked: undefined })
    return true
  }
  const { trouble } = outcome
  if (trouble.kind === 'refused' && trouble.problem.code === 'changed-meanwhile') {
    await fetchConfig(desk)
    await checker.check()
    // What was checked on the version before says nothing of this one.
    if (desk.cell.get().trouble !== undefined) desk.set({ checked: undefined })
  }
  desk.set({ busy: undefined, trouble })
  return false
}

interface Checker {
  readonly check: () => Promise<void>
  readonly checkSoon: () => void
}

/** Checks the drafts, at once or when nothing more is typed. Of several answers the last one counts. */
function createChecker({ http, clock, cell, set }: Desk): Checker {
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
