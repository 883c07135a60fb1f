import type { TenantConfig } from '#core'
import { namesOf } from '#core'
import type { JournalSlice } from '#engine'
import { SliceError, replaySlice } from '#engine'
import type { ExitCode } from '../command.ts'
import type { Output } from '../output.ts'
import { printStep } from './replay.ts'

/** Steps that are printed before the one that broke; those before them are counted. */
const stepsShownMax = 200

/** Tells the slice of a journal that an alarm put aside, up to the step that breaks. */
export async function tellSlice(slice: JournalSlice, output: Output): Promise<ExitCode> {
  const { brokeAt, cause, interaction, tenant } = slice
  output.line(`Input ${brokeAt} of ${tenant} broke an invariant: ${cause}`)
  output.line(`What was ended by force: ${interaction ?? 'nothing'}`)
  let config: TenantConfig | undefined
  let passed = 0
  try {
    for await (const told of replaySlice(slice)) {
      if (told.input.kind === 'tenant-configured') config = told.input.config
      const names = namesOf(config)
      const effects = 'outcome' in told ? told.outcome.effects : []
      if (told.seq > brokeAt - stepsShownMax) printStep({ ...told, effects }, names, output.line)
      else passed += 1
      if (!('broke' in told)) continue
      output.line(output.dress('bad', `It breaks again: ${stackOf(told.broke)}`))
      return 1
    }
  } catch (error) {
    if (!(error instanceof SliceError)) throw error
    output.error(`parley replay: ${error.message}`)
    return 2
  }
  if (passed > 0) output.line(`${passed} inputs before these are not shown.`)
  output.line(output.dress('good', 'It does not break in this version.'))
  return 0
}

function stackOf(broke: unknown): string {
  if (!(broke instanceof Error)) return String(broke)
  const { cause } = broke
  return (cause instanceof Error ? cause.stack : broke.stack) ?? broke.message
}
