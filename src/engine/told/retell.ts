import type { Fact, Input, InteractionId } from '#core'
import { newState, step, webCustomer } from '#core'
import { differences } from './differences.ts'
import type { Recorded } from './recorded.ts'

/** A recorded interaction told again by the code of today. */
export interface Retold {
  readonly facts: readonly Fact[]
  /** Where it goes another way than it went; empty where it goes the same. */
  readonly differences: readonly string[]
}

/** Inputs worked in before others get their turn: telling again must not hold up calls. */
const inputsAtOnce = 250

/** Tells a recorded interaction again from its inputs, and compares what happens with what happened. */
export async function retell(past: Recorded): Promise<Retold> {
  const state = newState(past.tenant)
  const facts: Fact[] = []
  let worked = 0
  for (const { input } of past.inputs) {
    facts.push(...factsOf(step(state, input).effects, past.interaction))
    worked += 1
    if (worked % inputsAtOnce === 0) await new Promise(done => setImmediate(done))
  }
  // A fact passes through text on its way to the records; so must those it is compared with.
  const told: readonly Fact[] = JSON.parse(JSON.stringify(facts))
  return { facts: told, differences: differences(past.facts, told) }
}

function factsOf(
  effects: ReturnType<typeof step>['effects'],
  interaction: InteractionId,
): readonly Fact[] {
  return effects.flatMap(effect =>
    effect.kind === 'fact' &&
    'interaction' in effect.fact &&
    effect.fact.interaction === interaction
      ? [effect.fact]
      : [],
  )
}

/** Puts made-up numbers, names and notes in the place of those of customers the interaction is not about. */
export function maskOthers(past: Recorded): Recorded {
  const own = new Set(past.facts.flatMap(ownNames))
  const madeUp = new Map<string, string>()
  const inputs = past.inputs.map(entry => ({
    ...entry,
    input: masked(entry.input, { own, madeUp, interaction: past.interaction }),
  }))
  return { ...past, masked: true, inputs }
}

/** What an interaction came in by: a leg, or the name of a task. */
function ownNames(fact: Fact): readonly string[] {
  if (fact.kind !== 'interaction-arrived') return []
  return [fact.channel === 'voice' ? fact.leg : fact.key]
}

interface Masking {
  readonly own: ReadonlySet<string>
  readonly madeUp: Map<string, string>
  readonly interaction: InteractionId
}

type WithNote = Extract<Input, { readonly note: string }>

function holdsNote(input: Input): input is WithNote {
  return input.kind === 'wrap-up-completed' || input.kind === 'note-written'
}

/** The numbers of one caller stay one caller's; they are of a range that is given to nobody. */
function masked(input: Input, { own, madeUp, interaction }: Masking): Input {
  if (holdsNote(input) && input.interaction !== interaction) {
    return input.note === '' ? input : { ...input, note: 'masked' }
  }
  if (input.kind !== 'interaction-arrived') return input
  if (own.has(input.channel === 'voice' ? input.leg : input.key)) return input
  const { fromName, from } = input
  const known = madeUp.get(from) ?? `+999${String(madeUp.size + 1).padStart(9, '0')}`
  madeUp.set(from, known)
  return {
    ...input,
    from: from === 'anonymous' || from === webCustomer ? from : known,
    ...(fromName === undefined ? {} : { fromName: 'masked' }),
    ...(input.channel === 'task' ? { title: 'masked', link: 'https://masked.invalid/' } : {}),
  }
}
