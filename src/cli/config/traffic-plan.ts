import type { ActFile, TrafficFile } from '#contract'
import type { ScriptStep, TrafficPlan } from '#emulator'

/** The calls of a day, but for the trunk they come in on, which is known when both sides are open. */
export type PlannedTraffic = Omit<TrafficPlan, 'trunk'>

/** Where a recording lies that the file names. */
type FileAt = (path: string) => string
type Sound = Extract<ScriptStep, { kind: 'say' }>['sounds'][number]
type Spoken = string | { readonly file: string }

/** Turns traffic as people write it into what the emulated phone network plays; `fileAt` finds a recording. */
export function trafficPlan(file: TrafficFile, fileAt: FileAt): PlannedTraffic {
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
    stories: Object.entries(stories).map(([name, story]) => ({
      name,
      script: story.script.map(act => stepOf(act, fileAt)),
      ...(story.callers && { callers: story.callers }),
      ...weighted(story.weight),
    })),
  }
}

function weighted(weight: number | undefined): { readonly weight?: number } {
  return weight === undefined ? {} : { weight }
}

function stepOf(act: ActFile, fileAt: FileAt): ScriptStep {
  const soundOf = (sound: Spoken): Sound =>
    typeof sound === 'string'
      ? { kind: 'words', text: sound }
      : { kind: 'file', file: fileAt(sound.file) }
  if ('wait' in act) return { kind: 'wait', ms: act.wait }
  if ('hear' in act) {
    return { kind: 'wait-for', what: act.hear, msMax: act.atMost, otherwise: act.otherwise }
  }
  if ('press' in act) return { kind: 'press', keys: act.press }
  if ('say' in act) return { kind: 'say', sounds: act.say.map(soundOf) }
  if ('talk' in act) return { kind: 'talk', sounds: act.talk.map(soundOf), ms: act.for }
  return { kind: 'hang-up' }
}
