import { createHash } from 'node:crypto'
import type { Flow, FlowStep, Prompt } from '#core'
import type { FlowFile, FlowStepFile, PromptFile } from '#contract'

/** Makes a path absolute, from the folder of the file that names it. */
export type ResolvePath = (path: string) => string

/** The length of a flow's version: enough to tell all versions of one flow apart. */
const versionLength = 16

/**
 * A flow as the core runs it. Its version is a digest of what the file says, before paths are made
 * absolute: the same flow has the same version on every machine.
 */
export function flowConfig(file: FlowFile, resolve: ResolvePath): Flow {
  const asWritten = flow(file, '', path => path)
  const digest = createHash('sha256').update(canonicalJson(asWritten)).digest('hex')
  return flow(file, digest.slice(0, versionLength), resolve)
}

function flow(file: FlowFile, version: string, resolve: ResolvePath): Flow {
  const steps = Object.entries(file.steps).map(([id, step]) => [id, flowStep(step, resolve)])
  const { flow: id, name, start } = file
  return { id, name, version, start, steps: Object.fromEntries(steps) }
}

function flowStep(step: FlowStepFile, resolve: ResolvePath): FlowStep {
  if ('say' in step) {
    return { kind: 'say', prompts: promptList(step.say, resolve), next: step.next }
  }
  if ('menu' in step) {
    const { keys, wait, attempts, otherwise } = step
    const prompts = promptList(step.menu, resolve)
    return { kind: 'menu', prompts, keys, keyMs: wait, attemptsMax: attempts, otherwise }
  }
  if ('hours' in step) {
    const { hours, open, closed, holiday } = step
    return { kind: 'hours', hours, open, closed, ...(holiday !== undefined && { holiday }) }
  }
  if ('queue' in step) {
    const { queue, priority, closed, timeout } = step
    return { kind: 'queue', queue, closed, timeout, ...(priority !== undefined && { priority }) }
  }
  return { kind: 'hang-up' }
}

function promptList(
  prompts: PromptFile | readonly PromptFile[],
  resolve: ResolvePath,
): readonly Prompt[] {
  return [prompts].flat().map(prompt => promptConfig(prompt, resolve))
}

/** A prompt as the core names it. */
export function promptConfig(prompt: PromptFile, resolve: ResolvePath): Prompt {
  if (typeof prompt === 'string') return { kind: 'say', text: prompt }
  if ('file' in prompt) return { kind: 'file', file: resolve(prompt.file) }
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
