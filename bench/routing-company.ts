import type { AgentConfig, FlowId, QueueConfig, QueueId, SkillId, TenantConfig } from '#core'
import { toId } from '#core'

/** Queues each agent serves. */
const queuesOfAgent = 8

/** The number that leads to a queue. */
export function numberOf(index: number): string {
  return `+44163296${String(index).padStart(4, '0')}`
}

/** The id of an agent. */
export function agentName(index: number): string {
  return `agent-${index}`
}

/** A company of any size: each queue has a number, a required skill and a preferred one. */
export function manyQueues(size: {
  readonly agents: number
  readonly queues: number
  readonly skills: number
}): TenantConfig {
  return {
    tenant: toId('contoso'),
    name: 'Contoso',
    language: 'en-US',
    numbers: indices(size.queues).map(index => ({
      address: numberOf(index),
      flow: toId<FlowId>(`flow-${index}`),
    })),
    hours: [],
    flows: indices(size.queues).map(flow),
    queues: indices(size.queues).map(index => queueConfig(index, size.skills)),
    agents: indices(size.agents).map(index => agent(index, size)),
    dispositions: [{ id: toId('done'), name: 'Done' }],
  }
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}

function flow(index: number): TenantConfig['flows'][number] {
  const end = toId<never>('end')
  return {
    id: toId<FlowId>(`flow-${index}`),
    name: `Line ${index}`,
    version: 'v1',
    start: toId('wait'),
    steps: {
      wait: { kind: 'queue', queue: queueId(index), closed: end, timeout: end },
      end: { kind: 'hang-up' },
    },
  }
}

function queueId(index: number): QueueId {
  return toId<QueueId>(`queue-${index}`)
}

function skillId(index: number, skills: number): SkillId {
  return toId<SkillId>(`skill-${index % skills}`)
}

function queueConfig(index: number, skills: number): QueueConfig {
  return {
    id: queueId(index),
    name: `Queue ${index}`,
    skills: [
      { skill: skillId(index, skills), levelMin: 2, need: 'required' },
      { skill: skillId(index + 1, skills), levelMin: 3, need: 'preferred' },
    ],
    priority: 3,
    music: { kind: 'file', file: 'waiting.wav' },
    ringMs: 20_000,
    afterNoAnswer: 'not-ready',
    wrapUpMs: 60_000,
    dispositions: [toId('done')],
    record: false,
    serviceLevelMs: 20_000,
    waitMsMax: 86_400_000,
    waitingMax: 200_000,
  }
}

/** An agent has the required skills of its queues, and the preferred one of every other queue. */
function agent(
  index: number,
  size: { readonly queues: number; readonly skills: number },
): AgentConfig {
  const serves = new Set(
    Array.from({ length: queuesOfAgent }, (_, turn) => (index * 13 + turn * 37) % size.queues),
  )
  const levels = new Map<SkillId, number>()
  for (const queue of serves) {
    levels.set(skillId(queue, size.skills), 3)
    if ((index + queue) % 2 === 0) levels.set(skillId(queue + 1, size.skills), 4)
  }
  return {
    id: toId(agentName(index)),
    name: `Agent ${index}`,
    directoryId: `directory-${index}`,
    role: 'agent',
    address: '+441632960001',
    skills: [...levels].map(([skill, level]) => ({ skill, level })),
    queues: [...serves].map(queueId),
  }
}
