import type { PeopleView } from '#contract'
import type { Http, Trouble } from '../connection/http.ts'
import { createCell, type Source } from './cell.ts'
import type { Clock } from './clock.ts'
import { type Target, typedNumber } from './targets.ts'

/** Between the last letter and the question: nobody reads what is found for half a name. */
export const searchAfterMs = 150
/** How old what the list says of people may grow while it is open. */
export const freshForMs = 4000

/** What was asked for and what there is; what was found last stays until the next is here. */
export interface PeopleSearch {
  readonly text: string
  readonly state: 'loading' | 'ready' | 'failed'
  readonly found: PeopleView | undefined
  readonly trouble: Trouble | undefined
}

/** People, queues and experts one can hand a call to or ask. */
export interface People extends Source<PeopleSearch> {
  /** Asks now, and again and again until it is closed. */
  readonly search: (text: string) => void
  readonly close: () => void
}

/** One row of the picker. */
export interface PickerOption {
  readonly id: string
  readonly target: Target
  readonly row:
    | { readonly kind: 'number'; readonly number: string }
    | { readonly kind: 'agent'; readonly agent: PeopleView['agents'][number] }
    | { readonly kind: 'queue'; readonly queue: PeopleView['queues'][number] }
    | { readonly kind: 'expert'; readonly expert: PeopleView['experts'][number] }
}

/** Asks as somebody types; an answer that comes after a newer question is passed over. */
export function createPeople(http: Http, clock: Clock): People {
  let run = 0
  let cancel: (() => void) | undefined
  const cell = createCell<PeopleSearch>({
    text: '',
    state: 'loading',
    found: undefined,
    trouble: undefined,
  })

  async function ask(text: string, before: PeopleView | undefined): Promise<void> {
    run += 1
    const mine = run
    const outcome = await http.get<PeopleView>(`/api/people?q=${encodeURIComponent(text.trim())}`)
    if (mine !== run) return
    const found = outcome.ok ? inOrderOf(before, outcome.value) : undefined
    if (outcome.ok) cell.set({ text, state: 'ready', found, trouble: undefined })
    else cell.set({ ...cell.get(), state: 'failed', trouble: outcome.trouble })
    cancel = clock.after(freshForMs, () => void ask(text, found ?? before))
  }

  function close(): void {
    run += 1
    cancel?.()
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    search: text => {
      close()
      cell.set({ ...cell.get(), text, state: 'loading', trouble: undefined })
      const wait = text.trim() === '' ? 0 : searchAfterMs
      cancel = clock.after(wait, () => void ask(text, undefined))
    },
    close,
  }
}

/** What is found anew, in the order that is being looked at: no row moves away under a hand. */
function inOrderOf(before: PeopleView | undefined, found: PeopleView): PeopleView {
  if (before === undefined) return found
  const place = new Map(before.agents.map(({ id }, index) => [id, index]))
  const last = before.agents.length
  const placeOf = (id: string): number => place.get(id) ?? last
  return {
    ...found,
    agents: found.agents.toSorted((one, other) => placeOf(one.id) - placeOf(other.id)),
  }
}

/** The rows to choose from, in the order they were found; only a transfer can go to a queue. */
export function pickerOptions(
  search: PeopleSearch,
  purpose: 'transfer' | 'consult',
): readonly PickerOption[] {
  const number = typedNumber(search.text)
  const { agents = [], queues = [], experts = [] } = search.found ?? {}
  const ofNumber: readonly PickerOption[] =
    number === undefined
      ? []
      : [{ id: 'number', target: { kind: 'number', number }, row: { kind: 'number', number } }]
  return [
    ...ofNumber,
    ...agents.map((agent): PickerOption => ({
      id: `agent ${agent.id}`,
      target: { kind: 'agent', agent: agent.id },
      row: { kind: 'agent', agent },
    })),
    ...experts.map((expert): PickerOption => ({
      id: `expert ${expert.id}`,
      target: { kind: 'expert', expert: expert.id },
      row: { kind: 'expert', expert },
    })),
    ...(purpose === 'consult' ? [] : queues).map((queue): PickerOption => ({
      id: `queue ${queue.id}`,
      target: { kind: 'queue', queue: queue.id },
      row: { kind: 'queue', queue },
    })),
  ]
}
