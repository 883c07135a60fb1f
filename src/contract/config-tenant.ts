import { z } from '@hono/zod-openapi'
import type { AgentId, DispositionId, FlowId, HoursId, QueueId, TenantId } from '#core'
import { promptFile } from './config-flow.ts'
import {
  atMost,
  date,
  duration,
  guid,
  id,
  label,
  language,
  path,
  phoneNumber,
  span,
} from './config-values.ts'

/** Everything a tenant decides about itself, in one file that names its flows' files. */

/** How many of each a tenant may have. */
export const numbersMax = 10_000
export const hoursMax = 500
export const holidaysMax = 500
export const spansMax = 12
export const queuesMax = 1_000
export const agentsMax = 10_000
export const skillsMax = 200
export const dispositionsMax = 500
export const flowsMax = 500

/** The longest wait a queue may allow: a day. */
export const waitMsMax = 86_400_000

const skillId = z.string().regex(/^[a-z0-9][a-z0-9._~-]{0,63}$/)
const level = z.int().min(1).max(5)

/** Written `english: 3`; read into a list of skills with their levels. */
const skills = atMost(z.record(skillId, level), skillsMax).describe(
  'Skills with their levels, 1 (beginner) to 5 (expert)',
)

const spans = z
  .union([span, z.array(span).max(spansMax)])
  .describe('When it is open: one span, or a list of them; an empty list is closed')

const dayKey = /^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/

const hours = z.strictObject({
  id: id<HoursId>('opening hours', 'office'),
  name: label,
  zone: z.string().min(1).max(64).describe('An IANA time zone, as Europe/London'),
  week: z
    .union([z.literal('always'), z.record(z.string().regex(dayKey), spans)])
    .describe('`always`, or days (`mon`, `mon-fri`) with their spans; a day left out is closed'),
  holidays: z
    .array(z.strictObject({ date, name: label, open: spans.optional() }))
    .max(holidaysMax)
    .default([])
    .describe('Days on which the week does not hold; closed all day unless `open` says when'),
})

const weight = z.int().min(1).max(10_000)

const presences = z
  .array(
    z.enum([
      'available',
      'busy',
      'in-a-call',
      'in-a-meeting',
      'do-not-disturb',
      'away',
      'offline',
      'unknown',
    ]),
  )
  .max(8)

const servedQueue = z.union([
  id<QueueId>('a queue', 'sales'),
  z.strictObject({ queue: id<QueueId>('a queue', 'sales'), weight }),
])

const queue = z.strictObject({
  id: id<QueueId>('a queue', 'sales'),
  name: label,
  skills: z
    .strictObject({ required: skills.default({}), preferred: skills.default({}) })
    .default({ required: {}, preferred: {} })
    .describe('An agent without a required skill is not offered; preferred ones rank agents'),
  priority: z.int().min(1).max(5).default(3).describe('1 is served first, 5 last; 3'),
  hours: id<HoursId>('opening hours', 'office').optional(),
  music: promptFile.optional().describe('While waiting; Parley’s own tune where it is left out'),
  ring: duration(3_000, 120_000).default(20_000).describe('How long one phone rings; 20s'),
  afterNoAnswer: z
    .enum(['not-ready', 'stay-available'])
    .default('not-ready')
    .describe('What becomes of an agent who let an offer pass; not-ready'),
  routing: z
    .enum(['longest-idle', 'round-robin', 'serial', 'ring-all', 'best-skilled'])
    .default('longest-idle')
    .describe('How free agents who have the skills are chosen; longest-idle'),
  weight: weight
    .default(100)
    .describe('For agents of several queues: of equal priority, wait × weight decides; 100'),
  presenceBlocks: presences
    .optional()
    .describe('Presences that keep offers away; do-not-disturb and in-a-call'),
  noAgents: z
    .enum(['wait', 'leave'])
    .default('wait')
    .describe('Whether a call waits while nobody who fits is signed in; wait'),
  wrapUpEnds: z
    .enum(['by-time', 'by-agent'])
    .default('by-time')
    .describe('Whether wrap-up ends after its time, or when the agent says so; by-time'),
  wrapUp: duration(0, 3_600_000).default(60_000).describe('Time to file a call after it; 60s'),
  dispositions: z.array(id<DispositionId>('a disposition', 'sold')).max(dispositionsMax),
  record: z.boolean().default(false).describe('Whether talks are recorded; false'),
  serviceLevel: duration(1_000, waitMsMax)
    .default(20_000)
    .describe('An answer within this wait counts into the service level; 20s'),
  waitMax: duration(1_000, waitMsMax).default(900_000).describe('The longest wait; 15m'),
  waitingMax: z.int().min(0).max(100_000).default(200).describe('The longest line; 200'),
})

const agent = z.strictObject({
  id: id<AgentId>('an agent', 'maya.brooks'),
  name: label,
  directoryId: guid.describe('The person’s object id in the directory: who signs in as this agent'),
  role: z.enum(['agent', 'supervisor', 'admin']).default('agent'),
  address: phoneNumber.describe('The number of the agent’s Teams phone'),
  skills: skills.default({}),
  queues: z
    .array(servedQueue)
    .max(queuesMax)
    .default([])
    .describe('Queues served; { queue: sales, weight: 200 } gives a queue a weight of its own'),
  presenceBlocks: presences
    .optional()
    .describe('Presences that keep offers away, in place of the queues’ own'),
})

/** A tenant file as it is written. */
export const tenantFile = z
  .strictObject({
    tenant: id<TenantId>('a tenant', 'contoso'),
    name: label,
    directory: guid.describe('The id of the tenant’s directory in Microsoft Entra ID'),
    language: language.describe('The language of prompts that name none'),
    trunks: z.strictObject({
      in: z.array(z.string().min(1).max(64)).max(100).describe('Trunks customers call in on'),
      agents: z.string().min(1).max(64).describe('The trunk to the agents’ phones'),
    }),
    numbers: z
      .array(z.strictObject({ number: phoneNumber, flow: id<FlowId>('a flow', 'main') }))
      .max(numbersMax),
    hours: z.array(hours).max(hoursMax).default([]),
    queues: z.array(queue).max(queuesMax).default([]),
    agents: z.array(agent).max(agentsMax).default([]),
    dispositions: z
      .array(z.strictObject({ id: id<DispositionId>('a disposition', 'sold'), name: label }))
      .max(dispositionsMax)
      .default([]),
    flows: z.array(path).min(1).max(flowsMax),
  })
  .meta({ title: 'A tenant of Parley' })

/** A tenant file after reading. */
export type TenantFile = z.infer<typeof tenantFile>
/** Opening hours after reading. */
export type HoursFile = TenantFile['hours'][number]
/** The skills an entry lists, by id. */
export type SkillsFile = Readonly<Record<string, number>>
