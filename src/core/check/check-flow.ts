import type { Prompt, TenantConfig } from '../config.ts'
import type { Complaint, ConfigPath } from './complaint.ts'
import { exitsOf } from './exits.ts'
import { checkLoops } from './check-loops.ts'
import { pacesOf } from './check-sub-flows.ts'
import { checkPrompt } from './check-prompt.ts'
import type { CollectStep, Flow, FlowStep, MenuStep, QueueStep } from '../flow/flow.ts'
import { stepOf } from '../flow/step-at.ts'
import { stepsReached } from './reached.ts'

/** Everything wrong within one flow. */
export function checkFlow(
  config: TenantConfig,
  flow: Flow,
  path: ConfigPath,
): readonly Complaint[] {
  const known = stepOf(flow, flow.start) !== undefined
  const steps = Object.entries(flow.steps).flatMap(([id, step]) => {
    const here = [...path, 'steps', id]
    return [...checkExits(flow, step, here), ...checkStep(config, step, here)]
  })
  return [
    ...(known ? checkReach(flow, path) : [unknownStep(flow, flow.start, [...path, 'start'])]),
    ...steps,
    ...checkLoops(flow, path, pacesOf(config.flows)),
  ]
}

/** Steps no caller can come to. */
function checkReach(flow: Flow, path: ConfigPath): readonly Complaint[] {
  const reached = stepsReached(flow)
  const lost = Object.keys(flow.steps).filter(id => !reached.has(id))
  return lost.map(id => ({
    severity: 'warning',
    code: 'unreachable-step',
    words: `no way leads to the step “${id}”`,
    remedy: 'Let an exit lead to it, or remove it.',
    path: [...path, 'steps', id],
  }))
}

function checkExits(flow: Flow, step: FlowStep, path: ConfigPath): readonly Complaint[] {
  const lost = exitsOf(step).filter(({ to }) => stepOf(flow, to) === undefined)
  return lost.map(exit => unknownStep(flow, exit.to, [...path, ...exit.path]))
}

function unknownStep(flow: Flow, id: string, path: ConfigPath): Complaint {
  const words = `no step is called “${id}”`
  const remedy = 'Name a step of this flow, or write this one.'
  const lost = { name: id, known: Object.keys(flow.steps) }
  return { severity: 'error', code: 'unknown-step', words, remedy, path, lost }
}

function checkStep(
  { hours, queues, flows }: TenantConfig,
  step: FlowStep,
  path: ConfigPath,
): readonly Complaint[] {
  switch (step.kind) {
    case 'say':
      return checkPrompts(step.prompts, path)
    case 'menu':
      return [...checkPrompts(step.prompts, path), ...checkMenu(step, path)]
    case 'collect':
      return [...checkPrompts(step.prompts, path), ...checkCollect(step, path)]
    case 'branch':
      return step.cases.length > 0 ? [] : [emptyBranch(path)]
    case 'flow':
      return checkName('flow', step.flow, flows, path)
    case 'hours':
      return checkName('hours', step.hours, hours, path)
    case 'queue':
      return [
        ...checkName('queue', step.queue, queues, path),
        ...checkQueueStep(step, [...path, 'announce']),
        ...badKeys(Object.keys(step.keys ?? {}), path),
      ]
    case 'voicemail':
      return checkPrompts(step.prompts, path)
    case 'set':
    case 'transfer':
    case 'return':
    case 'hang-up':
      return []
  }
}

/** Whether what a step names is there. */
function checkName(
  kind: 'hours' | 'queue' | 'flow',
  name: string,
  entries: readonly { readonly id: string }[],
  path: ConfigPath,
): readonly Complaint[] {
  if (entries.some(({ id }) => id === name)) return []
  const words = kind === 'hours' ? 'no opening hours are' : `no ${kind} is`
  return [
    {
      severity: 'error',
      code: `unknown-${kind}`,
      words: `${words} called “${name}”`,
      remedy: 'Name one of this tenant, or write it into the tenant’s file.',
      path: [...path, kind],
      lost: { name, known: entries.map(({ id }) => id) },
    },
  ]
}

function checkPrompts(prompts: readonly Prompt[], path: ConfigPath): readonly Complaint[] {
  const at = [...path, 'prompts']
  if (prompts.length > 0) return prompts.flatMap((prompt, nth) => checkPrompt(prompt, [...at, nth]))
  const words = 'the caller would hear nothing'
  const remedy = 'Write what the caller is to hear.'
  return [{ severity: 'error', code: 'empty-prompt', words, remedy, path: at }]
}

function checkQueueStep({ announce }: QueueStep, path: ConfigPath): readonly Complaint[] {
  if (announce === undefined) return []
  return checkPrompts(announce.prompts, path)
}

function badKeys(keys: readonly string[], path: ConfigPath): readonly Complaint[] {
  const bad = keys.filter(key => !keyShape.test(key))
  return bad.map(key => ({
    severity: 'error',
    code: 'bad-key',
    words: `no phone has a key “${key}”`,
    remedy: 'Use 0 to 9, * or #.',
    path: [...path, 'keys', key],
  }))
}

function checkCollect(step: CollectStep, path: ConfigPath): readonly Complaint[] {
  const fits = step.digitsMin >= 1 && step.digitsMin <= step.digitsMax
  const timed = step.keyMs > 0 && step.betweenMs > 0 && step.attemptsMax > 0
  const say = (words: string, remedy: string, at: string): Complaint => ({
    severity: 'error',
    code: 'bad-limit',
    words,
    remedy,
    path: [...path, at],
  })
  return [
    ...(fits
      ? []
      : [
          say(
            `no caller can give ${step.digitsMin} to ${step.digitsMax} digits`,
            'Let the least be at least 1, and not more than the most.',
            'digitsMax',
          ),
        ]),
    ...(timed ? [] : [say('nobody could press a key in no time', 'Wait a while.', 'keyMs')]),
  ]
}

function emptyBranch(path: ConfigPath): Complaint {
  return {
    severity: 'error',
    code: 'empty-branch',
    words: 'a branch with one way only',
    remedy: 'Write a test, or lead to the step itself.',
    path: [...path, 'cases'],
  }
}

const keyShape = /^[0-9*#]$/

function checkMenu(step: MenuStep, path: ConfigPath): readonly Complaint[] {
  const keys = Object.keys(step.keys)
  const say = (
    code: Complaint['code'],
    at: ConfigPath,
    [words, remedy]: readonly [string, string],
  ): Complaint => ({ severity: 'error', code, words, remedy, path: [...path, ...at] })
  return [
    ...badKeys(keys, path),
    ...(keys.length > 0
      ? []
      : [say('menu-without-keys', ['keys'], ['a menu without keys', 'Offer a key, or use say.'])]),
    ...(step.keyMs > 0
      ? []
      : [say('bad-limit', ['keyMs'], ['nobody could press a key in no time', 'Wait a while.'])]),
    ...(step.attemptsMax > 0
      ? []
      : [
          say('bad-limit', ['attemptsMax'], ['the menu is never played', 'Play it at least once.']),
        ]),
  ]
}
