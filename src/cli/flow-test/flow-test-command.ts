import { resolve } from 'node:path'
import type { Command, ExitCode } from '../command.ts'
import { zonesAt } from '../config/load-installation.ts'
import { loadTenant } from '../config/load-tenant.ts'
import type { ReadingOptions } from '../flow-check.ts'
import type { Output } from '../output.ts'
import { counted, printComplaints } from '../print-complaints.ts'
import type { Gathered } from '../reading/gathered.ts'
import {
  complain,
  complaintsInOrder,
  hasErrors,
  newGathered,
  readShaped,
} from '../reading/gathered.ts'
import { besideFile } from '../reading/yaml-source.ts'
import { runScenario } from './run-scenario.ts'
import { scenarioFile } from './scenario-file.ts'

/** `parley flow test`: plays calls through flows in virtual time, and says where they went otherwise. */
export function flowTestCommand(options: Pick<ReadingOptions, 'folder'>): Command {
  return {
    name: 'flow test',
    words: 'Play written calls through flows, in no time and without a telephone.',
    takes: 'files…',
    flags: {},
    run: async ({ words }, output) => {
      if (words.length > 0) return await runFiles(words, options.folder, output)
      output.error(
        'No test is named. Write the files: parley flow test tenants/*/flows/*.test.yaml',
      )
      return 2
    },
  }
}

async function runFiles(
  files: readonly string[],
  folder: string,
  output: Output,
): Promise<ExitCode> {
  let failed = 0
  for (const file of files) {
    const gathered = newGathered()
    const name = await runFile(resolve(folder, file), gathered)
    if (!hasErrors(gathered)) {
      output.line(`${output.dress('good', '✓')} ${name}`)
      continue
    }
    failed += 1
    printComplaints(complaintsInOrder(gathered), output, folder)
  }
  if (failed === 0) return 0
  output.error(`${counted(failed, 'test')} of ${files.length} failed`)
  return 1
}

async function runFile(file: string, gathered: Gathered): Promise<string> {
  const read = await readShaped(file, scenarioFile, gathered)
  if (read === undefined) return file
  const { value, source } = read
  const zones = zonesAt(Date.parse(value.at))
  const loaded = await loadTenant(besideFile(source, value.tenant), gathered, { zones })
  if (loaded === undefined || hasErrors(gathered)) return value.test
  const failure = runScenario(loaded.tenant.config, value)
  if (failure === undefined) return value.test
  const path = failure.step === undefined ? ['steps'] : ['steps', failure.step]
  complain(
    gathered,
    { source, path },
    {
      code: 'not-as-written',
      words: `${value.test}: ${failure.words}`,
      remedy: 'Change the flow, or the test.',
    },
  )
  return value.test
}
