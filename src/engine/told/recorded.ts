import type { Fact, InteractionId, TenantId } from '#core'
import { isId, toId } from '#core'
import type { JournalEntry } from '../ports/journal.ts'

/**
 * One interaction as a test: all inputs of its tenant up to its end, and the facts they led to.
 * Whatever decides has to come to the same facts again.
 */
export interface Recorded {
  readonly tenant: TenantId
  readonly interaction: InteractionId
  /** Whether other customers' numbers and names, and notes about them, were replaced by made-up ones. */
  readonly masked: boolean
  readonly inputs: readonly JournalEntry[]
  readonly facts: readonly Fact[]
}

/** The text is no recorded interaction. */
export class RecordedError extends Error {
  override readonly name = 'RecordedError'
  readonly code = 'not-recorded'
}

/** What the first line of the text says it is. */
const format = 1

/**
 * Writes it as lines of JSON: a head, then inputs, then a line for each fact. Inputs that concern
 * the interaction have a line each; what happened around it is one line between them. The text may
 * stand in a raw template of TypeScript: what would end one is written as JSON's own escapes.
 */
export function printRecorded(past: Recorded, concerns: (seq: number) => boolean): string {
  const { tenant, interaction, masked } = past
  const lines = [JSON.stringify({ parleyTest: format, tenant, interaction, masked })]
  let around: JournalEntry[] = []
  const flush = (): void => {
    if (around.length > 0) lines.push(JSON.stringify({ around }))
    around = []
  }
  for (const entry of past.inputs) {
    if (!concerns(entry.seq)) {
      around.push(entry)
      continue
    }
    flush()
    lines.push(JSON.stringify(entry))
  }
  flush()
  for (const fact of past.facts) lines.push(JSON.stringify({ fact }))
  return lines.join('\n').replaceAll('`', '\\u0060').replaceAll('${', '\\u0024{')
}

/** Reads it back, out of the text itself or out of a test file that holds it. */
export function readRecorded(text: string): Recorded {
  const held = /String\.raw`\n?([^`]*)`/.exec(text)?.[1] ?? text
  const [head = '', ...lines] = held.split('\n').filter(line => line.trim() !== '')
  try {
    const { tenant, interaction, masked } = headOf(JSON.parse(head))
    const inputs: JournalEntry[] = []
    const facts: Fact[] = []
    for (const line of lines) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- printRecorded wrote the line; what the core cannot take it refuses by itself.
      const read = JSON.parse(line) as Line
      if ('fact' in read) facts.push(read.fact)
      else if ('around' in read) inputs.push(...read.around)
      else inputs.push(read)
    }
    return { tenant, interaction, masked, inputs, facts }
  } catch (cause) {
    const words = 'This is no recorded interaction: name a file that an export as a test made.'
    throw new RecordedError(words, { cause })
  }
}

type Line = JournalEntry | { readonly around: readonly JournalEntry[] } | { readonly fact: Fact }

function headOf(value: unknown): Pick<Recorded, 'tenant' | 'interaction' | 'masked'> {
  const { parleyTest, tenant, interaction, masked } = Object(value)
  if (parleyTest !== format || !isId(String(tenant)) || !isId(String(interaction))) {
    throw new SyntaxError('not the head of a recorded interaction')
  }
  return {
    tenant: toId<TenantId>(String(tenant)),
    interaction: toId<InteractionId>(String(interaction)),
    masked: masked === true,
  }
}
