import type { RunResult } from '../run/run-plan.ts'

/** Sums over the runs of a campaign. */
export interface Tally {
  runs: number
  inputs: number
  worldMs: number
  interactions: number
  orders: number
  refused: number
  kills: number
  readonly reached: Map<string, number>
}

/** A tally of no runs. */
export function newTally(): Tally {
  return {
    runs: 0,
    inputs: 0,
    worldMs: 0,
    interactions: 0,
    orders: 0,
    refused: 0,
    kills: 0,
    reached: new Map(),
  }
}

/** Adds a run. */
export function addRun(tally: Tally, result: RunResult): void {
  tally.runs += 1
  tally.inputs += result.inputs
  tally.worldMs += result.worldMs
  tally.interactions += result.reached.get('arrived') ?? 0
  for (const used of result.used.values()) tally.orders += used
  tally.refused += result.refused
  tally.kills += result.kills
  for (const [what, times] of result.reached) {
    tally.reached.set(what, (tally.reached.get(what) ?? 0) + times)
  }
}

/** The tally in one line. */
export function tallyWords(tally: Tally): string {
  const days = (tally.worldMs / 86_400_000).toFixed(1)
  const kills = tally.kills === 0 ? '' : `, ${tally.kills} kills`
  return (
    `${tally.runs} runs, ${tally.inputs} inputs, ${days} days of the world, ` +
    `${tally.interactions} interactions, ${tally.orders} orders, ${tally.refused} refusals${kills}`
  )
}

/** What the runs reached, the rarest first: what was never reached was never tried. */
export function reachedWords({ reached }: Tally): string[] {
  return [...reached]
    .toSorted(([a, times], [b, others]) => times - others || (a < b ? -1 : 1))
    .map(([what, times]) => `${String(times).padStart(9)}  ${what}`)
}

/** Adds one tally to another. */
export function mergeTally(to: Tally, from: Tally): void {
  to.runs += from.runs
  to.inputs += from.inputs
  to.worldMs += from.worldMs
  to.interactions += from.interactions
  to.orders += from.orders
  to.refused += from.refused
  to.kills += from.kills
  for (const [what, times] of from.reached)
    to.reached.set(what, (to.reached.get(what) ?? 0) + times)
}
