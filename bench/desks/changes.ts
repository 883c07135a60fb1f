import type { DeskView } from '#contract'
import type { Desk } from './desk.ts'

/** What became of the changes so far. Latencies are from just before the request to the frame that shows it. */
export interface Tally {
  readonly latencies: readonly number[]
  /** Taken by the server. */
  readonly acknowledged: number
  /** Sent into a server that went away: taken or not. */
  readonly unknown: number
  readonly refused: readonly string[]
  /** Taken, and shown by no desk. */
  readonly gaps: readonly string[]
  /** Shown more than once. */
  readonly repeats: readonly string[]
}

interface Change {
  readonly sentAt: number
  outcome: 'sent' | 'acknowledged' | 'refused' | 'unknown'
  /** By which offer each showing was, where it was one: what nobody took is offered again. */
  readonly seen: string[]
}

/** Every change by name, when it was sent, and how often desks have shown it. */
export class Changes {
  readonly #changes = new Map<string, Change>()
  readonly #refused: string[] = []
  #latencies: number[] = []

  /** A change that is about to be sent. */
  send(name: string): void {
    this.#changes.set(name, { sentAt: performance.now(), outcome: 'sent', seen: [] })
  }

  /** What the server said of it. */
  answered(name: string, status: number | undefined, text: string): void {
    const change = this.#changes.get(name)
    if (change === undefined) return
    if (status === undefined) change.outcome = 'unknown'
    else if (status < 300) change.outcome = 'acknowledged'
    else {
      change.outcome = 'refused'
      this.#refused.push(`${name} ${status} ${text.slice(0, 120)}`)
    }
  }

  /** A desk has shown something it did not show before. */
  seen({ name, offer }: Shown): void {
    const change = this.#changes.get(name)
    if (change === undefined) return
    change.seen.push(offer)
    if (change.seen.length === 1) this.#latencies.push(performance.now() - change.sentAt)
  }

  /** Forgets the latencies so far, so that the next tally is of what comes. */
  mark(): void {
    this.#latencies = []
  }

  tally(): Tally {
    const all = [...this.#changes]
    const named = (is: (change: Change) => boolean): string[] =>
      all.filter(([, change]) => is(change)).map(([name]) => name)
    return {
      latencies: this.#latencies,
      acknowledged: named(({ outcome }) => outcome === 'acknowledged').length,
      unknown: named(({ outcome }) => outcome === 'unknown').length,
      refused: this.#refused,
      gaps: named(({ outcome, seen }) => outcome === 'acknowledged' && seen.length === 0),
      repeats: named(({ seen }) => new Set(seen).size < seen.length),
    }
  }
}

/** A change that a desk shows. */
export interface Shown {
  readonly name: string
  readonly offer: string
}

/** What a desk shows now and did not show before, by the names changes have. */
export function newOn(desk: Desk, before: DeskView | undefined): readonly Shown[] {
  const { view } = desk
  if (view === undefined) return []
  const earlier = new Map(worksOn(before))
  const now = worksOn(view)
  const moved = now.filter(([title, { state }]) => earlier.get(title)?.state !== state)
  const left = [...earlier.keys()].filter(title => now.every(([other]) => other !== title))
  return [
    ...(view.reason === undefined || view.reason === before?.reason
      ? []
      : [{ name: view.reason, offer: '' }]),
    ...moved.map(([title, { state, offer = '' }]) => ({ name: `${title} ${state}`, offer })),
    ...left.map(title => ({ name: `${title} gone`, offer: earlier.get(title)?.offer ?? '' })),
  ]
}

type Work = NonNullable<DeskView['works']>[number]

function worksOn(view: DeskView | undefined): readonly (readonly [string, Work])[] {
  return (view?.works ?? []).map(work => [work.title ?? '', work] as const)
}
