import type { PeopleView } from '#contract'
import type { Http, Trouble } from '../connection/http.ts'
import { createCell, type Source } from './cell.ts'
import type { Clock } from './clock.ts'
import { type Target, typedNumber } from './targets.ts'

/** Between the last letter and the question: nobody reads what is found for half a name. */
export const searchAfterMs = 150

/** What was asked for and what there is; what was found last stays until the next is here. */
export interface PeopleSearch {
  readonly text: string
  readonly state: 'loading' | 'ready' | 'failed'
  readonly found: PeopleView | undefined
  readonly trouble: Trouble | undefined
}

/** People, queues and experts one can hand a call to or ask. */
export interface People extends Source<PeopleSearch> {
  readonly search: (text: string) => void
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

  async function ask(text: string): Promise<void> {
    run += 1
    const mine = run
    const outcome = await http.get<PeopleView>(`/api/people?q=${encodeURIComponent(text)}`)
    if (mine !== run) return
    if (outcome.ok) cell.set({ text, state: 'ready', found: outcome.value, trouble: undefined })
    else cell.set({ ...cell.get(), state: 'failed', trouble: outcome.trouble })
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    search: text => {
      run += 1
      cancel?.()
      cell.set({ ...cell.get(), text, state: 'loading', trouble: undefined })
      const wanted = text.trim()
      cancel = clock.after(wanted === '' ? 0 : searchAfterMs, () => void ask(wanted))
    },
  }
}

/** Whether somebody can take a call just now. */
function isFree(agent: PeopleView['agents'][number]): boolean {
  return agent.state === 'available'
}

/** The rows to choose from, those who are free first; only a transfer can go to a queue. */
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
    ...agents
      .toSorted((a, b) => Number(isFree(b)) - Number(isFree(a)))
      .map((agent): PickerOption => ({
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
