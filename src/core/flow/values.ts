import type { Prompt } from '../config.ts'
import { hoursAt } from '../hours/hours-at.ts'
import type { Hours } from '../hours/hours.ts'
import {
  clockText,
  dateText,
  dayOf,
  stretchesFrom,
  wallMinute,
  weekdayOf,
} from '../hours/local-time.ts'
import type { Interaction } from '../interaction/interaction.ts'
import { valueLengthMax, variablesMax } from '../limits.ts'
import type { TenantState } from '../state.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { hoursFor } from './editions.ts'
import { placeInLine, queueFigure } from './queue-figures.ts'
import { waitWords } from './wait-words.ts'
import { markSecret } from './secret.ts'
import { withEntry } from '../sparse.ts'

/** What a flow may know of a queue, as `queue.sales.waiting`. */
export const queueFigures = ['waiting', 'free', 'wait-minutes'] as const
/** What a flow may know of the moment, in the zone of opening hours, as `time.office`. */
export const clockFigures = ['time', 'date', 'weekday', 'hours'] as const
/** What a flow may know of the call itself. */
export const callFigures = ['customer.number', 'customer.name', 'dialled.number'] as const
/** What is known only while waiting in a queue. */
export const waitingFigures = ['position', 'wait', 'wait-minutes'] as const

/** A name as it stands inside a text. */
export const nameInText = /\{([a-z][a-z0-9._~-]*)\}/g

/**
 * What stands behind a name: a variable the flow has set, or one of the figures above. Nothing
 * stands behind a name that is not known, or not known now.
 */
export function valueOf(turn: Turn, interaction: Interaction, name: string): string | undefined {
  const kept = interaction.variables.get(name)
  if (kept !== undefined) return kept
  switch (name) {
    case 'customer.number':
      return interaction.customer.address
    case 'customer.name':
      return interaction.customer.name
    case 'dialled.number':
      return interaction.dialled
    case 'position':
    case 'wait':
    case 'wait-minutes':
      return waitingFigure(turn.state, interaction, name)
  }
  const [what = '', ...rest] = name.split('.')
  if (what === 'queue') {
    const figure = rest.pop() ?? ''
    return queueFigure(turn.state, interaction, rest.join('.'), figure)
  }
  const hours = hoursFor(turn.state, interaction, rest.join('.'))
  return hours && clockFigure(hours, turn.at, what)
}

/** A text with the value in the place of each name; a name without one leaves nothing behind. */
export function fill(turn: Turn, interaction: Interaction, text: string): string {
  if (!text.includes('{')) return text
  return text.replaceAll(nameInText, (_, name: string) => valueOf(turn, interaction, name) ?? '')
}

/** A prompt with its text filled. What becomes empty is left unsaid. */
export function fillPrompts(
  turn: Turn,
  interaction: Interaction,
  prompts: readonly Prompt[],
): readonly Prompt[] {
  return prompts.flatMap((prompt): readonly Prompt[] => {
    if (prompt.kind !== 'say') return [prompt]
    const text = fill(turn, interaction, prompt.text)
    return text.trim() === '' ? [] : [{ ...prompt, text }]
  })
}

/** A value and its name; a secret one is hidden, and has the tests that hold of it. */
interface Kept {
  readonly name: string
  readonly value: string
  readonly tests?: readonly string[]
}

/** Keeps a value under a name. A flow that makes up names without end is told no, and goes on. */
export function keepValue(
  turn: Turn,
  interaction: Interaction,
  { name, value, tests }: Kept,
): void {
  const { variables } = interaction
  if (!variables.has(name) && variables.size >= variablesMax) return
  const kept = value.slice(0, valueLengthMax)
  interaction.variables = withEntry(variables, name, kept)
  markSecret(interaction, name, tests)
  tell(turn, { kind: 'variable-set', interaction: interaction.id, name, value: kept })
}

function waitingFigure(
  state: TenantState,
  interaction: Interaction,
  name: (typeof waitingFigures)[number],
): string | undefined {
  const place = placeInLine(state, interaction)
  if (place === undefined) return undefined
  if (name === 'position') return String(place.position)
  const { waitMinutes } = place
  if (waitMinutes === undefined) return undefined
  if (name === 'wait-minutes') return String(waitMinutes)
  return waitWords(waitMinutes, state.config?.language ?? 'en')
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

function clockFigure(hours: Hours, at: number, what: string): string | undefined {
  const [now] = stretchesFrom(hours.zone, at)
  const minute = wallMinute(at, now?.offsetMinutes ?? 0)
  const day = dayOf(minute)
  switch (what) {
    case 'time':
      return clockText(minute)
    case 'date':
      return dateText(day)
    case 'weekday':
      return weekdays[weekdayOf(day)]
    case 'hours':
      return hoursAt(hours, at).verdict
    default:
      return undefined
  }
}
