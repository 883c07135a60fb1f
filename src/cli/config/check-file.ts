import { resolve } from 'node:path'
import { z } from 'zod'
import type { FlowFile } from '#contract'
import { flowFile } from '#contract'
import type { TenantConfig } from '#core'
import { isId, toId } from '#core'
import type { Complaint } from '../reading/complaint.ts'
import { complaintsInOrder, newGathered, readShaped } from '../reading/gathered.ts'
import { complainOfFlows } from './complain-of-flows.ts'
import { asWrittenPlaces, flowConfig } from './flow-config.ts'
import type { LoadOptions } from './load-installation.ts'
import { loadInstallation, zonesAt } from './load-installation.ts'
import { loadTenant } from './load-tenant.ts'

/** What was looked at, and what was found wrong. */
export interface CheckedFile {
  readonly complaints: readonly Complaint[]
  readonly tenants: number
  readonly flows: number
}

/**
 * Checks one configuration file with all that it names. An installation and a tenant bring their
 * flows; a flow by itself is taken at its word about queues and opening hours.
 */
export async function checkFile(path: string, options: LoadOptions): Promise<CheckedFile> {
  const file = resolve(path)
  const gathered = newGathered()
  const read = await readShaped(file, z.looseObject({}), gathered)
  if (read === undefined) return { complaints: complaintsInOrder(gathered), tenants: 0, flows: 0 }
  if ('steps' in read.value || 'flow' in read.value) return await checkFlowFile(file)
  if ('tenant' in read.value) return await checkTenantFile(file, options)
  const loaded = await loadInstallation(file, options)
  if (!loaded.ok) return { complaints: loaded.complaints, tenants: 0, flows: 0 }
  const { tenants } = loaded.installation
  const flows = tenants.reduce((sum, { config }) => sum + config.flows.length, 0)
  return { complaints: loaded.warnings, tenants: tenants.length, flows }
}

async function checkTenantFile(file: string, { now }: LoadOptions): Promise<CheckedFile> {
  const gathered = newGathered()
  const loaded = await loadTenant(file, gathered, { zones: zonesAt(now) })
  const flows = loaded?.tenant.config.flows.length ?? 0
  return { complaints: complaintsInOrder(gathered), tenants: loaded === undefined ? 0 : 1, flows }
}

async function checkFlowFile(file: string): Promise<CheckedFile> {
  const gathered = newGathered()
  const read = await readShaped(file, flowFile, gathered)
  if (read === undefined) return { complaints: complaintsInOrder(gathered), tenants: 0, flows: 0 }
  complainOfFlows(believing(read.value), { flows: [read], gathered })
  return { complaints: complaintsInOrder(gathered), tenants: 0, flows: 1 }
}

/** A tenant in which everything a flow names is there and in order. */
function believing(file: FlowFile): TenantConfig {
  const steps = Object.values(file.steps)
  const hours = new Set(steps.flatMap(step => ('hours' in step ? [step.hours] : [])))
  const queues = new Set(steps.flatMap(step => ('queue' in step ? [step.queue] : [])))
  const named = namesIn(file)
  for (const [what = '', ...rest] of named.map(name => name.split('.'))) {
    const id = (what === 'queue' ? rest.slice(0, -1) : rest).join('.')
    if (!isId(id)) continue
    if (what === 'queue') queues.add(toId(id))
    else hours.add(toId(id))
  }
  const disposition = { id: toId<TenantConfig['dispositions'][number]['id']>('done'), name: 'Done' }
  const week = [[{ from: 0, to: 1440 }]]
  return {
    tenant: toId('any'),
    name: 'Any',
    language: 'en',
    numbers: [{ address: 'any', flow: file.flow }],
    hours: [...hours].map(id => {
      return {
        id,
        name: id,
        zone: { name: 'UTC', offsetMinutes: 0, changes: [] },
        week,
        holidays: [],
      }
    }),
    flows: [flowConfig(file, asWrittenPlaces), ...othersOf(file, named)],
    queues: [...queues].map(id => ({ id, name: id, dispositions: [disposition.id], ...anyQueue })),
    agents: [
      {
        id: toId('any'),
        name: 'Any',
        directoryId: 'any',
        role: 'agent',
        address: 'other',
        skills: [],
        queues: [...queues],
      },
    ],
    dispositions: [disposition],
  }
}

/** Every name a flow asks for a value: in its texts, and in its branches. */
function namesIn(file: FlowFile): readonly string[] {
  const steps = Object.values(file.steps)
  const asked = steps.flatMap(step => ('branch' in step ? step.branch.map(one => one.if) : []))
  const said = JSON.stringify(file.steps).matchAll(/\{([a-z][a-z0-9._~-]*)\}/g)
  return [...asked, ...[...said].map(([, name = '']) => name)]
}

/** The flows it runs, as flows that return at once and have set whatever this one asks for. */
function othersOf(file: FlowFile, named: readonly string[]): TenantConfig['flows'] {
  const steps = Object.values(file.steps)
  const run = steps.flatMap(step => ('flow' in step ? [step.flow] : []))
  const variables = named.filter(name => !name.includes('.')).map(name => [name, ''] as const)
  const start = toId<TenantConfig['flows'][number]['start']>('set')
  return [...new Set([...run, toId<(typeof run)[number]>('any-other')])].map(id => ({
    id,
    name: id,
    version: 'any',
    start,
    steps: {
      set: { kind: 'set', values: Object.fromEntries(variables), next: toId('return') },
      return: { kind: 'return' },
    },
  }))
}

const anyQueue = {
  skills: [],
  priority: 3,
  music: { kind: 'silence', ms: 1_000 },
  ringMs: 20_000,
  afterNoAnswer: 'not-ready',
  wrapUpMs: 0,
  record: false,
  serviceLevelMs: 20_000,
  waitMsMax: 600_000,
  waitingMax: 100,
} as const
