import type {
  AgentConfig,
  AgentId,
  Flow,
  FlowId,
  FlowStep,
  QueueConfig,
  QueueId,
  SkillId,
  StepId,
  TenantConfig,
  TenantId,
} from '#core'
import { toId } from '#core'
import type { Scenario } from '../plan/scenario.ts'
import { below, chanceFor, happens } from './chance.ts'
import { supervisor } from './supervisors.ts'
import { varied } from './variety.ts'
import { wholeFlows } from './whole-flows.ts'

/** The one tenant of the world. */
export const tenant = toId<TenantId>('contoso')
/** The number that leads to the menu. */
export const mainNumber = '+441632960100'
/** A number nobody configured. */
export const wrongNumber = '+441632960999'
/** The disposition everybody files. */
export const disposition = 'done'

/** Keys of a menu that lead to a queue, one each, at most. */
const menuKeysMax = 9

/**
 * The tenant's configuration; edition 0 is the one it begins with. Each later one moves something,
 * by its own number's chance: an agent gone, a queue gone, other rules, the flow in a new version.
 */
export function companyOf(scenario: Scenario, seed: number, edition: number): TenantConfig {
  const { company } = scenario
  const chance = chanceFor(seed, `edition ${edition}`)
  const lost = (): boolean => edition > 0 && happens(chance, 0.1)
  const queues = ids(company.queues, 'q').filter((_, index) => index === 0 || !lost())
  const agents = ids(company.agents, 'a').filter(() => !lost())
  const wrapUpMs = edition > 0 && happens(chance, 0.3) ? 0 : company.wrapUpMs
  const stays = edition > 0 && happens(chance, 0.5)
  const priorityShift = edition > 0 ? below(chance, 3) : 0
  const config: TenantConfig = {
    tenant,
    name: 'Contoso',
    language: 'en-US',
    numbers: [{ address: mainNumber, flow: toId<FlowId>('main') }],
    hours: [],
    flows: company.wholeFlows ? wholeFlows(flowOf(scenario, edition)) : [flowOf(scenario, edition)],
    queues: queues.map(id => ({
      ...queueOf(scenario, id, priorityShift),
      wrapUpMs,
      ...(stays ? { afterNoAnswer: 'stay-available' } : {}),
    })),
    agents: [...agents.map(id => agentOf(scenario, id)), ...supervisorsOf(scenario)],
    dispositions: [{ id: toId(disposition), name: 'Done' }],
    ...channelsOf(scenario),
  }
  if (!company.variety) return config
  return varied(config, edition, chanceFor(seed, `variety of edition ${edition}`))
}

function supervisorsOf({ supervisor: { everyMs, serves } }: Scenario): AgentConfig[] {
  if (everyMs === 0) return []
  const id = supervisor
  const who = { id, name: 'Sue', directoryId: 'dir-sue', role: 'supervisor' } as const
  return [{ ...who, address: '+441632960900', skills: [], queues: serves ? [toId('q0')] : [] }]
}

function channelsOf({ company, tasks }: Scenario): Pick<TenantConfig, 'channels'> {
  const two = { voice: { units: 45, exclusive: false } }
  if (tasks.perHour === 0) return company.twoCalls ? { channels: two } : {}
  const { units, interruptible, unitsStep } = tasks
  // Whoever has fewer units can still have a call.
  const voice = company.twoCalls ? two : unitsStep === 0 ? {} : { voice: { units: 30 } }
  return { channels: { ...voice, task: { units, interruptible } } }
}

function ids(count: number, letter: string): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index}`)
}

function numberOf(id: string): number {
  return Number(id.slice(1))
}

function queueOf({ company }: Scenario, id: string, priorityShift: number): QueueConfig {
  const n = numberOf(id)
  const need = n % 3 === 2 ? 'preferred' : 'required'
  const levelMin = 1 + (n % 3)
  return {
    id: toId<QueueId>(id),
    name: `Queue ${id}`,
    skills: company.skills === 0 ? [] : [{ skill: skillOf(n % company.skills), levelMin, need }],
    priority: company.priorities ? 1 + ((n + priorityShift) % 5) : 3,
    music: { kind: 'file', file: 'waiting.wav' },
    ringMs: company.ringMs,
    afterNoAnswer: company.afterNoAnswer,
    wrapUpMs: company.wrapUpMs,
    dispositions: [toId(disposition)],
    record: company.record,
    serviceLevelMs: 20_000,
    waitMsMax: company.waitMsMax,
    waitingMax: company.waitingMax,
    rule: company.rule,
    ...(company.weights ? { weight: 50 + 50 * (n % 3) } : {}),
  }
}

function agentOf({ company, tasks }: Scenario, id: string): AgentConfig {
  const n = numberOf(id)
  const served = Math.min(company.queuesPerAgent, company.queues)
  return {
    id: toId<AgentId>(id),
    name: `Agent ${id}`,
    directoryId: `dir-${id}`,
    role: 'agent',
    ...(tasks.unitsStep === 0 ? {} : { units: 100 - ((n * tasks.unitsStep) % 67) }),
    ...(company.weights && n % 2 === 0 ? { weights: { [`q${n % company.queues}`]: 300 } } : {}),
    address: `+4416329${String(10_000 + n).padStart(6, '0')}`,
    skills:
      company.skills === 0
        ? []
        : [0, 1, 2].map(step => ({
            skill: skillOf((n + step) % company.skills),
            level: 1 + ((n + step) % 5),
          })),
    queues: Array.from({ length: served }, (_, step) =>
      toId<QueueId>(`q${(n + step) % company.queues}`),
    ),
  }
}

function skillOf(n: number): SkillId {
  return toId<SkillId>(`s${n}`)
}

/** A greeting, a menu with a key for each queue, and for whom a queue sends on: the first queue, then good-bye. */
function flowOf({ company }: Scenario, edition: number): Flow {
  const id = toId<StepId>
  const keys = ids(Math.min(company.queues, menuKeysMax), 'q')
  const queueSteps = keys.map((queue, n): readonly [string, FlowStep] => [
    queue,
    {
      kind: 'queue',
      queue: toId<QueueId>(queue),
      ...(company.priorities && n % 2 === 1 ? { priority: 2 } : {}),
      closed: id('bye'),
      timeout: n === 0 ? id('bye') : id('q0'),
    },
  ])
  const menu: FlowStep = {
    kind: 'menu',
    prompts: [{ kind: 'say', text: 'Choose.' }],
    keys: Object.fromEntries(keys.map((queue, n) => [String(n + 1), id(queue)])),
    keyMs: 4000,
    attemptsMax: 2,
    otherwise: id('bye'),
  }
  const said = (text: string, next: string): FlowStep => ({
    kind: 'say',
    prompts: [{ kind: 'say', text }],
    next: id(next),
  })
  return {
    id: toId<FlowId>('main'),
    name: 'Main line',
    version: `v${edition}`,
    start: company.menu ? id('hello') : id('q0'),
    steps: Object.fromEntries([
      ...queueSteps,
      ['hello', said('Hello.', 'menu')],
      ['menu', menu],
      ['bye', said('Good-bye.', 'end')],
      ['end', { kind: 'hang-up' }],
    ]),
  }
}
