import { fileURLToPath } from 'node:url'
import type {
  AgentConfig,
  AgentSkill,
  ChannelCost,
  Flow,
  FormField,
  Hours,
  QueueAlerts,
  QueueConfig,
  SkillNeed,
  TenantConfig,
} from '#core'
import { toId } from '#core'
import type { HoursFile, SkillsFile, TenantFile } from '#contract'
import { webEntries } from './web-entries.ts'
import { nearestWord } from '../nearest-word.ts'
import type { Places } from './flow-config.ts'
import { promptConfig } from './flow-config.ts'
import type { Finding } from '../reading/gathered.ts'
import type { ValuePath } from '../reading/yaml-source.ts'
import type { ZoneReader } from './zone-table.ts'

type DaySpans = Hours['week'][number]

/** Parley's own tune, for queues that name none. */
const ownMusic = fileURLToPath(new URL('../../../assets/music/waiting.wav', import.meta.url))

/** What turning a tenant's file into its configuration needs beside the file. */
export interface TenantSurroundings {
  readonly flows: readonly Flow[]
  readonly places: Places
  readonly zones: ZoneReader
  /** Takes what is wrong with the file, though each value for itself is right. */
  readonly complain: (path: ValuePath, finding: Finding) => void
}

/** A tenant as the core decides by it. */
export function tenantConfig(file: TenantFile, surroundings: TenantSurroundings): TenantConfig {
  complainOfSkills(file, surroundings)
  return {
    tenant: file.tenant,
    name: file.name,
    language: file.language,
    numbers: file.numbers.map(({ number, flow }) => ({ address: number, flow })),
    hours: file.hours.map((hours, index) => hoursConfig(hours, index, surroundings)),
    flows: surroundings.flows,
    queues: file.queues.map(queue => queueConfig(queue, surroundings.places)),
    agents: file.agents.map(agentConfig),
    dispositions: file.dispositions,
    experts: file.experts.map(({ about, ...expert }) => ({
      ...expert,
      ...(about !== undefined && { about }),
    })),
    ...(file.notReadyReasons !== undefined && { notReadyReasons: file.notReadyReasons }),
    ...(file.zone !== undefined && { zone: zoneOf(file.zone, ['zone'], surroundings) }),
    monitoringShown: file.monitoringShown,
    bridgedMsMax: file.bridgedMax,
    ...(file.channels !== undefined && { channels: channelCosts(file.channels) }),
    ...(file.agentPhones !== 'both' && { agentPhones: file.agentPhones }),
    ...(file.webCalls !== undefined && { webCalls: webEntries(file, surroundings) }),
  }
}

function queueConfig(file: TenantFile['queues'][number], places: Places): QueueConfig {
  const { id, name, priority, hours, afterNoAnswer, dispositions, record, waitingMax } = file
  return {
    id,
    name,
    skills: skillNeeds(file.skills),
    priority,
    ...(hours !== undefined && { hours }),
    music: promptConfig(file.music ?? { file: ownMusic }, places),
    ringMs: file.ring,
    afterNoAnswer,
    wrapUpMs: file.wrapUp,
    dispositions,
    record,
    serviceLevelMs: file.serviceLevel,
    waitMsMax: file.waitMax,
    waitingMax,
    rule: file.routing,
    weight: file.weight,
    noAgents: file.noAgents,
    wrapUpEnds: file.wrapUpEnds,
    ...(file.presenceBlocks !== undefined && { presenceBlocks: file.presenceBlocks }),
    ...(file.forms !== undefined && { forms: file.forms.map(formField) }),
    ...(file.alerts !== undefined && { alerts: alertsConfig(file.alerts) }),
  }
}

type QueueFile = TenantFile['queues'][number]

function formField({ choices, ...field }: NonNullable<QueueFile['forms']>[number]): FormField {
  return { ...field, ...(choices !== undefined && { choices }) }
}

function alertsConfig(file: NonNullable<QueueFile['alerts']>): QueueAlerts {
  const { waitingMax, longestWait, serviceLevelMin, availableMin } = file
  return {
    ...(waitingMax !== undefined && { waitingMax }),
    ...(longestWait !== undefined && { longestWaitMs: longestWait }),
    ...(serviceLevelMin !== undefined && { serviceLevelMin }),
    ...(availableMin !== undefined && { availableMin }),
  }
}

/** What is left out stays out, so that what is usual holds. */
function channelCosts({
  voice,
  task,
}: NonNullable<TenantFile['channels']>): NonNullable<TenantConfig['channels']> {
  return {
    ...(voice !== undefined && { voice: given(voice) }),
    ...(task !== undefined && { task: given(task) }),
  }
}

function given({
  units,
  exclusive,
  interruptible,
}: NonNullable<NonNullable<TenantFile['channels']>['task']>): Partial<ChannelCost> {
  return {
    ...(units !== undefined && { units }),
    ...(exclusive !== undefined && { exclusive }),
    ...(interruptible !== undefined && { interruptible }),
  }
}

function agentConfig(file: TenantFile['agents'][number]): AgentConfig {
  const { queues, skills, presenceBlocks, units, ...rest } = file
  const weights = queues.flatMap(one => (typeof one === 'object' ? [[one.queue, one.weight]] : []))
  return {
    ...rest,
    skills: agentSkills(skills),
    queues: queues.map(one => (typeof one === 'object' ? one.queue : one)),
    ...(weights.length > 0 && { weights: Object.fromEntries(weights) }),
    ...(presenceBlocks !== undefined && { presenceBlocks }),
    ...(units !== undefined && { units }),
  }
}

/** Required needs first, then preferred ones, each in the order of the file. */
function skillNeeds(skills: TenantFile['queues'][number]['skills']): readonly SkillNeed[] {
  const needs = (need: SkillNeed['need']): readonly SkillNeed[] =>
    Object.entries(skills[need]).map(([skill, levelMin]) => ({
      skill: toId(skill),
      levelMin,
      need,
    }))
  return [...needs('required'), ...needs('preferred')]
}

function agentSkills(skills: SkillsFile): readonly AgentSkill[] {
  return Object.entries(skills).map(([skill, level]) => ({ skill: toId(skill), level }))
}

function hoursConfig(file: HoursFile, index: number, surroundings: TenantSurroundings): Hours {
  return {
    id: file.id,
    name: file.name,
    zone: zoneOf(file.zone, ['hours', index, 'zone'], surroundings),
    week: weekSpans(file, index, surroundings),
    holidays: file.holidays.map(({ date, name, open }) => ({ date, name, spans: spanList(open) })),
  }
}

function zoneOf(
  name: string,
  path: ValuePath,
  { complain, zones }: TenantSurroundings,
): Hours['zone'] {
  const zone = zones(name)
  if (zone === undefined) {
    complain(path, {
      code: 'unknown-zone',
      words: `unknown time zone “${name}”`,
      remedy: zoneRemedy(name),
    })
  }
  return zone ?? { name, offsetMinutes: 0, changes: [] }
}

function zoneRemedy(written: string): string {
  const meant = nearestWord(written, Intl.supportedValuesOf('timeZone'))
  return meant === undefined
    ? 'Write an IANA name, as Europe/London or America/New_York.'
    : `Did you mean “${meant}”?`
}

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const wholeDay: DaySpans = [{ from: 0, to: 1440 }]

/** The week, Monday first. A day that two entries name is refused: nobody can tell which one holds. */
function weekSpans(
  file: HoursFile,
  index: number,
  { complain }: TenantSurroundings,
): readonly DaySpans[] {
  const { week } = file
  if (week === 'always') return dayNames.map(() => wholeDay)
  const days = new Map<string, DaySpans>()
  for (const [key, spans] of Object.entries(week)) {
    for (const day of daysOf(key)) {
      if (days.has(day)) {
        complain(['hours', index, 'week', key], {
          code: 'day-twice',
          words: `“${key}” names ${day}, which an entry above has named already`,
          remedy: 'Let each day stand in one entry, with a list of spans.',
        })
      }
      days.set(day, spanList(spans))
    }
  }
  return dayNames.map(day => days.get(day) ?? [])
}

/** `mon-fri` is five days, and `sat-mon` runs over the week's end. */
function daysOf(key: string): readonly string[] {
  const [first = '', last = first] = key.split('-')
  const from = dayNames.indexOf(first)
  const count = (dayNames.indexOf(last) - from + 7) % 7
  return Array.from({ length: count + 1 }, (_, step) => dayNames[(from + step) % 7] ?? first)
}

function spanList(spans: DaySpans | DaySpans[number] | undefined): DaySpans {
  return spans === undefined ? [] : [spans].flat()
}

/** Where a tenant lists its skills, one that nobody listed is written wrongly. */
function complainOfSkills(
  { skills, agents, queues }: TenantFile,
  { complain }: TenantSurroundings,
): void {
  if (skills === undefined) return
  const known = skills.map(({ id }) => String(id))
  const check = (used: SkillsFile, path: ValuePath): void => {
    for (const skill of Object.keys(used)) {
      if (!known.includes(skill)) complain([...path, skill], unknownSkill(skill, known))
    }
  }
  for (const [nth, agent] of agents.entries()) check(agent.skills, ['agents', nth, 'skills'])
  for (const [nth, queue] of queues.entries()) {
    check(queue.skills.required, ['queues', nth, 'skills', 'required'])
    check(queue.skills.preferred, ['queues', nth, 'skills', 'preferred'])
  }
}

function unknownSkill(skill: string, known: readonly string[]): Finding {
  const meant = nearestWord(skill, known)
  return {
    code: 'unknown-skill',
    words: `no skill is called “${skill}”`,
    remedy:
      meant === undefined
        ? 'List it among the skills, or take it out.'
        : `Did you mean “${meant}”?`,
  }
}
