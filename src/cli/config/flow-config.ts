import { createHash } from 'node:crypto'
import type { BranchCase, Flow, FlowStep, Prompt } from '#core'
import type { BranchCaseFile, FlowFile, FlowStepFile, PromptFile } from '#contract'

/** Where recordings lie. */
export interface Places {
  /** Makes a path absolute, from the folder of the file that names it. */
  readonly file: (path: string) => string
  /** The file of a prompt in the tenant's library. */
  readonly prompt: (name: string) => string
}

/** Names as they are written: what a flow's version is made of, the same on every machine. */
export const asWrittenPlaces: Places = { file: path => path, prompt: name => `prompt:${name}` }

/** The length of a flow's version: enough to tell all versions of one flow apart. */
const versionLength = 16

/**
 * A flow as the core runs it. Its version is a digest of what the file says, before paths are made
 * absolute: the same flow has the same version on every machine.
 */
export function flowConfig(file: FlowFile, places: Places): Flow {
  const written = flow(file, '', asWrittenPlaces)
  const digest = createHash('sha256').update(canonicalJson(written)).digest('hex')
  return flow(file, digest.slice(0, versionLength), places)
}

function flow(file: FlowFile, version: string, places: Places): Flow {
  const steps = Object.entries(file.steps).map(([id, step]) => [id, named(step, places)])
  const { flow: id, name, start } = file
  return { id, name, version, start, steps: Object.fromEntries(steps) }
}

function named(step: FlowStepFile, places: Places): FlowStep {
  const made = flowStep(step, places)
  return step.label === undefined ? made : { ...made, label: step.label }
}

function flowStep(step: FlowStepFile, places: Places): FlowStep {
  if ('say' in step) {
    return { kind: 'say', prompts: promptList(step.say, places), next: step.next }
  }
  if ('menu' in step) {
    const { keys, wait, attempts, otherwise } = step
    const prompts = promptList(step.menu, places)
    return { kind: 'menu', prompts, keys, keyMs: wait, attemptsMax: attempts, otherwise }
  }
  if ('hours' in step) {
    const { hours, open, closed, holiday } = step
    return { kind: 'hours', hours, open, closed, ...(holiday !== undefined && { holiday }) }
  }
  if ('queue' in step) {
    return queueStep(step, places)
  }
  return decidingStep(step, places)
}

/** Steps that ask for digits, decide, remember, and change flows. */
function decidingStep(
  step: Exclude<
    FlowStepFile,
    { say: unknown } | { menu: unknown } | { hours: unknown } | { queue: unknown }
  >,
  places: Places,
): FlowStep {
  if ('collect' in step) return collectStep(step, places)
  if ('set' in step) {
    const values = Object.entries(step.set).map(([name, text]) => [name, String(text)])
    return { kind: 'set', values: Object.fromEntries(values), next: step.next }
  }
  if ('branch' in step) {
    const cases = step.branch.map(one => ({ name: one.if, test: test(one), to: one.next }))
    return { kind: 'branch', cases, otherwise: step.otherwise }
  }
  if ('flow' in step) return { kind: 'flow', flow: step.flow, next: step.next }
  if ('transfer' in step) {
    const { transfer: to, ring: ringMs, busy, noAnswer } = step
    return { kind: 'transfer', to, ringMs, busy, noAnswer }
  }
  if ('voicemail' in step) {
    return voicemailStep(step, places)
  }
  return 'return' in step ? { kind: 'return' } : { kind: 'hang-up' }
}

function voicemailStep(
  step: Extract<FlowStepFile, { voicemail: unknown }>,
  places: Places,
): FlowStep {
  const { voicemail, max, silence, end, next, failed } = step
  return {
    kind: 'voicemail',
    prompts: promptList(voicemail, places),
    recordMsMax: max,
    silenceMs: silence,
    ...(end !== undefined && { endKey: end }),
    next,
    ...(failed !== undefined && { failed }),
  }
}

function queueStep(step: Extract<FlowStepFile, { queue: unknown }>, places: Places): FlowStep {
  const { queue, priority, closed, timeout, noAgents, announce, keys } = step
  return {
    kind: 'queue',
    queue,
    closed,
    timeout,
    ...(noAgents !== undefined && { noAgents }),
    ...(priority !== undefined && { priority }),
    ...(announce !== undefined && {
      announce: { everyMs: announce.every, prompts: promptList(announce.say, places) },
    }),
    ...(keys !== undefined && { keys }),
  }
}

function collectStep(step: Extract<FlowStepFile, { collect: unknown }>, places: Places): FlowStep {
  const { into, digits, secret, end, wait, between, attempts, next, otherwise } = step
  const { min, max } = typeof digits === 'number' ? { min: digits, max: digits } : digits
  return {
    kind: 'collect',
    prompts: promptList(step.collect, places),
    into,
    ...(secret && { secret }),
    digitsMin: min,
    digitsMax: max,
    ...(end !== undefined && { endKey: end }),
    keyMs: wait,
    betweenMs: between,
    attemptsMax: attempts,
    next,
    otherwise,
  }
}

function test(one: BranchCaseFile): BranchCase['test'] {
  if ('is' in one) return { kind: 'is', text: String(one.is) }
  if ('oneOf' in one) return { kind: 'one-of', texts: one.oneOf.map(String) }
  if ('startsWith' in one) return { kind: 'starts-with', text: String(one.startsWith) }
  if ('above' in one) return { kind: 'above', than: String(one.above) }
  if ('below' in one) return { kind: 'below', than: String(one.below) }
  return { kind: 'known', known: one.known }
}

function promptList(
  prompts: PromptFile | readonly PromptFile[],
  places: Places,
): readonly Prompt[] {
  return [prompts].flat().map(prompt => promptConfig(prompt, places))
}

/** A prompt as the core names it. */
export function promptConfig(prompt: PromptFile, places: Places): Prompt {
  if (typeof prompt === 'string') return { kind: 'say', text: prompt }
  if ('file' in prompt) return { kind: 'file', file: places.file(prompt.file) }
  if ('prompt' in prompt) return { kind: 'file', file: places.prompt(prompt.prompt) }
  if ('silence' in prompt) return { kind: 'silence', ms: prompt.silence }
  const { text, language, voice } = prompt
  return {
    kind: 'say',
    text,
    ...(language !== undefined && { language }),
    ...(voice !== undefined && { voice }),
  }
}

/** JSON with the keys of every mapping in alphabetical order: equal data gives equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}
