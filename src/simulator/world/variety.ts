import type {
  AgentConfig,
  Flow,
  FlowStep,
  Hours,
  HoursId,
  QueueConfig,
  StepId,
  TenantConfig,
} from '#core'
import { toId } from '#core'
import type { Chance } from './chance.ts'
import { happens } from './chance.ts'
import { supervisor } from './supervisors.ts'

const id = toId<StepId>
const office = toId<HoursId>('office')

/**
 * A company with queues, agents and steps of the kinds that others go without: opening hours and a
 * holiday, announcements and keys for those who wait, queues that let nobody wait without agents, and
 * wrap-up that agents end. Each later edition takes something of it away, as administrators do.
 */
export function varied(config: TenantConfig, edition: number, chance: Chance): TenantConfig {
  const goes = (): boolean => edition > 0 && happens(chance, 0.25)
  const lost = {
    hours: goes(),
    inner: goes(),
    supervisor: goes(),
    tasks: goes(),
    queue: goes() ? config.queues.at(-1)?.id : undefined,
  }
  const hours = lost.hours ? [] : [officeHours]
  const flows = config.flows.map(flow => variedFlow(flow, lost))
  return {
    ...config,
    hours,
    flows: lost.inner ? flows.filter(flow => flow.id !== toId('inner')) : flows,
    queues: config.queues
      .filter(queue => queue.id !== lost.queue)
      .map((queue, nth) => variedQueue(queue, nth, hours)),
    agents: config.agents
      .filter(agent => !(lost.supervisor && agent.id === supervisor))
      .map((agent, nth) => variedAgent(agent, nth, lost.queue)),
    ...(config.channels && {
      channels: lost.tasks ? withoutTasks(config.channels) : config.channels,
    }),
  }
}

function withoutTasks({ voice }: Channels): Channels {
  return voice === undefined ? {} : { voice }
}

type Channels = NonNullable<TenantConfig['channels']>

interface Lost {
  readonly hours: boolean
  readonly inner: boolean
  readonly queue: QueueConfig['id'] | undefined
}

/** Open and closed by turns, across a midnight and a change of the clock not long after the world begins. */
const spans = Array.from({ length: 36 }, (_, nth) => ({ from: nth * 40, to: nth * 40 + 25 }))
const officeHours: Hours = {
  id: office,
  name: 'Office',
  zone: {
    name: 'Somewhere',
    offsetMinutes: 810,
    changes: [{ at: Date.UTC(2026, 10, 23, 12), offsetMinutes: 750 }],
  },
  week: Array.from({ length: 7 }, () => spans),
  holidays: [{ date: '2026-11-24', name: 'Feast', spans: spans.filter((_, nth) => nth % 2 === 0) }],
}

const rules = ['longest-idle', 'ring-all', 'round-robin', 'best-skilled', 'serial'] as const

function variedQueue(queue: QueueConfig, nth: number, hours: readonly Hours[]): QueueConfig {
  return {
    ...queue,
    rule: rules[nth % rules.length] ?? 'longest-idle',
    ...(nth % 3 === 1 && hours.length > 0 ? { hours: office } : {}),
    ...(nth % 3 === 2 ? { noAgents: 'leave', presenceBlocks: ['busy', 'away'] } : {}),
    ...(nth % 2 === 0 ? { wrapUpEnds: 'by-agent' } : {}),
  }
}

function variedAgent(agent: AgentConfig, nth: number, lost: Lost['queue']): AgentConfig {
  return {
    ...agent,
    queues: agent.queues.filter(queue => queue !== lost),
    ...(nth % 3 === 1 ? { presenceBlocks: ['offline'] } : {}),
  }
}

function variedFlow(flow: Flow, lost: Lost): Flow {
  if (flow.id === toId('inner')) return flow
  const changed = Object.entries(flow.steps).map(([name, step]): readonly [string, FlowStep] => [
    name,
    variedStep(step, lost),
  ])
  const remember: FlowStep = { kind: 'set', values: { number: '1' }, next: id('bye') }
  const when: FlowStep = { kind: 'hours', hours: office, open: flow.start, closed: id('menu') }
  const late: FlowStep = {
    ...when,
    open: id('message'),
    closed: id('bye'),
    holiday: id('inside-late'),
  }
  const inside: FlowStep = { kind: 'flow', flow: toId('inner'), next: id('bye') }
  const added: Readonly<Record<string, FlowStep>> = {
    when: lost.hours ? { ...remember, next: flow.start } : when,
    late: lost.hours ? remember : late,
    'inside-late': lost.inner ? remember : inside,
  }
  const name = [flow.version, ...Object.values(lost).map(String)].join('-')
  return {
    ...flow,
    version: name,
    start: id('when'),
    steps: { ...Object.fromEntries(changed), ...added },
  }
}

function variedStep(step: FlowStep, lost: Lost): FlowStep {
  if (step.kind === 'flow' && lost.inner) {
    return { kind: 'set', values: { number: '1' }, next: step.next }
  }
  if (step.kind !== 'queue') return step
  if (step.queue === lost.queue) {
    return { kind: 'say', prompts: [{ kind: 'say', text: 'Nobody is there.' }], next: id('bye') }
  }
  return {
    ...step,
    timeout: step.timeout === id('q0') ? id('late') : step.timeout,
    noAgents: id('message'),
    announce: { everyMs: 7000, prompts: [{ kind: 'say', text: 'Place {position}, {wait}.' }] },
    keys: { '9': id('inside-late'), '0': id('bye') },
  }
}
