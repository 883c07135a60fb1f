import { exitsOf } from '../check/exits.ts'
import type { Prompt } from '../config.ts'
import type { Flow, FlowStep, Test } from './flow.ts'

/** A flow as something to look at: its steps, what each does in short, and where its exits lead. */
export interface FlowGraph {
  readonly flow: string
  readonly name: string
  readonly version: string
  readonly start: string
  readonly steps: readonly GraphStep[]
}

/** One step of a drawing. */
export interface GraphStep {
  readonly id: string
  /** What pages call the step, where the flow says it. */
  readonly label?: string | undefined
  readonly kind: FlowStep['kind']
  /** The text it says first, or what it names: a queue, opening hours, a flow, a number. */
  readonly about: string
  readonly exits: readonly GraphExit[]
}

/** A way out of a step: what it is called there, which key or test it is, and where it leads. */
export interface GraphExit {
  readonly on: ExitName
  /** The key, or the test in short. */
  readonly of?: string | undefined
  readonly to: string
}

/** What exits are called. */
export type ExitName =
  | 'next'
  | 'key'
  | 'case'
  | 'otherwise'
  | 'open'
  | 'closed'
  | 'holiday'
  | 'timeout'
  | 'noAgents'
  | 'busy'
  | 'noAnswer'
  | 'failed'

const exitNames: ReadonlySet<string> = new Set<ExitName>([
  'next',
  'otherwise',
  'open',
  'closed',
  'holiday',
  'timeout',
  'noAgents',
  'busy',
  'noAnswer',
  'failed',
])

/** Makes the drawing's data of a flow, in the order of its steps. */
export function flowGraph({ id, name, version, start, steps }: Flow): FlowGraph {
  return {
    flow: id,
    name,
    version,
    start,
    steps: Object.entries(steps).map(([stepId, step]) => ({
      id: stepId,
      ...(step.label === undefined ? {} : { label: step.label }),
      kind: step.kind,
      about: aboutOf(step),
      exits: exitsOf(step).map(({ to, path }) => ({ ...exitName(step, path), to })),
    })),
  }
}

function exitName(
  step: FlowStep,
  [key = '', nth]: readonly (string | number)[],
): Omit<GraphExit, 'to'> {
  if (key === 'keys') return { on: 'key', of: String(nth) }
  if (key === 'cases' && step.kind === 'branch') {
    const one = step.cases[Number(nth)]
    return { on: 'case', of: one === undefined ? '' : `${one.name} ${testWords(one.test)}` }
  }
  return isExitName(key) ? { on: key } : { on: 'next' }
}

function isExitName(key: string | number): key is ExitName {
  return exitNames.has(String(key))
}

function testWords(test: Test): string {
  switch (test.kind) {
    case 'is':
      return `= ${test.text}`
    case 'one-of':
      return `= ${test.texts.join(' / ')}`
    case 'starts-with':
      return `= ${test.text}…`
    case 'above':
      return `> ${test.than}`
    case 'below':
      return `< ${test.than}`
    case 'known':
      return test.known ? '✓' : '✗'
  }
}

function aboutOf(step: FlowStep): string {
  switch (step.kind) {
    case 'say':
    case 'menu':
    case 'collect':
    case 'voicemail':
      return promptWords(step.prompts)
    case 'hours':
      return step.hours
    case 'queue':
      return step.queue
    case 'flow':
      return step.flow
    case 'transfer':
      return step.to
    case 'set':
      return Object.entries(step.values)
        .map(([name, text]) => `${name} = ${text}`)
        .join(', ')
    case 'branch':
    case 'return':
    case 'hang-up':
      return ''
  }
}

function promptWords(prompts: readonly Prompt[]): string {
  return prompts
    .flatMap(prompt => {
      if (prompt.kind === 'say') return prompt.text
      return prompt.kind === 'file'
        ? `♪ ${prompt.file.slice(prompt.file.lastIndexOf('/') + 1)}`
        : []
    })
    .join(' ')
}
