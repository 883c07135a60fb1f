import { join, relative, resolve, sep } from 'node:path'
import type { BackedFile, BackupSummary } from '#store'
import type { Command, ExitCode } from '../command.ts'
import type { Installation } from '../config/installation.ts'
import type { Output } from '../output.ts'
import type { KeepingParts } from './opened.ts'
import { configFlag, lookedInto, withInstallation } from './opened.ts'
import { counted, progressTo } from './progress.ts'
import { promptFiles } from './prompt-files.ts'
import { neverBackedUp, settingsFiles } from './settings-files.ts'

/** `parley backup TO`: everything durable into one file, while the server goes on. */
export function backupCommand(parts: KeepingParts): Command {
  return {
    name: 'backup',
    words: 'Writes journals, records, audit logs, recordings, prompts and settings into one file.',
    takes: 'file',
    flags: {
      ...configFlag,
      'without-recordings': { words: 'Leave the recordings out' },
    },
    run: async ({ given, values, words: [to, ...more] }, output) => {
      if (to === undefined || more.length > 0) {
        output.error('parley backup: name one file, as in “parley backup monday.parley”.')
        return 2
      }
      const reading = { config: values['config'], output, promptsToCome: true }
      return await withInstallation(parts, reading, installation =>
        backUp(installation, {
          ...parts,
          output,
          to: resolve(parts.files.folder, to),
          recordings: !given.includes('without-recordings'),
        }),
      )
    },
  }
}

interface BackingUp extends KeepingParts {
  readonly output: Output
  readonly to: string
  readonly recordings: boolean
}

async function backUp(installation: Installation, by: BackingUp): Promise<ExitCode> {
  const { now, output, program, recordings, to } = by
  await using store = await lookedInto(by, installation, output)
  const folder = join(installation.dataFolder, 'recordings')
  const without = recordings ? [neverBackedUp] : ['recordings', neverBackedUp]
  const summary = await store.backup(to, {
    program,
    madeAt: now(),
    files: [...settingsFiles(installation), ...(await promptFiles(installation))],
    ...(recordings && { recording: (file: string) => recordingIn(folder, file) }),
    without,
    onProgress: progressTo(output, now),
  })
  tell(summary, { output, to, without })
  return 0
}

/** A recording on record, where it lies in the data folder; any other place is none of ours. */
function recordingIn(folder: string, file: string): BackedFile | undefined {
  const path = resolve(folder, file)
  const name = relative(folder, path)
  if (name.startsWith(`..${sep}`) || name === '..') return undefined
  return { path, name: join('recordings', name) }
}

function tell(
  { bytes, files, missing, tenants }: BackupSummary,
  said: { readonly output: Output; readonly to: string; readonly without: readonly string[] },
): void {
  const { output, to, without } = said
  for (const [tenant, { inputs, facts, deeds, digest }] of tenants) {
    output.line(
      `${output.dress('bold', tenant)}: ${counted(inputs)} inputs, ${counted(facts)} facts, ${counted(deeds)} deeds; digest ${digest.slice(0, 16)}`,
    )
  }
  for (const name of missing) {
    output.line(output.dress('doubtful', `${name} is on record and not there.`))
  }
  output.line(
    `${counted(files)} recordings, prompts and settings files. Left out: ${without.join('; ')}.`,
  )
  const megabytes = (bytes / 1_000_000).toFixed(1)
  output.line(output.dress('good', `${to}: ${megabytes} MB, read back and whole.`))
}
