import type { InteractionView, TimelineEntry, TraceView } from '#contract'
import { wayOf } from '../model/way.ts'

/** What happens at one moment: what agents and customers do, what is decided, what is signalled. */
export type MarkKind = 'decision' | 'key' | 'agent' | 'step' | 'trouble'

/** A moment on the track of events. */
export interface Mark {
  readonly at: number
  readonly kind: MarkKind
  readonly words: string
}

/** A message on the track of signalling. */
export interface SignalMark {
  readonly at: number
  readonly nth: number
  readonly direction: 'in' | 'out'
  readonly failed: boolean
}

const markKinds: Readonly<Record<string, MarkKind>> = {
  'decision-made': 'decision',
  'digit-pressed': 'key',
  'step-entered': 'step',
  'trouble-met': 'trouble',
  held: 'agent',
  resumed: 'agent',
  transferred: 'agent',
  muted: 'agent',
  unmuted: 'agent',
  'keys-sent': 'agent',
  'consult-started': 'agent',
  'consult-joined': 'agent',
  'recording-paused': 'agent',
  'recording-resumed': 'agent',
  'offer-ended': 'agent',
  'wrap-up-extended': 'agent',
  'wrap-up-ended': 'agent',
  'note-filed': 'agent',
}

/** What is marked of a timeline; the rest of it lasts, and is a band. */
export function marksOf({ timeline }: InteractionView): readonly Mark[] {
  return timeline.flatMap(entry => {
    const kind = markKinds[entry.kind]
    return kind === undefined ? [] : [{ at: entry.at, kind, words: entry.words }]
  })
}

/** The messages of a trace, retransmissions left out. */
export function signalsOf(trace: TraceView | undefined): readonly SignalMark[] {
  return (trace?.messages ?? []).flatMap(({ at, nth, direction, repeats, says }) =>
    repeats === undefined
      ? [{ at, nth, direction, failed: says.kind === 'response' && says.status >= 400 }]
      : [],
  )
}

/** The number of the last event at or before a moment; -1 before the first. */
export function entryAt(timeline: readonly TimelineEntry[], at: number): number {
  return timeline.findLastIndex(entry => entry.at <= at)
}

/** The moment of the event before or after another moment, if there is one. */
export function nextEvent(
  timeline: readonly TimelineEntry[],
  at: number,
  way: 'back' | 'on',
): number | undefined {
  return way === 'on'
    ? timeline.find(entry => entry.at > at)?.at
    : timeline.findLast(entry => entry.at < at)?.at
}

/** The flow and step somebody is in at a moment, and the steps gone through until then. */
export interface FlowPlace {
  readonly flow: string
  readonly version: string
  readonly step: string | undefined
  readonly taken: ReadonlySet<string>
  /** The ways from one step to the next that were gone, by `wayOf`. */
  readonly ways: ReadonlySet<string>
}

interface FlowTrail extends FlowPlace {
  step: string | undefined
  readonly taken: Set<string>
  readonly ways: Set<string>
  /** The step entered last. */
  last: string | undefined
}

/** Every flow of an interaction with the steps it took, and where it was at a moment. */
export function flowPlaces(
  timeline: readonly TimelineEntry[],
  at: number,
): { readonly places: readonly FlowPlace[]; readonly now: number } {
  const places: FlowTrail[] = []
  let now = -1
  for (const { at: moment, kind, fact } of timeline) {
    const trail = begins(kind) ? begun(places, kind, fact) : entered(places, kind, fact)
    if (trail === undefined || moment > at) continue
    now = places.indexOf(trail)
    if (!begins(kind)) trail.step = trail.last
  }
  return { places, now }
}

function begins(kind: string): boolean {
  return kind === 'flow-started' || kind === 'flow-resumed'
}

/** The trail of a flow that begins or goes on. */
function begun(
  places: FlowTrail[],
  kind: string,
  { flow, version }: TimelineEntry['fact'],
): FlowTrail | undefined {
  const known = places.find(place => place.flow === flow)
  // Who begins a flow anew comes from none of its steps.
  if (known !== undefined && kind === 'flow-started') known.last = undefined
  if (known !== undefined || typeof flow !== 'string' || typeof version !== 'string') return known
  const nowhere = { step: undefined, last: undefined }
  const trail = { flow, version, ...nowhere, taken: new Set<string>(), ways: new Set<string>() }
  places.push(trail)
  return trail
}

/** The trail in which a step was entered. Another try of a step is no way back to it. */
function entered(
  places: readonly FlowTrail[],
  kind: string,
  { flow, step, attempt = 1 }: TimelineEntry['fact'],
): FlowTrail | undefined {
  const trail = places.find(place => place.flow === flow)
  if (kind !== 'step-entered' || trail === undefined || typeof step !== 'string') return undefined
  trail.taken.add(step)
  if (attempt === 1 && trail.last !== undefined) trail.ways.add(wayOf(trail.last, step))
  trail.last = step
  return trail
}

/** Moments to write under a track: as many as fit, at round times. */
export function ticksOf(durationMs: number, count: number): readonly number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200]
  const step = steps.find(seconds => durationMs / (seconds * 1000) <= count) ?? 14_400
  const ticks: number[] = []
  for (let at = 0; at <= durationMs; at += step * 1000) ticks.push(at)
  return ticks
}
