import { resolve } from 'node:path'
import type { Restored, restoreBackup } from '#store'
import type { Command, ExitCode } from '../command.ts'
import type { Installation } from '../config/installation.ts'
import type { Output } from '../output.ts'
import { placeOf } from '../replay/replay-command.ts'
import { checkStore } from './check-command.ts'
import type { KeepingParts } from './opened.ts'
import { configFlag, withInstallation } from './opened.ts'
import { counted, progressTo } from './progress.ts'

/** `parley restore FROM`: what a backup holds into the place that a configuration names. */
export function restoreCommand(
  parts: KeepingParts & { readonly restoreBackup: typeof restoreBackup },
): Command {
  return {
    name: 'restore',
    words: 'Restores a backup into the database and the data folder of an installation.',
    takes: 'file',
    flags: {
      ...configFlag,
      replace: { words: 'Put what is there aside, under another name' },
    },
    run: async ({ given, values, words: [from, ...more] }, output) => {
      if (from === undefined || more.length > 0) {
        output.error('parley restore: name one backup, as in “parley restore monday.parley”.')
        return 2
      }
      const reading = { config: values['config'], output, promptsToCome: true }
      return await withInstallation(parts, reading, installation =>
        restore(installation, {
          ...parts,
          output,
          from: resolve(parts.files.folder, from),
          replace: given.includes('replace'),
        }),
      )
    },
  }
}

interface Restoring extends KeepingParts {
  readonly restoreBackup: typeof restoreBackup
  readonly output: Output
  readonly from: string
  readonly replace: boolean
}

async function restore(installation: Installation, by: Restoring): Promise<ExitCode> {
  const { from, now, output, replace } = by
  const restored = await by.restoreBackup(from, {
    place: placeOf(installation),
    folder: installation.dataFolder,
    replace,
    now: now(),
    log: (level, event) => {
      if (level !== 'info') output.error(event)
    },
    onProgress: progressTo(output, now),
  })
  tell(restored, output)
  output.line('Now everything is told again from the journals, and compared.')
  return await checkStore(installation, by)
}

function tell(restored: Restored, output: Output): void {
  const { files, madeAt, program, setAside, tenants, without } = restored
  output.line(
    `Restored what Parley ${program} wrote at ${madeAt}: ${counted(tenants.size)} tenants, ${counted(files.length)} files.`,
  )
  output.line(`Not in the backup: ${without.join('; ')}.`)
  if (files.some(name => name.startsWith('settings/'))) {
    output.line('The settings of then are in the data folder, under settings; nothing reads them.')
  }
  for (const name of setAside)
    output.line(`What was there before is ${name} now; nothing reads it.`)
}
