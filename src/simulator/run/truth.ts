import type { Fact, Input, TenantState } from '#core'
import { newState, step, wakeAt } from '#core'
import { allChecks } from '../checks/all-checks.ts'
import type { Book } from '../checks/book.ts'
import { newBook } from '../checks/book.ts'
import type { Stepped, Watch } from '../checks/check.ts'
import { BrokenCheck } from '../checks/check.ts'
import type { Scenario } from '../plan/scenario.ts'
import { tenant } from '../world/company.ts'

/**
 * What has durably happened, worked in by a core of its own and watched by every check. With the
 * bare core it is the house itself; beside a lane it is what the lane must agree with.
 */
export interface Truth {
  readonly state: TenantState
  readonly book: Book
  readonly seq: () => number
  readonly take: (input: Input) => Stepped
  readonly end: (outside: { legs: number; orders: number }) => void
}

/** How closely a truth is looked at, and who hears of it. */
export interface TruthOptions {
  readonly scenario: Scenario
  /** Everything is looked at each so many inputs. */
  readonly deepEvery: number
  readonly onStep: (stepped: Stepped) => void
}

/** The truth before the first input. */
export function newTruth(options: TruthOptions): Truth {
  const { scenario } = options
  const state = newState(tenant)
  const book = newBook()
  const checks = allChecks.filter(check => !scenario.unchecked.includes(check.name))
  const watches = checks.map(check => ({ name: check.name, watch: check.begin() }))
  let seq = 0

  return {
    state,
    book,
    seq: () => seq,
    take(input) {
      seq += 1
      const wake = wakeAt(state)
      const quiet = wake === undefined || wake > Math.max(input.at, state.now)
      const turnsBefore = new Map(book.turns)
      const { effects, refused } = stepOrBreak(state, input, seq)
      const deep = seq % options.deepEvery === 0
      const looked = { quiet, state, book, turnsBefore, scenario, deep }
      const stepped = { seq, input, effects, refused, ...looked }
      options.onStep(stepped)
      watchAll(watches, seq, watch => watch.step?.(stepped))
      return stepped
    },
    end(outside) {
      watchAll(watches, seq, watch => watch.end?.({ state, book, scenario, outside }))
    },
  }
}

/** The facts among the effects of a step. */
export function factsOf({ effects }: Pick<Stepped, 'effects'>): Fact[] {
  const facts: Fact[] = []
  for (const effect of effects) if (effect.kind === 'fact') facts.push(effect.fact)
  return facts
}

function stepOrBreak(state: TenantState, input: Input, seq: number): ReturnType<typeof step> {
  try {
    return step(state, input)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new BrokenCheck('core-goes-on', `${input.kind}: ${words}`, seq)
  }
}

function watchAll(
  watches: readonly { readonly name: string; readonly watch: Watch }[],
  seq: number,
  look: (watch: Watch) => string | undefined,
): void {
  for (const { name, watch } of watches) {
    const broken = look(watch)
    if (broken !== undefined) throw new BrokenCheck(name, broken, seq)
  }
}
