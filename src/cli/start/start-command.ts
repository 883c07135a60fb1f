import { mkdir } from 'node:fs/promises'
import type { Command, ExitCode } from '../command.ts'
import type { Installation } from '../config/installation.ts'
import { loadInstallation } from '../config/load-installation.ts'
import type { ReadingOptions } from '../flow-check.ts'
import { openLog } from '../logging/open-log.ts'
import type { Output } from '../output.ts'
import { printComplaints } from '../print-complaints.ts'
import { installationFile } from './default-file.ts'
import { FolderTakenError, holdFolder } from './hold-folder.ts'

/** Where a command looks for its configuration. */
export interface Files extends ReadingOptions {
  /** The program's own folder: the demo lies in it. */
  readonly packageFolder: string
}

/** An installation that runs until it is disposed of. */
export interface Running extends AsyncDisposable {
  readonly url: string
}

/** Opens an installation; given by the composition root. */
export type Open = (
  installation: Installation,
  logger: ReturnType<typeof openLog>,
) => Promise<Running>

/** `parley start`: reads the configuration, opens everything, and runs until it is told to stop. */
export function startCommand(files: Files, open: Open): Command {
  return {
    name: 'start',
    words: 'Runs the contact center; without a configuration, the living demo.',
    flags: { config: { words: 'The configuration to run', short: 'c', value: 'file' } },
    run: async ({ values }, output) => {
      const { file, demo } = installationFile({ ...files, flag: values['config'] })
      const loaded = await loadInstallation(file, files)
      if (!loaded.ok) {
        printComplaints(loaded.complaints, output, files.folder)
        return 1
      }
      printComplaints(loaded.warnings, output, files.folder)
      return await runUntilStopped(loaded.installation, { open, demo, output })
    },
  }
}

async function runUntilStopped(
  installation: Installation,
  given: { readonly open: Open; readonly demo: boolean; readonly output: Output },
): Promise<ExitCode> {
  const { open, demo, output } = given
  const begun = performance.now()
  const logger = openLog({ ...installation.log, stream: process.stdout })
  await mkdir(installation.dataFolder, { recursive: true })
  try {
    using _held = holdFolder(installation.dataFolder)
    await using running = await open(installation, logger)
    welcome(installation, { url: running.url, demo, ms: performance.now() - begun }, output)
    await stopAsked()
    output.line('Parley is stopping: calls are ended, everything taken is kept.')
  } catch (error) {
    logger.error({ error: wordsOf(error) }, 'cannot start')
    output.error(`Parley cannot start: ${wordsOf(error)}`)
    output.error(`    ${remedyFor(error, installation)}`)
    return 1
  }
  return 0
}

function welcome(
  { tenants, emulator }: Installation,
  { url, demo, ms }: { readonly url: string; readonly demo: boolean; readonly ms: number },
  output: Output,
): void {
  const numbers = tenants.flatMap(({ config }) => config.numbers.map(({ address }) => address))
  output.line('')
  output.line(
    output.dress('bold', `Parley answers calls, ${(ms / 1000).toFixed(1)} s after its start.`),
  )
  output.line(`  Open ${output.dress('bold', url)} in a browser and sign in.`)
  output.line(`  Numbers: ${numbers.slice(0, 5).join(', ')}`)
  if (emulator !== undefined) {
    output.line(
      '  Microsoft’s cloud, the Teams phones and the phone network are emulated on this machine.',
    )
  }
  if (demo) output.line('  This is the living demo. Write a parley.yaml to run your own.')
  output.line('')
}

/** How often a program that npm started looks whether npm is still there. */
const parentLookMs = 1_000

/**
 * Resolves at the first request to stop; the second one ends the process at once, as is usual. npm that
 * is told to stop ends its shell and tells nobody further: what `npm start` began ends with it.
 */
function stopAsked(): Promise<void> {
  const parent = process.env['npm_lifecycle_event'] === undefined ? undefined : process.ppid
  return new Promise(resolve => {
    const stay = setInterval(() => {
      if (parent !== undefined && process.ppid !== parent) stop()
    }, parentLookMs)
    const stop = (): void => {
      clearInterval(stay)
      process.removeListener('SIGINT', stop)
      process.removeListener('SIGTERM', stop)
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}

/** What to do about the usual reasons; the doctor knows the others. */
function remedyFor(error: unknown, { file, dataFolder }: Installation): string {
  if (error instanceof FolderTakenError) {
    return `Stop it first, or name another folder as \`data\` in ${file}.`
  }
  const words = wordsOf(error)
  if (words.includes('EADDRINUSE')) {
    return `Something else has that port, perhaps another Parley: stop it, or change the port in ${file}.`
  }
  if (words.includes('EACCES') || words.includes('EROFS')) {
    return `See that this user may listen there and may write in ${dataFolder}.`
  }
  return 'parley doctor looks at everything a start needs.'
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
