import { stat } from 'node:fs/promises'
import type { FlowFile, TenantFile } from '#contract'
import { flowFile, tenantFile } from '#contract'
import { complainOfFlows } from './complain-of-flows.ts'
import { flowConfig } from './flow-config.ts'
import type { Gathered, ShapedFile } from '../reading/gathered.ts'
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

/** Reads a tenant's file and its flows' files, checks them against each other, and gives the whole. */
export async function loadTenant(
  file: string,
  gathered: Gathered,
  zones: ZoneReader,
): Promise<LoadedTenant | undefined> {
  const read = await readShaped(file, tenantFile, gathered)
  if (read === undefined) return undefined
  const flows = await loadFlows(read, gathered)
  if (flows === undefined) return undefined
  await checkRecordings(read, flows, gathered)
  const { value, source } = read
  const config = tenantConfig(value, {
    flows: flows.map(flow => flowConfig(flow.value, path => besideFile(flow.source, path))),
    resolve: path => besideFile(source, path),
    zones,
    complain: (path, finding) => complain(gathered, { source, path }, finding),
  })
  complainOfFlows(config, { tenant: read, flows, gathered })
  const { directory, trunks } = value
  return { tenant: { config, directory, trunks, file }, source }
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

/** Every recording a prompt names has to be there before a customer is to hear it. */
async function checkRecordings(
  { value, source }: ShapedFile<TenantFile>,
  flows: Flows,
  gathered: Gathered,
): Promise<void> {
  const places: { readonly source: YamlSource; readonly path: ValuePath; file: string }[] = []
  for (const named of recordingsIn(value.queues, ['queues'])) places.push({ source, ...named })
  for (const flow of flows) {
    for (const named of recordingsIn(flow.value.steps, ['steps'])) {
      places.push({ source: flow.source, ...named })
    }
  }
  for (const place of places) {
    try {
      await stat(besideFile(place.source, place.file))
    } catch (error) {
      const { code, words, remedy } = unreadable(error)
      const named = `recording “${place.file}”: ${words}`
      complain(gathered, place, { code, words: named, remedy })
    }
  }
}

/** Every `file:` within a value; only prompts have that key. */
function recordingsIn(
  value: unknown,
  path: ValuePath,
): readonly { readonly path: ValuePath; readonly file: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, key]
    if (key === 'file' && typeof inner === 'string') return [{ path: here, file: inner }]
    return recordingsIn(inner, here)
  })
}
