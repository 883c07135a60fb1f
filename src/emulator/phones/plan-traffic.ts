import { rollFrom } from './seed.ts'
import type { PlannedCall, ScriptStep, TrunkTarget } from './script.ts'

/** A day of calls as data: who calls, how often, what about. The seed decides everything else. */
export interface TrafficPlan {
  readonly seed: number
  readonly trunk: TrunkTarget
  /** Callers of the first moments, one after the other by `openingGapMs`; none when left out. */
  readonly atOnce?: number
  /** In the busiest hour. */
  readonly callsPerHour: number
  /** Each hour's share of the busiest one, from midnight UTC; flat when left out. */
  readonly dayShape?: readonly number[]
  /** Callers that find this many before them do not call. */
  readonly concurrentMax: number
  readonly numbers: readonly DialledNumber[]
  readonly callers: readonly TrafficCaller[]
  readonly stories: readonly Story[]
}

/** A number people dial, and how often before others. */
export interface DialledNumber {
  readonly number: string
  readonly weight?: number
}

/** The time from one of the first callers to the next. */
export const openingGapMs = 900

/** Somebody who calls. */
export interface TrafficCaller {
  readonly name: string
  readonly number: string
  readonly voice?: string
  readonly weight?: number
}

/** What a caller does on the phone. */
export interface Story {
  readonly name: string
  readonly script: readonly ScriptStep[]
  /** Who tells it, by name; anybody when left out. */
  readonly callers?: readonly string[]
  readonly weight?: number
}

/** A call that will be made, when, and why. */
export interface ScheduledCall {
  readonly atMs: number
  readonly story: string
  readonly plan: PlannedCall
}

/** More calls an hour than a demonstration can mean. */
export const callsPerHourMax = 20_000

/**
 * The calls of a plan from a moment on, in order and without end; the same seed gives the same calls.
 * In the place of a caller who is busy when the call is asked for comes another, while there is one.
 */
export function* scheduleCalls(
  plan: TrafficPlan,
  fromMs: number,
  isBusy: (number: string) => boolean = () => false,
): Generator<ScheduledCall, void> {
  if (!(plan.callsPerHour > 0 && plan.callsPerHour <= callsPerHourMax)) {
    throw new RangeError(`callsPerHour must be above 0 and at most ${callsPerHourMax}.`)
  }
  const dice = rollFrom(plan.seed)
  let atMs = fromMs
  for (let nth = 0; ; nth += 1) {
    const isOpening = nth < (plan.atOnce ?? 0)
    atMs += isOpening ? openingGapMs : dice.gapMs(plan.callsPerHour)
    // Thinning: every candidate throws the same dice, so that the shape changes who is left, not who comes.
    const [number, picked, story] = [
      dice.pick(plan.numbers),
      dice.pick(plan.callers),
      dice.pick(plan.stories),
    ]
    const caller = tellerOf(plan, { story, picked, isBusy })
    const comes = dice.next() < shareAt(plan, atMs)
    if (number === undefined || caller === undefined || story === undefined) return
    if (!comes && !isOpening) continue
    yield {
      atMs,
      story: story.name,
      plan: {
        from: caller.number,
        fromName: caller.name,
        to: number.number,
        trunk: plan.trunk,
        script: story.script.map(step => inVoiceOf(caller, step)),
      },
    }
  }
}

/** Who was picked, or the next who tells the story and is free: no dice are thrown for it. */
function tellerOf(
  { callers }: TrafficPlan,
  {
    story,
    picked,
    isBusy,
  }: {
    readonly story: Story | undefined
    readonly picked: TrafficCaller | undefined
    readonly isBusy: (number: string) => boolean
  },
): TrafficCaller | undefined {
  if (picked === undefined) return undefined
  const own = callers.filter(({ name }) => story?.callers?.includes(name))
  const tellers = own.length === 0 ? callers : own
  const place = tellers.indexOf(picked)
  const first = place === -1 ? callers.indexOf(picked) % tellers.length : place
  const inTurn = [...tellers.slice(first), ...tellers.slice(0, first)]
  return inTurn.find(({ number, weight }) => weight !== 0 && !isBusy(number)) ?? inTurn[0]
}

function shareAt({ dayShape }: TrafficPlan, atMs: number): number {
  if (dayShape === undefined || dayShape.length === 0) return 1
  return dayShape[new Date(atMs).getUTCHours() % dayShape.length] ?? 1
}

function inVoiceOf({ voice }: TrafficCaller, step: ScriptStep): ScriptStep {
  if (voice === undefined || (step.kind !== 'say' && step.kind !== 'talk')) return step
  const sounds = step.sounds.map(sound => (sound.kind === 'words' ? { voice, ...sound } : sound))
  return { ...step, sounds }
}
