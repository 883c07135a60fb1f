import { join } from 'node:path'
import type { InteractionId, TenantId } from '#core'
import { isId, toId } from '#core'
import type { openStore, readSlice } from '#store'
import type { Command, ExitCode } from '../command.ts'
import type { Installation } from '../config/installation.ts'
import { loadInstallation } from '../config/load-installation.ts'
import type { Output } from '../output.ts'
import { printComplaints } from '../print-complaints.ts'
import { installationFile } from '../start/default-file.ts'
import type { Files } from '../start/start-command.ts'
import { replay } from './replay.ts'
import { tellRecorded } from './tell-recorded.ts'
import { tellSlice } from './tell-slice.ts'

/**
 * `parley replay i42`: tells one interaction again, from the journal, with every reason. Given the
 * file that an alarm named, it tells what led to the break.
 */
export function replayCommand(
  files: Files,
  parts: { readonly openStore: typeof openStore; readonly readSlice: typeof readSlice },
): Command {
  return {
    name: 'replay',
    words: 'Tells an interaction again from the journal: every input, decision, reason and order.',
    takes: 'interaction',
    flags: {
      config: { words: 'The configuration of the installation', short: 'c', value: 'file' },
      tenant: { words: 'The tenant; the first one where it is left out', value: 'id' },
      file: { words: 'An interaction exported as a test, to be compared', value: 'file' },
    },
    run: async ({ values, words: [named = '', ...more] }, output) => {
      const { file } = values
      if (file !== undefined && named === '') return await tellRecorded(file, output)
      if (more.length === 0 && named.endsWith(sliceEnding)) {
        return await tellSlice(await parts.readSlice(named), output)
      }
      if (more.length > 0 || !isId(named)) {
        output.error('parley replay: name one interaction, as in “parley replay i42”.')
        return 2
      }
      return await tellInteraction({ files, parts, output }, named, values)
    },
  }
}

/** What files end with that alarms name. */
const sliceEnding = '.slice.jsonl'

interface Telling {
  readonly files: Files
  readonly parts: { readonly openStore: typeof openStore }
  readonly output: Output
}

async function tellInteraction(
  { files, output, parts }: Telling,
  interaction: string,
  values: Readonly<Record<string, string | undefined>>,
): Promise<ExitCode> {
  const { file } = installationFile({ ...files, flag: values['config'] })
  const loaded = await loadInstallation(file, files)
  if (!loaded.ok) {
    printComplaints(loaded.complaints, output, files.folder)
    return 1
  }
  const tenant = tenantOf(loaded.installation, values['tenant'])
  if (tenant === undefined) {
    output.error(`parley replay: there is no tenant “${values['tenant'] ?? ''}”.`)
    return 2
  }
  await using store = await parts.openStore(placeOf(loaded.installation), {
    log: (level, event) => {
      if (level !== 'info') output.error(event)
    },
  })
  const of = { tenant, interaction: toId<InteractionId>(interaction) }
  const kept = await store.tenant(tenant).facts({ interaction: of.interaction })
  if (kept.length === 0) {
    output.error(`parley replay: ${tenant} has no interaction ${interaction}.`)
    return 1
  }
  const keptFacts = kept.map(({ fact }) => fact)
  const result = await replay({ journal: store.journal, keptFacts }, of, output.line)
  output.line('')
  output.line(
    result.same
      ? output.dress(
          'good',
          `Told again from ${result.inputs} inputs: the same ${result.facts} facts.`,
        )
      : output.dress('bad', `Told again it ends differently: ${result.difference ?? ''}`),
  )
  return result.same ? 0 : 1
}

/** The tenant that is asked for; the first where none is named. */
export function tenantOf(
  { tenants }: Installation,
  asked: string | undefined,
): TenantId | undefined {
  const found = asked === undefined ? tenants[0] : tenants.find(one => one.config.tenant === asked)
  return found?.config.tenant
}

/** Where an installation keeps everything: the database it names, or a file of its own. */
export function placeOf(installation: Installation): Parameters<typeof openStore>[0] {
  const { databaseUrl, dataFolder } = installation
  return databaseUrl === undefined ? { file: join(dataFolder, 'parley.db') } : { url: databaseUrl }
}

/** Where the finished recordings of an installation lie. */
export function recordingsOf({ dataFolder }: Installation): string {
  return join(dataFolder, 'recordings')
}
