import { fileURLToPath } from 'node:url'
import type {
  AgentConfig,
  AgentSkill,
  Flow,
  Hours,
  QueueConfig,
  SkillNeed,
  TenantConfig,
} from '#core'
import { toId } from '#core'
import type { HoursFile, SkillsFile, TenantFile } from '#contract'
import { nearestWord } from '../nearest-word.ts'
import type { ResolvePath } from './flow-config.ts'
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
  readonly resolve: ResolvePath
  readonly zones: ZoneReader
  /** Takes what is wrong with the file, though each value for itself is right. */
  readonly complain: (path: ValuePath, finding: Finding) => void
}

/** A tenant as the core decides by it. */
export function tenantConfig(file: TenantFile, surroundings: TenantSurroundings): TenantConfig {
  return {
    tenant: file.tenant,
    name: file.name,
    language: file.language,
    numbers: file.numbers.map(({ number, flow }) => ({ address: number, flow })),
    hours: file.hours.map((hours, index) => hoursConfig(hours, index, surroundings)),
    flows: surroundings.flows,
    queues: file.queues.map(queue => queueConfig(queue, surroundings.resolve)),
    agents: file.agents.map(agentConfig),
    dispositions: file.dispositions,
  }
}

function queueConfig(file: TenantFile['queues'][number], resolve: ResolvePath): QueueConfig {
  const { id, name, priority, hours, afterNoAnswer, dispositions, record, waitingMax } = file
  return {
    id,
    name,
    skills: skillNeeds(file.skills),
    priority,
    ...(hours !== undefined && { hours }),
    music: promptConfig(file.music ?? { file: ownMusic }, resolve),
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
  }
}

function agentConfig(file: TenantFile['agents'][number]): AgentConfig {
  const { queues, skills, presenceBlocks, ...rest } = file
  const weights = queues.flatMap(one => (typeof one === 'object' ? [[one.queue, one.weight]] : []))
  return {
    ...rest,
    skills: agentSkills(skills),
    queues: queues.map(one => (typeof one === 'object' ? one.queue : one)),
    ...(weights.length > 0 && { weights: Object.fromEntries(weights) }),
    ...(presenceBlocks !== undefined && { presenceBlocks }),
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
  const { complain, zones } = surroundings
  const zone = zones(file.zone)
  if (zone === undefined) {
    complain(['hours', index, 'zone'], {
      code: 'unknown-zone',
      words: `unknown time zone “${file.zone}”`,
      remedy: zoneRemedy(file.zone),
    })
  }
  return {
    id: file.id,
    name: file.name,
    zone: zone ?? { name: file.zone, offsetMinutes: 0, changes: [] },
    week: weekSpans(file, index, surroundings),
    holidays: file.holidays.map(({ date, name, open }) => ({ date, name, spans: spanList(open) })),
  }
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
