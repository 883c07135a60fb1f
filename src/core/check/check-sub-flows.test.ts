import { expect, test } from 'vitest'
import type { Flow, FlowStep } from '../flow/flow.ts'
import type { StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import { agentNamed, salesQueue, smallCompany } from '../testing/rehearsal.ts'
import { checkFlows } from './check-flows.ts'

const to = (step: string): StepId => toId<StepId>(step)
const end: FlowStep = { kind: 'hang-up' }
const back: FlowStep = { kind: 'return' }

function flow(id: string, steps: Record<string, FlowStep>): Flow {
  const [start = 'end'] = Object.keys(steps)
  return { id: toId(id), name: id, version: 'v1', start: to(start), steps }
}

function run(other: string, next: string): FlowStep {
  return { kind: 'flow', flow: toId(other), next: to(next) }
}

function say(text: string, next: string): FlowStep {
  return { kind: 'say', prompts: [{ kind: 'say', text }], next: to(next) }
}

function complaints(...flows: Flow[]): string[] {
  return checkFlows(smallCompany({ flows, agents: [agentNamed('ann')] })).map(
    ({ code, path }) => `${code} ${path.join('.')}`,
  )
}

test('A flow that another one runs is in use, and one that nobody runs is not', () => {
  const main = flow('main', { go: run('inner', 'end'), end })
  expect(complaints(main, flow('inner', { back }), flow('lost', { back }))).toEqual([
    'unused-flow flows.2.id',
  ])
})

test('A flow that is not there is named at the step that runs it', () => {
  expect(complaints(flow('main', { go: run('nowhere', 'end'), end }))).toEqual([
    'unknown-flow flows.0.steps.go.flow',
  ])
})

test('Flows that run each other are told so, each by its name', () => {
  const main = flow('main', { go: run('inner', 'end'), end })
  const inner = flow('inner', { go: run('main', 'back'), back })
  expect(complaints(main, inner)).toEqual(['flow-circle flows.0.id', 'flow-circle flows.1.id'])
})

test('A circle through a flow that returns at once goes round without any time passing', () => {
  const main = flow('main', { go: run('inner', 'go') })
  const quick = flow('inner', { keep: { kind: 'set', values: { a: '1' }, next: to('back') }, back })
  expect(complaints(main, quick)).toEqual(['instant-loop flows.0.steps.go'])
  const spoken = flow('inner', { hello: say('Hello.', 'back'), back })
  expect(complaints(main, spoken)).toEqual(['endless-loop flows.0.steps.go'])
})

test('A name behind which nothing ever stands is told where it is written', () => {
  const main = flow('main', {
    hello: say('{acount}, {queue.sales.waiting} wait before {customer.number}.', 'which'),
    which: {
      kind: 'branch',
      cases: [{ name: 'time.nowhere', test: { kind: 'above', than: '12:00' }, to: to('end') }],
      otherwise: to('end'),
    },
    end,
  })
  expect(complaints(main)).toEqual([
    'unknown-name flows.0.steps.hello.prompts.0',
    'unknown-name flows.0.steps.which.cases.0.name',
  ])
})

test('A return in a flow that numbers alone lead to is told: the call would end without a word', () => {
  const main = flow('main', { hello: say('Hello.', 'back'), back })
  expect(complaints(main)).toEqual(['return-to-nowhere flows.0.steps.back'])
})

test('A flow that never comes to a return is told where more than the end is to follow it', () => {
  const main = flow('main', { go: run('outer', 'thanks'), thanks: say('Thank you.', 'end'), end })
  const outer = flow('outer', { on: run('inner', 'back'), back })
  expect(complaints(main, outer, flow('inner', { end }))).toEqual([
    'never-returns flows.0.steps.go.next',
    'never-returns flows.1.steps.on.next',
  ])
  expect(complaints(main, outer, flow('inner', { back }))).toEqual([])
  const short = flow('main', { go: run('inner', 'end'), end })
  expect(complaints(short, flow('inner', { end }))).toEqual([])
})

test('An exit for want of agents is told where the queue lets callers wait without them', () => {
  const sales = {
    kind: 'queue',
    queue: salesQueue.id,
    closed: to('end'),
    timeout: to('end'),
  } as const
  const main = flow('main', { sales: { ...sales, noAgents: to('end') }, end })
  const leaving = { ...salesQueue, noAgents: 'leave' } as const
  const check = (queue: typeof salesQueue): readonly string[] =>
    checkFlows(smallCompany({ flows: [main], queues: [queue], agents: [agentNamed('ann')] })).map(
      ({ code, path }) => `${code} ${path.join('.')}`,
    )
  expect(check(salesQueue)).toEqual(['never-without-agents flows.0.steps.sales.noAgents'])
  expect(check(leaving)).toEqual([])
})

test('Names that every object answers to are names like others', () => {
  const main = flow('main', { hello: say('Hello.', 'constructor') })
  expect(complaints(main)).toEqual(['unknown-step flows.0.steps.hello.next'])
  const sound = flow('main', { constructor: say('Hello.', 'end'), end })
  expect(complaints(sound)).toEqual([])
  expect(complaints(flow('main', { constructor: run('constructor', 'end'), end }))).toEqual([
    'unknown-flow flows.0.steps.constructor.flow',
  ])
})
