import type { Effect, InteractionId, Names } from '#core'
import { candidateWords, factWords, inputWords, namesOf, orderWords } from '#core'
import type { BrokenCheck, Stepped } from '../checks/check.ts'
import type { RunPlan, RunResult } from '../run/run-plan.ts'
import { beginAt } from '../run/run-plan.ts'

/** Inputs told when no single interaction is to blame. */
const lastTold = 25
/** The longest timeline; of a longer one the end is told. */
const linesMax = 200

/** What runs a plan, in whichever way its scenario asks for. */
export type Runner = (plan: RunPlan) => Promise<RunResult>

/**
 * Runs a failing plan once more and tells, in the words of the product, what happened to the
 * interaction the broken check names, or what happened last where it names none.
 */
export async function timelineOf(
  plan: RunPlan,
  broken: BrokenCheck,
  run: Runner,
): Promise<string[]> {
  const about = /\bi\d+\b/.exec(broken.words)?.[0]
  const told: string[][] = []
  await run({
    ...plan,
    onStep: stepped => {
      if (about !== undefined && !stepped.effects.some(effect => concerns(effect, about))) {
        if (stepped.seq < broken.seq) return
      }
      told.push(tell(stepped, about))
      if (about === undefined && told.length > lastTold) told.shift()
    },
  })
  const lines = told.flat()
  const head =
    about === undefined ? `The last ${told.length} inputs:` : `What happened to ${about}:`
  if (lines.length <= linesMax) return [head, ...lines]
  return [head, `  … ${lines.length - linesMax} lines before …`, ...lines.slice(-linesMax)]
}

function concerns(effect: Effect, about: InteractionId | string): boolean {
  if (effect.kind === 'order') return effect.issued.interaction === about
  return 'interaction' in effect.fact && effect.fact.interaction === about
}

function tell(stepped: Stepped, about: string | undefined): string[] {
  const { seq, input, effects, refused } = stepped
  const names = namesOf(stepped.state.config)
  const shown = about === undefined ? effects : effects.filter(effect => concerns(effect, about))
  return [
    `  ${clockOf(stepped.state.now)}  #${seq}  ${inputWords(input, names)}`,
    ...(refused === undefined ? [] : [`        ✗ ${refused.words}`]),
    ...shown.flatMap(effect => tellEffect(effect, names)),
  ]
}

/** Hours, minutes, seconds and milliseconds since the world began. */
function clockOf(at: number): string {
  return `+${new Date(at - beginAt).toISOString().slice(11, 23)}`
}

function tellEffect(effect: Effect, names: Names): string[] {
  if (effect.kind === 'order') return [`        → ${orderWords(effect.issued, names)}`]
  const { fact } = effect
  const head = `        • ${factWords(fact, names)}`
  if (fact.kind !== 'decision-made') return [head]
  return [
    head,
    ...fact.decision.candidates.map(
      one =>
        `            ${one.verdict} ${names.agent(one.agent)}: ${candidateWords(one.reason, fact.decision.channel)}`,
    ),
  ]
}
