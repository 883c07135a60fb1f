import { expect, test } from 'vitest'
import type { InputBody, QueueId, TenantConfig, TenantState } from '#core'
import { currentFlags, newState, step, toId } from '#core'
import { effectsOf } from './effects.ts'

const sales = toId<QueueId>('sales')
const queue: TenantConfig['queues'][number] = {
  id: sales,
  name: 'Sales',
  skills: [],
  priority: 3,
  music: { kind: 'file', file: 'waiting.wav' },
  ringMs: 20_000,
  afterNoAnswer: 'not-ready',
  wrapUpMs: 0,
  dispositions: [],
  record: false,
  serviceLevelMs: 20_000,
  waitMsMax: 600_000,
  waitingMax: 100,
}
const company: TenantConfig = {
  tenant: toId('contoso'),
  name: 'Contoso',
  language: 'en-US',
  numbers: [],
  hours: [],
  flows: [],
  queues: [queue],
  agents: [
    {
      id: toId('ann'),
      name: 'Ann',
      directoryId: 'dir-ann',
      role: 'agent',
      address: '+441632960001',
      skills: [],
      queues: [sales],
    },
  ],
  dispositions: [],
  channels: { task: { units: 100 } },
}
const { channels: _, ...withoutTasks } = company

/** So many tasks came to Sales; where Ann is there, the first is offered to her. */
function stateWith(tasks: number, there: boolean): TenantState {
  const state = newState(company.tenant)
  const put = (input: InputBody): void => {
    step(state, { ...input, at: 1 })
  }
  put({ kind: 'tenant-configured', config: company, flags: currentFlags })
  if (there) {
    put({ kind: 'agent-signed-in', agent: toId('ann') })
    put({ kind: 'agent-state-set', agent: toId('ann'), state: 'available' })
  }
  for (let nth = 1; nth <= tasks; nth += 1) {
    const entry = { kind: 'queue', queue: sales } as const
    const about = { key: `order-${nth}`, title: 'Check an order', from: 'customer' }
    put({ kind: 'interaction-arrived', channel: 'task', ...about, entry })
  }
  return state
}

test.each([
  ['nobody', [0, false], 'The queue “Sales” goes. Nobody waits in it.', false],
  [
    'two who wait',
    [2, false],
    'The queue “Sales” goes. 2 customers wait in it now and at once go on as if the longest wait were over.',
    true,
  ],
  [
    'one who is offered',
    [1, true],
    'The queue “Sales” goes. 1 customer is being offered to agents, and goes on in the same way if nobody takes the offer.',
    true,
  ],
  [
    'one who waits and one who is offered',
    [2, true],
    'The queue “Sales” goes. 1 customer waits in it now and at once goes on as if the longest wait were over. 1 customer is being offered to agents, and goes on in the same way if nobody takes the offer.',
    true,
  ],
] as const)(
  'The plan says what becomes of %s in a queue that goes',
  (_who, [tasks, there], words, danger) => {
    const effects = effectsOf(stateWith(tasks, there), { ...company, queues: [] })
    expect(effects).toMatchObject([{ words, danger }])
  },
)

test.each([
  [
    'nothing',
    [0, false],
    'The channel “task” is taken no longer: new work by it is refused.',
    false,
  ],
  [
    'what waits and is offered',
    [2, true],
    'The channel “task” is taken no longer: new work by it is refused. 2 pieces of work wait or are being offered; they go on as if the longest wait were over, unless an agent takes an offer.',
    true,
  ],
] as const)(
  'The plan says what becomes of %s where a channel is closed',
  (_what, [tasks, there], words, danger) => {
    const effects = effectsOf(stateWith(tasks, there), withoutTasks)
    expect(effects).toEqual([{ code: 'channel-closed', words, danger }])
  },
)
