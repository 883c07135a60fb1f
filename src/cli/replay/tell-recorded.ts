import { readFile } from 'node:fs/promises'
import { RecordedError, readRecorded, retell } from '#engine'
import type { ExitCode } from '../command.ts'
import type { Output } from '../output.ts'

/** Tells an interaction that was exported as a test, and says where it goes another way than it went. */
export async function tellRecorded(file: string, output: Output): Promise<ExitCode> {
  try {
    const past = readRecorded(await readFile(file, 'utf8'))
    const { facts, differences } = await retell(past)
    const told = `${past.interaction} of ${past.tenant}, told again from ${past.inputs.length} inputs`
    if (differences.length === 0) {
      output.line(output.dress('good', `${told}: the same ${facts.length} facts.`))
      return 0
    }
    output.line(output.dress('bad', `${told}, goes another way:`))
    for (const words of differences) output.line(`  ${words}`)
    return 1
  } catch (error) {
    if (!(error instanceof RecordedError) && !isMissing(error)) throw error
    output.error(`parley replay: ${error.message}`)
    return 2
  }
}

function isMissing(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
