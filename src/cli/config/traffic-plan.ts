import type { ActFile, TrafficFile } from '#contract'
import type { ScriptStep, TrafficPlan } from '#emulator'

/** The calls of a day, but for the trunk they come in on, which is known when both sides are open. */
export type PlannedTraffic = Omit<TrafficPlan, 'trunk'>

/** Turns traffic as people write it into what the emulated phone network plays. */
export function trafficPlan(file: TrafficFile): PlannedTraffic {
  const { seed, atOnce, callsPerHour, concurrentMax, numbers, callers, stories } = file
  return {
    seed,
    atOnce,
    callsPerHour,
    concurrentMax,
    numbers: Object.entries(numbers).map(([number, weight]) => ({ number, weight })),
    callers: callers.map(({ name, number, voice, weight }) => ({
      name,
      number,
      ...(voice === undefined ? {} : { voice }),
      ...weighted(weight),
    })),
    stories: Object.entries(stories).map(([name, { script, weight }]) => ({
      name,
      script: script.map(stepOf),
      ...weighted(weight),
    })),
  }
}

function weighted(weight: number | undefined): { readonly weight?: number } {
  return weight === undefined ? {} : { weight }
}

function stepOf(act: ActFile): ScriptStep {
  if ('wait' in act) return { kind: 'wait', ms: act.wait }
  if ('hear' in act) {
    return { kind: 'wait-for', what: act.hear, msMax: act.atMost, otherwise: act.otherwise }
  }
  if ('press' in act) return { kind: 'press', keys: act.press }
  if ('say' in act) return { kind: 'say', sounds: act.say.map(wordsOf) }
  if ('talk' in act) return { kind: 'talk', sounds: act.talk.map(wordsOf), ms: act.for }
  return { kind: 'hang-up' }
}

function wordsOf(text: string): { readonly kind: 'words'; readonly text: string } {
  return { kind: 'words', text }
}
