import type { Command, ExitCode } from './command.ts'
import { checkFile } from './config/check-file.ts'
import type { LoadOptions } from './config/load-installation.ts'
import type { Output } from './output.ts'
import { counted, countComplaints, printComplaints } from './print-complaints.ts'
import type { Complaint } from './reading/complaint.ts'
import { installationFile } from './start/default-file.ts'

/** What the commands that read files take from the process. */
export interface ReadingOptions extends LoadOptions {
  /** The folder people stand in; places are printed from there. */
  readonly folder: string
  /** The program's own folder: the demo lies in it, for those who have no configuration yet. */
  readonly packageFolder: string
}

/** `parley flow check`: reads files as a start would, and says what is wrong with them. */
export function flowCheckCommand(options: ReadingOptions): Command {
  return {
    name: 'flow check',
    words: 'Check an installation, a tenant or a flow: names, circles, dead ends, prompts.',
    takes: 'files…',
    flags: {
      strict: { words: 'Fail on warnings as well.' },
      config: { short: 'c', value: 'file', words: 'The installation, where no file is named.' },
    },
    run: async ({ values, words, given }, output) => {
      const files =
        words.length > 0 ? words : [installationFile({ ...options, flag: values['config'] }).file]
      return await checkFiles(files, { ...options, strict: given.includes('strict') }, output)
    },
  }
}

async function checkFiles(
  files: readonly string[],
  options: ReadingOptions & { readonly strict: boolean },
  output: Output,
): Promise<ExitCode> {
  const complaints: Complaint[] = []
  let tenants = 0
  let flows = 0
  for (const file of files) {
    const checked = await checkFile(file, options)
    complaints.push(...checked.complaints)
    tenants += checked.tenants
    flows += checked.flows
  }
  printComplaints(complaints, output, options.folder)
  const failed = options.strict
    ? complaints.length > 0
    : complaints.some(({ severity }) => severity === 'error')
  if (complaints.length > 0) output.error(countComplaints(complaints))
  if (failed) return 1
  const seen = `${counted(flows, 'flow')} of ${counted(tenants, 'tenant')}`
  output.line(
    `${output.dress('good', '✓')} ${tenants === 0 ? counted(flows, 'flow') : seen} can be run`,
  )
  return 0
}
