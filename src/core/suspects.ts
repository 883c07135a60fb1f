import type { AgentId, InteractionId } from './ids.ts'
import type { Input } from './input.ts'
import type { TenantState } from './state.ts'
import type { Turn } from './turn.ts'

/** What a step may have broken on. */
export type Suspect =
  | { readonly interaction: InteractionId; readonly agent?: undefined }
  | { readonly agent: AgentId; readonly interaction?: undefined }

/**
 * A step met a state that must not be. What it changed until then is worthless: whoever called
 * drops the state, makes it again from the past, and puts `invariant-broken` in the input's place.
 */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant'
  readonly code = 'invariant-broken'
  /** In which part of the step it broke. */
  readonly part: StepPart
  /** Whose turn it was when it broke, the likeliest first; the input's own subject is not among them. */
  readonly suspects: readonly Suspect[]

  constructor(turn: Turn, part: StepPart, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.part = part
    this.suspects = suspectsOf(turn, part)
  }
}

/** The three parts of a step, in their order. */
export type StepPart = 'timers' | 'input' | 'match'

/** A timer that was firing; then whoever an effect was about, the latest first; then all others. */
function suspectsOf({ fired, effects, seeking }: Turn, part: StepPart): readonly Suspect[] {
  const timers = fired.map(({ kind, of }): Suspect =>
    kind === 'back' ? { agent: of } : { interaction: of },
  )
  const touched = effects.flatMap((effect): Suspect[] => {
    if (effect.kind === 'order') return [{ interaction: effect.issued.interaction }]
    const { fact } = effect
    return 'interaction' in fact && fact.interaction !== undefined
      ? [{ interaction: fact.interaction }]
      : []
  })
  const sought = [...(seeking ?? [])].map((interaction): Suspect => ({ interaction }))
  const latest = part === 'timers' ? timers.splice(-1) : []
  return [...latest, ...touched.toReversed(), ...sought, ...timers.toReversed()]
}

/** The interaction an input is about, seen from the state it came to. */
export function subjectOf(state: TenantState, input: Input): InteractionId | undefined {
  if ('interaction' in input) return input.interaction
  if ('leg' in input) return state.legs.get(input.leg)
  if ('order' in input) return state.orders.get(input.order)?.interaction
  const agent = 'agent' in input ? input.agent : undefined
  const routing = agent === undefined ? undefined : state.agents.get(agent)?.routing
  return routing !== undefined && 'interaction' in routing ? routing.interaction : undefined
}
