import { expect, test } from 'vitest'
import type { Flow, FlowStep } from '../flow/flow.ts'
import type { StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import { agentNamed, smallCompany } from '../rehearsal.ts'
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
