import type { Store, openStore } from '#store'
import { StoreError } from '#store'
import type { ExitCode } from '../command.ts'
import type { Installation } from '../config/installation.ts'
import { loadInstallation } from '../config/load-installation.ts'
import type { Output } from '../output.ts'
import { printComplaints } from '../print-complaints.ts'
import { placeOf } from '../replay/replay-command.ts'
import { installationFile } from '../start/default-file.ts'
import type { Files } from '../start/start-command.ts'

/** What these commands are made of; given by the composition root. */
export interface KeepingParts {
  readonly files: Files
  readonly openStore: typeof openStore
  /** The program's version, for whoever reads a backup years later. */
  readonly program: string
  readonly now: () => number
}

/** The one flag every one of them has. */
export const configFlag = {
  config: { words: 'The configuration of the installation', short: 'c', value: 'file' },
} as const

/** Reads the installation that is meant, and hands it to the work; says what is wrong where it cannot. */
export async function withInstallation(
  { files }: KeepingParts,
  given: {
    readonly config: string | undefined
    readonly output: Output
    /** A restore brings the library of prompts, and a backup of what is left goes on without. */
    readonly promptsToCome?: boolean
  },
  work: (installation: Installation) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { config, output, promptsToCome = false } = given
  const { file } = installationFile({ ...files, flag: config })
  const loaded = await loadInstallation(file, { ...files, promptsToCome })
  if (!loaded.ok) {
    printComplaints(loaded.complaints, output, files.folder)
    return 1
  }
  return await inWords(output, () => work(loaded.installation))
}

/** Opens the store of an installation as it is: a server may be running on it. */
export async function lookedInto(
  { openStore: open }: KeepingParts,
  installation: Installation,
  output: Output,
): Promise<Store> {
  return await open(placeOf(installation), {
    asItIs: true,
    log: (level, event) => {
      if (level !== 'info') output.error(event)
    },
  })
}

/** A store that would not is a message, not a stack. */
async function inWords(output: Output, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    output.error(`${output.dress('bad', error.message)} ${output.dress('dim', `[${error.code}]`)}`)
    output.error(`    ${error.remedy}`)
    return 1
  }
}
