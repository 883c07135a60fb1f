import type { Flow } from '../flow/flow.ts'
import type { QueueId } from '../ids.ts'
import { toId } from '../ids.ts'
import { agentNamed, mainFlow, salesQueue, smallCompany } from './rehearsal.ts'

/** The agents of the busy company. */
export const agents = ['ann', 'bob', 'cleo']
/** The small company's flow, with digits taken, a flow inside, and a branch before the menu. */
const longFlow: Flow = {
  ...mainFlow,
  start: toId('number'),
  steps: {
    ...mainFlow.steps,
    number: {
      kind: 'collect',
      prompts: [{ kind: 'say', text: 'Your number, please.' }],
      into: 'number',
      digitsMin: 2,
      digitsMax: 3,
      endKey: '9',
      keyMs: 5000,
      betweenMs: 2000,
      attemptsMax: 2,
      next: toId('inside'),
      otherwise: toId('inside'),
    },
    inside: { kind: 'flow', flow: toId('inner'), next: toId('which') },
    outside: {
      kind: 'transfer',
      to: '+441632960777',
      ringMs: 6000,
      busy: toId('message'),
      noAnswer: toId('message'),
    },
    message: {
      kind: 'voicemail',
      prompts: [{ kind: 'say', text: 'Leave a message.' }],
      recordMsMax: 5000,
      silenceMs: 3000,
      endKey: '9',
      next: toId('bye'),
    },
    sales: {
      kind: 'queue',
      queue: toId('sales'),
      closed: toId('bye'),
      timeout: toId('outside'),
      announce: { everyMs: 4000, prompts: [{ kind: 'say', text: 'Place {position}, {wait}.' }] },
      keys: { '9': toId('message') },
    },
    which: {
      kind: 'branch',
      cases: [
        { name: 'number', test: { kind: 'starts-with', text: '11' }, to: toId('sales') },
        { name: 'queue.sales.waiting', test: { kind: 'above', than: '2' }, to: toId('outside') },
      ],
      otherwise: toId('menu'),
    },
  },
}

const innerFlow: Flow = {
  id: toId('inner'),
  name: 'Inner',
  version: 'v1',
  start: toId('remember'),
  steps: {
    remember: { kind: 'set', values: { line: '{dialled.number}' }, next: toId('hello') },
    hello: {
      kind: 'say',
      prompts: [{ kind: 'say', text: '{line}, hello.' }],
      next: toId('back'),
    },
    back: { kind: 'return' },
  },
}
const rules = ['longest-idle', 'round-robin', 'serial', 'ring-all', 'best-skilled'] as const
const support = { ...salesQueue, id: toId<QueueId>('support'), name: 'Support' }
const sue = { ...agentNamed('sue'), role: 'supervisor', queues: [] } as const
/** A company whose callers come to every kind of step. */
export const busyCompany = smallCompany({
  flows: [longFlow, innerFlow],
  agents: [...agents.map(agentNamed), sue],
  queues: [{ ...salesQueue, waitMsMax: 60_000, waitingMax: 5 }, support],
  channels: { task: {} },
})
const otherCompany = smallCompany({
  agents: ['ann', 'bob', 'dora'].map(agentNamed),
  flows: [{ ...mainFlow, version: 'v2' }],
  queues: [
    {
      ...salesQueue,
      wrapUpMs: 0,
      record: false,
      afterNoAnswer: 'stay-available',
      noAgents: 'leave',
      presenceBlocks: ['busy'],
    },
  ],
})
/** Companies a random floor is configured as, one after another. */
export const companies = [
  busyCompany,
  otherCompany,
  ...rules.map((rule, nth) =>
    smallCompany({
      channels: { task: { interruptible: nth % 2 === 0, units: 20 + 15 * nth } },
      flows: [{ ...mainFlow, version: 'v3' }],
      agents: [...agents.map(agentNamed), sue],
      queues: [{ ...salesQueue, rule, wrapUpMs: 2000, afterNoAnswer: 'stay-available' }],
    }),
  ),
]
