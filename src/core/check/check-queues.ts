import type { AgentConfig, QueueConfig, SkillNeed, TenantConfig } from '../config.ts'
import type { Hours } from '../hours/hours.ts'
import type { Complaint, ConfigPath } from './complaint.ts'
import { checkPrompt } from './check-prompt.ts'

/** Queues that name what is not there, that nobody could answer, or that never open. */
export function checkQueues(config: TenantConfig): readonly Complaint[] {
  const known: Known = {
    hours: new Set(config.hours.map(({ id }) => id)),
    dispositions: new Set(config.dispositions.map(({ id }) => id)),
    serving: servingAgents(config),
  }
  return [
    ...config.queues.flatMap((queue, index) => checkQueue(known, queue, ['queues', index])),
    ...config.hours.flatMap((hours, index) => checkHours(hours, ['hours', index])),
  ]
}

/** What queues may name, gathered once: tenants have thousands of agents and queues. */
interface Known {
  readonly hours: ReadonlySet<string>
  readonly dispositions: ReadonlySet<string>
  readonly serving: ReadonlyMap<string, readonly AgentConfig[]>
}

function servingAgents({ agents }: TenantConfig): ReadonlyMap<string, readonly AgentConfig[]> {
  const serving = new Map<string, AgentConfig[]>()
  for (const agent of agents) {
    for (const queue of agent.queues) {
      const already = serving.get(queue)
      if (already === undefined) serving.set(queue, [agent])
      else already.push(agent)
    }
  }
  return serving
}

function checkQueue(known: Known, queue: QueueConfig, path: ConfigPath): readonly Complaint[] {
  const lost = queue.dispositions.flatMap((id, nth): readonly Complaint[] => {
    if (known.dispositions.has(id)) return []
    return [unknownDisposition(id, [...known.dispositions], [...path, 'dispositions', nth])]
  })
  const serving = known.serving.get(queue.id) ?? []
  return [
    ...checkQueueHours(known, queue, path),
    ...(queue.dispositions.length === 0 ? [noDispositions(queue, [...path, 'dispositions'])] : []),
    ...lost,
    ...(serving.length === 0
      ? [unserved(queue, [...path, 'id'])]
      : unskilled(queue, serving, path)),
    ...checkLimits(queue, path),
    ...checkPrompt(queue.music, [...path, 'music']),
  ]
}

function checkQueueHours(
  { hours }: Known,
  queue: QueueConfig,
  path: ConfigPath,
): readonly Complaint[] {
  if (queue.hours === undefined || hours.has(queue.hours)) return []
  return [
    {
      severity: 'error',
      code: 'unknown-hours',
      words: `no opening hours are called “${queue.hours}”`,
      remedy: 'Name opening hours of this tenant, or leave them out to be open always.',
      path: [...path, 'hours'],
      lost: { name: queue.hours, known: [...hours] },
    },
  ]
}

function unknownDisposition(id: string, known: readonly string[], path: ConfigPath): Complaint {
  return {
    severity: 'error',
    code: 'unknown-disposition',
    words: `no disposition is called “${id}”`,
    remedy: 'Name a disposition of this tenant.',
    path,
    lost: { name: id, known },
  }
}

function noDispositions({ id }: QueueConfig, path: ConfigPath): Complaint {
  return {
    severity: 'error',
    code: 'no-dispositions',
    words: `an agent could not file a talk of “${id}”: it has no dispositions`,
    remedy: 'Name at least one disposition of this tenant.',
    path,
  }
}

function unserved({ id }: QueueConfig, path: ConfigPath): Complaint {
  return {
    severity: 'warning',
    code: 'queue-unserved',
    words: `no agent serves the queue “${id}”`,
    remedy: 'Write it among the queues of at least one agent.',
    path,
  }
}

/** Required skills that no serving agent has, each by itself and then all together. */
function unskilled(
  queue: QueueConfig,
  serving: readonly AgentConfig[],
  path: ConfigPath,
): readonly Complaint[] {
  const needs = queue.skills.map((need, nth) => ({ need, nth }))
  const required = needs.filter(({ need }) => need.need === 'required')
  const lacking = required.filter(({ need }) => !serving.some(agent => hasSkill(agent, need)))
  if (lacking.length > 0) {
    return lacking.map(({ need: { skill, levelMin }, nth }) =>
      withoutSkills(`no agent of “${queue.id}” has the skill “${skill}” at level ${levelMin}`, [
        ...path,
        'skills',
        nth,
      ]),
    )
  }
  const able = serving.some(agent => required.every(({ need }) => hasSkill(agent, need)))
  if (able) return []
  const words = `no agent of “${queue.id}” has all the skills it requires`
  return [withoutSkills(words, [...path, 'skills', 0])]
}

function withoutSkills(words: string, path: ConfigPath): Complaint {
  return {
    severity: 'warning',
    code: 'queue-without-skills',
    words,
    remedy: 'Ask for less, or let an agent who has it serve the queue.',
    path,
  }
}

function hasSkill({ skills }: AgentConfig, { skill, levelMin }: SkillNeed): boolean {
  return skills.some(has => has.skill === skill && has.level >= levelMin)
}

function checkLimits(queue: QueueConfig, path: ConfigPath): readonly Complaint[] {
  if (queue.waitMsMax >= queue.ringMs) return []
  return [
    {
      severity: 'warning',
      code: 'bad-limit',
      words: `callers leave “${queue.id}” before the first phone has rung to its end`,
      remedy: 'Let the longest wait be longer than the ringing.',
      path: [...path, 'waitMsMax'],
    },
  ]
}

function checkHours({ id, week, holidays }: Hours, path: ConfigPath): readonly Complaint[] {
  if ([...week, ...holidays.map(({ spans }) => spans)].some(spans => spans.length > 0)) return []
  return [
    {
      severity: 'warning',
      code: 'never-open',
      words: `the opening hours “${id}” never open`,
      remedy: 'Give at least one day a span.',
      path: [...path, 'week'],
    },
  ]
}
