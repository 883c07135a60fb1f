import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { captureOf, exportName, interactionExport, testFile } from '#api'
import type { InteractionId, TenantId } from '#core'
import { isId, toId } from '#core'
import { recordPast } from '#engine'
import type { PlacedFact } from '#engine'
import type { InteractionRecord, Store, openStore } from '#store'
import type { Command, ExitCode } from '../command.ts'
import { loadInstallation } from '../config/load-installation.ts'
import type { Output } from '../output.ts'
import { printComplaints } from '../print-complaints.ts'
import { placeOf, tenantOf } from '../replay/replay-command.ts'
import { installationFile } from '../start/default-file.ts'
import type { Files } from '../start/start-command.ts'

const endings = { json: 'json', pcapng: 'pcapng', test: 'test.ts' } as const

type Form = keyof typeof endings

/** `parley export i42 --as test`: takes one interaction out of the store, into a file. */
export function exportCommand(
  files: Files,
  parts: { readonly openStore: typeof openStore; readonly now: () => number },
): Command {
  return {
    name: 'export',
    words: 'Takes an interaction out: as JSON, as a capture for Wireshark, or as a failing test.',
    takes: 'interaction',
    flags: {
      as: { words: 'json, pcapng or test; json where it is left out', value: 'form' },
      out: {
        words: 'The file to write; named after the interaction where it is left out',
        value: 'file',
      },
      config: { words: 'The configuration of the installation', short: 'c', value: 'file' },
      tenant: { words: 'The tenant; the first one where it is left out', value: 'id' },
    },
    run: async ({ values, words: [named = '', ...more] }, output) => {
      const form = formOf(values['as'] ?? 'json')
      if (form === undefined || more.length > 0 || !isId(named)) {
        output.error(
          'parley export: name one interaction and a form, as in “parley export i42 --as test”.',
        )
        return 2
      }
      const asked = { interaction: toId<InteractionId>(named), form, values }
      return await takeOut({ files, parts, output }, asked)
    },
  }
}

function formOf(text: string): Form | undefined {
  return text === 'json' || text === 'pcapng' || text === 'test' ? text : undefined
}

interface Exporting {
  readonly files: Files
  readonly parts: { readonly openStore: typeof openStore; readonly now: () => number }
  readonly output: Output
}

interface Asked {
  readonly interaction: InteractionId
  readonly form: Form
  readonly values: Readonly<Record<string, string | undefined>>
}

async function takeOut({ files, parts, output }: Exporting, asked: Asked): Promise<ExitCode> {
  const { interaction, form, values } = asked
  const { file } = installationFile({ ...files, flag: values['config'] })
  const loaded = await loadInstallation(file, files)
  if (!loaded.ok) {
    printComplaints(loaded.complaints, output, files.folder)
    return 1
  }
  const tenant = tenantOf(loaded.installation, values['tenant'])
  if (tenant === undefined) {
    output.error(`parley export: there is no tenant “${values['tenant'] ?? ''}”.`)
    return 2
  }
  await using store = await parts.openStore(placeOf(loaded.installation), {
    log: (level, event) => {
      if (level !== 'info') output.error(event)
    },
  })
  const record = await store.tenant(tenant).interaction(interaction)
  if (record === undefined) {
    output.error(`parley export: ${tenant} has no interaction ${interaction}.`)
    return 1
  }
  const kept = await store.tenant(tenant).facts({ interaction })
  const written = await writtenAs(form, { store, tenant, record, kept, at: parts.now() })
  if ('words' in written) {
    output.error(`parley export: ${written.words}`)
    return 1
  }
  const name = values['out'] ?? exportName(tenant, interaction, endings[form])
  const path = resolve(files.folder, name)
  await writeFile(path, written.content)
  output.line(output.dress('good', `${interaction} of ${tenant} is in ${name}.`))
  return 0
}

interface Source {
  readonly store: Store
  readonly tenant: TenantId
  readonly record: InteractionRecord
  readonly kept: readonly PlacedFact[]
  readonly at: number
}

type Written = { readonly content: string | Buffer } | { readonly words: string }

async function writtenAs(
  form: Form,
  { store, tenant, record, kept, at }: Source,
): Promise<Written> {
  const trace = await store.traces.read(tenant, record.id)
  switch (form) {
    case 'json': {
      const sources = { journal: store.journal, facts: kept, trace }
      const whole = await interactionExport(sources, { tenant, record, exportedAt: at })
      return { content: `${JSON.stringify(whole, undefined, 2)}\n` }
    }
    case 'pcapng':
      return { content: captureOf(trace, `Interaction ${record.id} of ${tenant}, by Parley`) }
    case 'test': {
      const made = await recordPast(store.journal, { tenant, interaction: record.id, kept })
      if (!made.ok) return made
      return { content: testFile(made.past, seq => made.seqs.has(seq)) }
    }
  }
}
