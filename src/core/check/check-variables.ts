import type { Prompt, TenantConfig } from '../config.ts'
import type { Flow, FlowStep } from '../flow/flow.ts'
import {
  callFigures,
  clockFigures,
  nameInText,
  queueFigures,
  waitingFigures,
} from '../flow/values.ts'
import type { Complaint, ConfigPath } from './complaint.ts'

/** Names in texts and branches behind which no flow, queue or clock ever puts a value. */
export function checkVariables(config: TenantConfig): readonly Complaint[] {
  const known = knownNames(config)
  return config.flows.flatMap((flow, index) =>
    Object.entries(flow.steps).flatMap(([id, step]) =>
      namesIn(step, ['flows', index, 'steps', id])
        .filter(({ name }) => !known.has(name))
        .map(({ name, path }) => unknownName(name, path, known)),
    ),
  )
}

/** Secret digits in texts: nothing but a branch may ask for them. */
export function checkSecrets({ flows }: TenantConfig): readonly Complaint[] {
  const steps = flows.flatMap((flow, index) =>
    Object.entries(flow.steps).map(([id, step]) => ({ step, path: ['flows', index, 'steps', id] })),
  )
  const secret = new Set(
    steps.flatMap(({ step }) => (step.kind === 'collect' && step.secret ? [step.into] : [])),
  )
  if (secret.size === 0) return []
  return steps
    .filter(({ step }) => step.kind !== 'branch')
    .flatMap(({ path, step }) => namesIn(step, path))
    .filter(({ name }) => secret.has(name))
    .map(({ name, path }) => secretInText(name, path))
}

function secretInText(name: string, path: ConfigPath): Complaint {
  return {
    severity: 'error',
    code: 'secret-in-text',
    words: `“${name}” is secret, and cannot be said, kept or called`,
    remedy: 'Ask for it by a branch, or take `secret` away where it is collected.',
    path,
  }
}

/** The variables that a flow sets. */
export function variablesSetBy(flow: Flow): readonly string[] {
  return Object.values(flow.steps).flatMap(step => {
    if (step.kind === 'collect') return [step.into]
    return step.kind === 'set' ? Object.keys(step.values) : []
  })
}

function knownNames({ flows, queues, hours }: TenantConfig): ReadonlySet<string> {
  return new Set([
    ...callFigures,
    ...waitingFigures,
    ...flows.flatMap(variablesSetBy),
    ...queues.flatMap(({ id }) => queueFigures.map(figure => `queue.${id}.${figure}`)),
    ...hours.flatMap(({ id }) => clockFigures.map(figure => `${figure}.${id}`)),
  ])
}

interface Named {
  readonly name: string
  readonly path: ConfigPath
}

function namesIn(step: FlowStep, path: ConfigPath): readonly Named[] {
  switch (step.kind) {
    case 'say':
    case 'menu':
    case 'collect':
    case 'voicemail':
      return step.prompts.flatMap((prompt, nth) => inPrompt(prompt, [...path, 'prompts', nth]))
    case 'set':
      return Object.entries(step.values).flatMap(([name, text]) =>
        inText(text, [...path, 'values', name]),
      )
    case 'branch':
      return step.cases.map(({ name }, nth) => ({ name, path: [...path, 'cases', nth, 'name'] }))
    case 'queue': {
      const { announce } = step
      const at = [...path, 'announce', 'prompts']
      return (announce?.prompts ?? []).flatMap((prompt, nth) => inPrompt(prompt, [...at, nth]))
    }
    case 'transfer':
      return inText(step.to, [...path, 'to'])
    case 'hours':
    case 'flow':
    case 'return':
    case 'hang-up':
      return []
  }
}

function inPrompt(prompt: Prompt, path: ConfigPath): readonly Named[] {
  return prompt.kind === 'say' ? inText(prompt.text, path) : []
}

function inText(text: string, path: ConfigPath): readonly Named[] {
  return [...text.matchAll(nameInText)].map(([, name = '']) => ({ name, path }))
}

function unknownName(name: string, path: ConfigPath, known: ReadonlySet<string>): Complaint {
  return {
    severity: 'error',
    code: 'unknown-name',
    words: `nothing is ever kept under the name “${name}”`,
    remedy: 'Collect or set it in a flow, or use the name of the call, a queue or opening hours.',
    path,
    lost: { name, known: [...known] },
  }
}
