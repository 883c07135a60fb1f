import type { FlowFile, FlowStepFile, TenantFile } from '#contract'
import type { TenantConfig } from '#core'
import { checkFlows, ownOf } from '#core'
import { nearestWord } from '../nearest-word.ts'
import type { Gathered, ShapedFile } from '../reading/gathered.ts'
import { complain } from '../reading/gathered.ts'
import type { ValuePath } from '../reading/yaml-source.ts'

/** The files a configuration was read from. A flow may be checked without its tenant. */
interface CheckedFiles {
  readonly tenant?: ShapedFile<TenantFile>
  /** In the order of the configuration's flows. */
  readonly flows: readonly ShapedFile<FlowFile>[]
  readonly gathered: Gathered
}

/** The core checks its own shapes; each of its complaints is led back to the line that caused it. */
export function complainOfFlows(
  config: TenantConfig,
  { tenant, flows, gathered }: CheckedFiles,
): void {
  for (const { path, lost, ...finding } of checkFlows(config)) {
    const flow = path[0] === 'flows' && typeof path[1] === 'number' ? flows[path[1]] : undefined
    const at =
      flow === undefined
        ? tenant && { source: tenant.source, path: tenantPath(tenant.value, path) }
        : { source: flow.source, path: flowPath(flow.value, path.slice(2)) }
    if (at === undefined) continue
    const part = wholeEntries.has(finding.code) ? ('key' as const) : ('value' as const)
    const meant = lost && nearestWord(lost.name, lost.known)
    const remedy = meant === undefined ? finding.remedy : `Did you mean “${meant}”?`
    complain(gathered, { ...at, part }, { ...finding, remedy })
  }
}

/** Complaints about an entry as a whole point at its name. */
const wholeEntries: ReadonlySet<string> = new Set(['unreachable-step', 'endless-loop', 'bad-key'])

function promptPath(step: object, rest: ValuePath): ValuePath {
  const [name = 'say', spoken] = Object.entries(step).find(([one]) => spokenKeys.has(one)) ?? []
  return Array.isArray(spoken) ? [name, ...rest] : [name]
}

/** The keys of a step that hold prompts. */
const spokenKeys: ReadonlySet<string> = new Set(['say', 'menu', 'collect', 'voicemail'])

/** The core's words for values of a step that are called otherwise in a file. */
const names: Readonly<Record<string, string>> = {
  keyMs: 'wait',
  attemptsMax: 'attempts',
  betweenMs: 'between',
  digitsMax: 'digits',
  values: 'set',
  to: 'transfer',
}

/** The core's path into a flow, in the words of the flow's file. */
function flowPath(file: FlowFile, path: ValuePath): ValuePath {
  if (path[0] === 'id') return ['flow', ...path.slice(1)]
  const [steps, id = '', key, ...rest] = path
  if (steps !== 'steps' || key === undefined) return path
  const step = typeof id === 'string' ? ownOf(file.steps, id) : undefined
  const led = step === undefined ? undefined : partPath(step, key, rest)
  return led === undefined ? [steps, id, names[key] ?? key, ...rest] : [steps, id, ...led]
}

/** The path into the parts of a step that a file writes in another form than the core keeps them. */
function partPath(
  step: FlowStepFile,
  key: string | number,
  rest: ValuePath,
): ValuePath | undefined {
  if (key === 'prompts') return promptPath(step, rest)
  if (key === 'cases') {
    const [nth = 0, field] = rest
    return ['branch', nth, field === 'name' ? 'if' : 'next']
  }
  if (key !== 'announce') return undefined
  const [, nth] = rest
  const listed = 'queue' in step && Array.isArray(step.announce?.say) && nth !== undefined
  return [key, 'say', ...(listed ? [nth] : [])]
}

/** The core's path into a tenant, in the words of the tenant's file. */
function tenantPath(file: TenantFile, path: ValuePath): ValuePath {
  const [list, index, key, nth] = path
  if (list === 'numbers' && key === 'address') return [list, Number(index), 'number']
  if (list !== 'queues' || key !== 'skills') return path
  const needs = file.queues[Number(index)]?.skills ?? { required: {}, preferred: {} }
  const required = Object.keys(needs.required)
  const at = Number(nth)
  return at < required.length
    ? [list, Number(index), key, 'required', required[at] ?? '']
    : [
        list,
        Number(index),
        key,
        'preferred',
        Object.keys(needs.preferred)[at - required.length] ?? '',
      ]
}
