import { stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { FlowFile, TenantFile } from '#contract'
import { flowFile, tenantFile } from '#contract'
import { complainOfFlows } from './complain-of-flows.ts'
import type { Places } from './flow-config.ts'
import { flowConfig } from './flow-config.ts'
import type { Finding, Gathered, ShapedFile } from '../reading/gathered.ts'
import { complain, readShaped, unreadable } from '../reading/gathered.ts'
import type { InstalledTenant } from './installation.ts'
import { tenantConfig } from './tenant-config.ts'
import type { ValuePath, YamlSource } from '../reading/yaml-source.ts'
import { besideFile } from '../reading/yaml-source.ts'
import type { ZoneReader } from './zone-table.ts'

/** A tenant that was read, with the file it stands in. */
export interface LoadedTenant {
  readonly tenant: InstalledTenant
  readonly source: YamlSource
}

/** What reading a tenant needs beside its files. */
export interface TenantReading {
  readonly zones: ZoneReader
  /** Where the library of prompts lies; where it is left out, prompts are taken at their word. */
  readonly dataFolder?: string
}

/** The file of a prompt in a tenant's library. */
export function promptFileOf(dataFolder: string, tenant: string, name: string): string {
  return join(promptsFolderOf(dataFolder, tenant), `${name}.wav`)
}

/** The folder of a tenant's library of prompts. */
export function promptsFolderOf(dataFolder: string, tenant: string): string {
  return join(dataFolder, 'tenants', tenant, 'prompts')
}

/** Reads a tenant's file and its flows' files, checks them against each other, and gives the whole. */
export async function loadTenant(
  file: string,
  gathered: Gathered,
  reading: TenantReading,
): Promise<LoadedTenant | undefined> {
  const read = await readShaped(file, tenantFile, gathered)
  if (read === undefined) return undefined
  const flows = await loadFlows(read, gathered)
  if (flows === undefined) return undefined
  const places = (source: YamlSource): Places => ({
    file: path => besideFile(source, path),
    prompt: name => promptFileOf(reading.dataFolder ?? '', read.value.tenant, name),
  })
  await checkSounds({ tenant: read, flows, gathered }, { reading, places })
  const { value, source } = read
  const config = tenantConfig(value, {
    flows: flows.map(flow => flowConfig(flow.value, places(flow.source))),
    places: places(source),
    zones: reading.zones,
    complain: (path, finding) => complain(gathered, { source, path }, finding),
  })
  complainOfFlows(config, { tenant: read, flows, gathered })
  const { directory, trunks } = value
  const texts = textsOf([source, ...flows.map(flow => flow.source)])
  return { tenant: { config, directory, trunks, file, texts }, source }
}

/** The texts a tenant was read from, by their paths from the folder of the first. */
function textsOf(sources: readonly YamlSource[]): ReadonlyMap<string, string> {
  const folder = dirname(sources[0]?.file ?? '')
  return new Map(sources.map(({ file, text }) => [relative(folder, file), text]))
}

type Flows = readonly ShapedFile<FlowFile>[]

async function loadFlows(
  { value, source }: ShapedFile<TenantFile>,
  gathered: Gathered,
): Promise<Flows | undefined> {
  const flows: ShapedFile<FlowFile>[] = []
  for (const path of value.flows) {
    const flow = await readShaped(besideFile(source, path), flowFile, gathered)
    if (flow !== undefined) flows.push(flow)
  }
  // A flow that was not read would be missed everywhere, and each miss would look like a fault.
  return flows.length === value.flows.length ? flows : undefined
}

/** Every recording and every prompt of the library has to be there before a customer is to hear it. */
async function checkSounds(
  read: {
    readonly tenant: ShapedFile<TenantFile>
    readonly flows: Flows
    readonly gathered: Gathered
  },
  given: { readonly reading: TenantReading; readonly places: (source: YamlSource) => Places },
): Promise<void> {
  const { tenant, flows, gathered } = read
  const named = [
    ...soundsIn(tenant.value.queues, ['queues']).map(one => ({ source: tenant.source, ...one })),
    ...flows.flatMap(({ value, source }) =>
      soundsIn(value.steps, ['steps']).map(one => ({ source, ...one })),
    ),
  ]
  for (const { source, path, kind, name } of named) {
    if (kind === 'prompt' && given.reading.dataFolder === undefined) continue
    try {
      await stat(given.places(source)[kind](name))
    } catch (error) {
      complain(
        gathered,
        { source, path },
        kind === 'file' ? missingFile(name, error) : missingPrompt(name),
      )
    }
  }
}

function missingFile(name: string, error: unknown): Finding {
  const { code, words, remedy } = unreadable(error)
  return { code, words: `recording “${name}”: ${words}`, remedy }
}

function missingPrompt(name: string): Finding {
  return {
    code: 'unknown-prompt',
    words: `no prompt of the library is called “${name}”`,
    remedy: 'Upload, record or speak it among the prompts first, or correct the name.',
  }
}

interface NamedSound {
  readonly path: ValuePath
  readonly kind: 'file' | 'prompt'
  readonly name: string
}

/** Every `file:` and `prompt:` within a value; only prompts have those keys. */
export function soundsIn(value: unknown, path: ValuePath): readonly NamedSound[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, key]
    const isSound = (key === 'file' || key === 'prompt') && typeof inner === 'string'
    return isSound ? [{ path: here, kind: key, name: inner }] : soundsIn(inner, here)
  })
}
