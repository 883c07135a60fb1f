import type { Fact } from '#core'

/** Lines told of one comparison; the first say what matters. */
export const differencesMax = 20

/**
 * What is different between the facts as they were and as they are told again, a line each: the
 * place of the fact, the place in it, what it was, and what it is now. From the first fact of
 * another kind on, everything is different, and only that one is told.
 */
export function differences(was: readonly Fact[], is: readonly Fact[]): readonly string[] {
  const found: string[] = []
  for (let at = 0; at < Math.max(was.length, is.length); at += 1) {
    const [kept, told] = [was[at], is[at]]
    if (kept?.kind !== told?.kind || kept === undefined || told === undefined) {
      found.push(`fact ${at + 1}: was ${named(kept)}, is ${named(told)}`)
      break
    }
    compare({ kept, told }, `fact ${at + 1} ${kept.kind}`, found)
  }
  return found.slice(0, differencesMax)
}

function named(fact: Fact | undefined): string {
  return fact === undefined ? 'nothing' : `${fact.kind} ${JSON.stringify(fact)}`
}

interface Pair {
  readonly kept: unknown
  readonly told: unknown
}

function compare({ kept, told }: Pair, place: string, found: string[]): void {
  if (Object.is(kept, told)) return
  if (!isTree(kept) || !isTree(told)) {
    found.push(`${place}: was ${printed(kept)}, is ${printed(told)}`)
    return
  }
  for (const key of new Set([...Object.keys(kept), ...Object.keys(told)])) {
    const inner = Array.isArray(kept) ? `${place}[${key}]` : `${place} ${key}`
    compare({ kept: kept[key], told: told[key] }, inner, found)
  }
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function printed(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
