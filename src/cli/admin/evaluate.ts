import { isDeepStrictEqual } from 'node:util'
import { relative, resolve } from 'node:path'
import type { CheckedView, ComplaintView } from '#contract'
import { flowGraph } from '#core'
import { checkTenant } from '../config/check-tenants.ts'
import type { LoadedTenant, TenantReading } from '../config/load-tenant.ts'
import { loadTenant, soundsIn } from '../config/load-tenant.ts'
import type { Complaint } from '../reading/complaint.ts'
import type { Gathered } from '../reading/gathered.ts'
import { complain, complaintsInOrder, newGathered } from '../reading/gathered.ts'
import { readYaml } from '../reading/yaml-source.ts'
import type { TenantTexts } from './document.ts'
import { dataOf, mainOf, sectionOf } from './document.ts'

/** What a document is held against. */
export interface Surroundings {
  /** The tenant's folder: what recordings are named from. */
  readonly folder: string
  readonly reading: TenantReading
  /** What the other tenants of the installation have, by name and tenant; and its trunks. */
  readonly taken: ReadonlyMap<string, string>
  readonly trunks: readonly string[]
  /** What may not become another than it is. */
  readonly bounds?: Bounds
}

/** What of a document in force stays as it is. */
export interface Bounds {
  readonly texts: TenantTexts
  readonly keys: readonly string[]
  /** Whether no file of the machine may be named that was not named before. */
  readonly files: boolean
}

/** A document that was read: what is wrong with it, and the tenant where it can be run. */
export interface Evaluated {
  readonly texts: TenantTexts
  readonly complaints: readonly ComplaintView[]
  readonly loaded: LoadedTenant | undefined
  readonly ok: boolean
}

/** Reads a document exactly as a start reads files, and says everything that is wrong with it. */
export async function evaluate(texts: TenantTexts, around: Surroundings): Promise<Evaluated> {
  const { folder, taken, trunks, bounds } = around
  const main = mainOf(texts)
  const gathered = newGathered(
    new Map([...texts].map(([path, text]) => [resolve(folder, path), text])),
  )
  const loaded = await loadTenant(resolve(folder, main.path), gathered, around.reading)
  if (loaded !== undefined) checkTenant(loaded, { gathered, trunks, taken })
  if (bounds !== undefined) keepBounds(texts, bounds, { gathered, folder })
  const own = complaintsInOrder(gathered)
  return {
    texts,
    complaints: own.map(one => complaintOf(one, folder, main.path)),
    loaded,
    ok: loaded !== undefined && own.every(({ severity }) => severity === 'warning'),
  }
}

function complaintOf(complaint: Complaint, folder: string, main: string): ComplaintView {
  const { file, path = [], ...rest } = complaint
  const name = relative(folder, file)
  const key = String(path[0] ?? '')
  const section = name !== main || key === 'flows' ? 'flows' : sectionOf(key)
  return { ...rest, file: name, path: [...path], section }
}

/** What is the operator's stays as it is, and no page reaches for a file of the machine. */
function keepBounds(
  texts: TenantTexts,
  bounds: Bounds,
  { gathered, folder }: { readonly gathered: Gathered; readonly folder: string },
): void {
  const [data, before] = [dataOf(mainOf(texts).text), dataOf(mainOf(bounds.texts).text)]
  const known = new Set([...bounds.texts.values()].flatMap(text => filesIn(dataOf(text))))
  for (const [path, text] of texts) {
    const read = readYaml(resolve(folder, path), text)
    if (!read.ok) continue
    const { source } = read
    for (const key of path === mainOf(texts).path ? bounds.keys : []) {
      if (isDeepStrictEqual(data[key], before[key])) continue
      complain(gathered, { source, path: [key] }, operatorsAlone(key))
    }
    for (const sound of bounds.files ? soundsIn(source.value, []) : []) {
      if (sound.kind === 'prompt' || known.has(sound.name)) continue
      complain(gathered, { source, path: sound.path }, fileOfTheMachine(sound.name))
    }
  }
}

function filesIn(data: unknown): readonly string[] {
  return soundsIn(data, []).flatMap(({ kind, name }) => (kind === 'file' ? [name] : []))
}

function operatorsAlone(key: string): Parameters<typeof complain>[2] {
  return {
    code: 'operators-alone',
    words: `“${key}” is the operator’s to change`,
    remedy: 'Leave it as it is, or ask whoever runs the installation.',
  }
}

function fileOfTheMachine(name: string): Parameters<typeof complain>[2] {
  return {
    code: 'file-of-the-machine',
    words: `“${name}” names a file of the server`,
    remedy: 'Upload it among the prompts and write `prompt:` with its name.',
  }
}

/** The flows of a tenant as something to look at, by file. */
export function graphsOf({ loaded, texts }: Evaluated): CheckedView['graphs'] {
  const paths = [...texts.keys()].slice(1)
  const flows = loaded?.tenant.config.flows ?? []
  return Object.fromEntries(
    flows.map((flow, nth) => {
      const graph = flowGraph(flow)
      const steps = graph.steps.map(step => ({ ...step, exits: [...step.exits] }))
      return [paths[nth] ?? flow.id, { ...graph, steps }]
    }),
  )
}
