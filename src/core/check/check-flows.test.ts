import { expect, test } from 'vitest'
import type { AgentConfig, QueueConfig, TenantConfig } from '../config.ts'
import type { Flow, FlowStep } from '../flow/flow.ts'
import { toId } from '../ids.ts'
import { checkFlows } from './check-flows.ts'

const queue: QueueConfig = {
  id: toId('sales'),
  name: 'Sales',
  skills: [{ skill: toId('english'), levelMin: 2, need: 'required' }],
  priority: 3,
  music: { kind: 'file', file: 'waiting.wav' },
  ringMs: 20_000,
  afterNoAnswer: 'not-ready',
  wrapUpMs: 60_000,
  dispositions: [toId('sold')],
  record: false,
  serviceLevelMs: 20_000,
  waitMsMax: 600_000,
  waitingMax: 100,
}

const agent: AgentConfig = {
  id: toId('maya'),
  name: 'Maya',
  directoryId: '1',
  role: 'agent',
  address: '+441632960201',
  skills: [{ skill: toId('english'), level: 3 }],
  queues: [toId('sales')],
}

const daySpans = Array.from({ length: 7 }, () => [{ from: 540, to: 1020 }])

const tenant: TenantConfig = {
  tenant: toId('contoso'),
  name: 'Contoso',
  language: 'en-GB',
  numbers: [{ address: '+441632960000', flow: toId('main') }],
  hours: [
    {
      id: toId('office'),
      name: 'Office',
      zone: { name: 'UTC', offsetMinutes: 0, changes: [] },
      week: daySpans,
      holidays: [],
    },
  ],
  flows: [],
  queues: [queue],
  agents: [agent],
  dispositions: [{ id: toId('sold'), name: 'Sold' }],
}

/**
 * A flow in short: a step a line, its name, its kind, and its exits. The first line is the start;
 * a menu and a say speak, and a queue is `sales` unless named otherwise.
 */
function flow(text: string): Flow {
  const lines = text.trim().split('\n')
  const steps = lines.map(line => {
    const [id = '', kind = '', ...words] = line.trim().split(/\s+/)
    return [id, step(kind, Object.fromEntries(words.map(word => word.split('='))))] as const
  })
  const start = toId<Flow['start']>(steps[0]?.[0] ?? '')
  return { id: toId('main'), name: 'Main', version: '1', start, steps: Object.fromEntries(steps) }
}

function step(kind: string, words: Record<string, string>): FlowStep {
  const to = (key: string): Flow['start'] => toId(words[key] ?? 'end')
  const prompts = [{ kind: 'say', text: 'Hello.' } as const]
  if (kind === 'say') return { kind, prompts, next: to('next') }
  if (kind === 'hours') {
    return { kind, hours: toId(words['hours'] ?? 'office'), open: to('open'), closed: to('closed') }
  }
  if (kind === 'queue') {
    const name = toId<QueueConfig['id']>(words['queue'] ?? 'sales')
    return { kind, queue: name, closed: to('closed'), timeout: to('timeout') }
  }
  if (kind === 'menu') {
    const keys = Object.keys(words).filter(key => key !== 'otherwise')
    const led = Object.fromEntries(keys.map(key => [key, to(key)]))
    return { kind, prompts, keys: led, keyMs: 5_000, attemptsMax: 3, otherwise: to('otherwise') }
  }
  return { kind: 'hang-up' }
}

/** The complaints in short: severity, code and place. */
function complaints(config: TenantConfig): readonly string[] {
  return checkFlows(config).map(
    ({ severity, code, path }) => `${severity} ${code} ${path.join('.')}`,
  )
}

const flowTable: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a flow in which everything leads somewhere has nothing to complain of',
    `hello  say   next=open
     open   hours open=choice closed=bye
     choice menu  1=wait 9=choice otherwise=wait
     wait   queue closed=bye timeout=bye
     bye    say   next=end
     end    hang-up`,
    [],
  ],
  [
    'an exit to a step that is not there is named by its key',
    `choice menu  1=sales *=nowhere otherwise=end
     sales  queue closed=shut timeout=end
     end    hang-up`,
    [
      'error unknown-step flows.0.steps.choice.keys.*',
      'error unknown-step flows.0.steps.sales.closed',
    ],
  ],
  [
    'a step no way leads to is a warning, and so is what only that step leads to',
    `hello say next=end
     lost  say next=after
     after say next=end
     end   hang-up`,
    ['warning unreachable-step flows.0.steps.lost', 'warning unreachable-step flows.0.steps.after'],
  ],
  [
    'prompts in a circle go on for ever, even where opening hours lead out of it',
    `a   say   next=b
     b   hours open=a closed=end
     end hang-up`,
    ['error endless-loop flows.0.steps.a'],
  ],
  [
    'a menu that a silent caller cannot leave is endless, though a key leads out',
    `a   menu 1=end otherwise=b
     b   say  next=a
     end hang-up`,
    ['error endless-loop flows.0.steps.a'],
  ],
  [
    'a menu a caller may hear again by a key is no endless circle',
    `a   menu 9=a 1=end otherwise=end
     end hang-up`,
    [],
  ],
  [
    'two queues that overflow into each other would spin when both are full',
    `a   queue closed=end timeout=b
     b   queue closed=end timeout=a
     end hang-up`,
    ['error instant-loop flows.0.steps.a'],
  ],
  [
    'a queue that is left and entered again after a prompt is no circle: the wait ends in a talk',
    `a   queue closed=end timeout=b
     b   say   next=a
     end hang-up`,
    [],
  ],
  [
    'a closed queue that leads back to itself by a prompt goes on for ever',
    `a   queue closed=b timeout=end
     b   say   next=a
     end hang-up`,
    ['error endless-loop flows.0.steps.a'],
  ],
  [
    'opening hours that lead to themselves spin at once, and are named once',
    `a   hours open=b closed=end
     b   hours open=a closed=a
     end hang-up`,
    ['error instant-loop flows.0.steps.a'],
  ],
  [
    'unknown hours and queues are named where they are used',
    `a   hours hours=nights open=b closed=end
     b   queue queue=nobody closed=end timeout=end
     end hang-up`,
    ['error unknown-hours flows.0.steps.a.hours', 'error unknown-queue flows.0.steps.b.queue'],
  ],
  [
    'a menu needs keys, and only those a phone has',
    `a   menu otherwise=b
     b   menu 12=end A=end otherwise=end
     end hang-up`,
    [
      'error menu-without-keys flows.0.steps.a.keys',
      'error bad-key flows.0.steps.b.keys.12',
      'error bad-key flows.0.steps.b.keys.A',
    ],
  ],
]

test.each(flowTable)('%s', (_name, text, expected) => {
  expect(complaints({ ...tenant, flows: [flow(text)] })).toEqual(expected)
})

test('a flow that begins nowhere is told so, and not that each of its steps is unreachable', () => {
  const lost = { ...flow('end hang-up'), start: toId<Flow['start']>('begin') }
  expect(complaints({ ...tenant, flows: [lost] })).toEqual(['error unknown-step flows.0.start'])
})

test('a circle is told step by step, back to where it began', () => {
  const steps = flow(`
    a   menu 1=b otherwise=b
    b   menu 1=a otherwise=a`)
  const [complaint] = checkFlows({ ...tenant, flows: [steps] })
  expect(complaint).toMatchObject({
    code: 'endless-loop',
    words: 'a → b → a goes round for ever when the caller does nothing',
  })
})

const spoken = (text: string): FlowStep => ({
  kind: 'say',
  prompts: [{ kind: 'say', text }],
  next: toId('end'),
})

test('what nobody can hear and what is too long to say is refused', () => {
  const base = flow('a say next=end\nend hang-up')
  const said = (text: string): Flow => ({ ...base, steps: { ...base.steps, a: spoken(text) } })
  const silent: Flow = {
    ...base,
    steps: { ...base.steps, a: { kind: 'say', prompts: [], next: toId('end') } },
  }
  const all = ['', '   ', 'x'.repeat(1_000), 'x'.repeat(1_001)].map(said).concat(silent)
  expect(all.map(each => complaints({ ...tenant, flows: [each] }))).toEqual([
    ['error empty-prompt flows.0.steps.a.prompts.0'],
    ['error empty-prompt flows.0.steps.a.prompts.0'],
    [],
    ['error prompt-too-long flows.0.steps.a.prompts.0'],
    ['error empty-prompt flows.0.steps.a.prompts'],
  ])
})

const good = { ...tenant, flows: [flow('a queue\nend hang-up')] }

const tenantTable: readonly (readonly [string, Partial<TenantConfig>, readonly string[]])[] = [
  ['a whole tenant has nothing to complain of', {}, []],
  [
    'a number leads to a flow that is there, and a flow no number leads to is a warning',
    { numbers: [{ address: '+441632960000', flow: toId('night') }] },
    ['error unknown-flow numbers.0.flow', 'warning unused-flow flows.0.id'],
  ],
  [
    'a number stands once, and is no agent’s phone',
    {
      numbers: [
        { address: '+441632960000', flow: toId('main') },
        { address: '+441632960000', flow: toId('main') },
        { address: '+441632960201', flow: toId('main') },
      ],
    },
    ['error duplicate-number numbers.1.address', 'error address-is-number numbers.2.address'],
  ],
  [
    'two agents share neither id, phone nor person',
    { agents: [agent, { ...agent, name: 'Other' }] },
    [
      'error duplicate-id agents.1.id',
      'error duplicate-address agents.1.address',
      'error duplicate-person agents.1.directoryId',
    ],
  ],
  [
    'an agent serves queues that are there, each once',
    { agents: [{ ...agent, queues: [toId('sales'), toId('sale'), toId('sales')] }] },
    ['error unknown-queue agents.0.queues.1', 'error duplicate-entry agents.0.queues.2'],
  ],
  ['a queue nobody serves is a warning', { agents: [] }, ['warning queue-unserved queues.0.id']],
  [
    'a queue that asks for a level nobody has is a warning',
    { agents: [{ ...agent, skills: [{ skill: toId('english'), level: 1 }] }] },
    ['warning queue-without-skills queues.0.skills.0'],
  ],
  [
    'a queue whose skills are there, but never in one person, is a warning',
    {
      queues: [
        {
          ...queue,
          skills: [
            { skill: toId('english'), levelMin: 1, need: 'required' },
            { skill: toId('spanish'), levelMin: 1, need: 'required' },
          ],
        },
      ],
      agents: [
        agent,
        {
          ...agent,
          id: toId('lucia'),
          directoryId: '2',
          address: '+441632960202',
          skills: [{ skill: toId('spanish'), level: 5 }],
        },
      ],
    },
    ['warning queue-without-skills queues.0.skills.0'],
  ],
  [
    'a queue has dispositions, and those are there',
    { queues: [{ ...queue, dispositions: [] }] },
    ['error no-dispositions queues.0.dispositions'],
  ],
  [
    'an unknown disposition is named in its place',
    { queues: [{ ...queue, dispositions: [toId('sold'), toId('lost')] }] },
    ['error unknown-disposition queues.0.dispositions.1'],
  ],
  [
    'a queue’s hours are there',
    { queues: [{ ...queue, hours: toId('nights') }] },
    ['error unknown-hours queues.0.hours'],
  ],
  [
    'a wait shorter than the ringing is a warning',
    { queues: [{ ...queue, waitMsMax: 10_000 }] },
    ['warning bad-limit queues.0.waitMsMax'],
  ],
  [
    'hours that never open are a warning',
    { hours: tenant.hours.map(hours => ({ ...hours, week: [] })) },
    ['warning never-open hours.0.week'],
  ],
]

test.each(tenantTable)('%s', (_name, change, expected) => {
  expect(complaints({ ...good, ...change })).toEqual(expected)
})

test('every complaint says what to do', () => {
  const broken = { ...good, agents: [], numbers: [], flows: [flow('a say next=b\nb say next=a')] }
  const found = checkFlows(broken)
  expect(found.length).toBeGreaterThan(2)
  expect(found.filter(({ remedy, words }) => remedy === '' || words === '')).toEqual([])
})
