import { z } from '@hono/zod-openapi'
import type {
  AgentId,
  DispositionId,
  ExpertId,
  FlowId,
  HoursId,
  QueueId,
  SkillId,
  TenantId,
} from '#core'
import { promptFile } from './config-flow.ts'
import { presenceName } from './views-floor.ts'
import { consentLengthMax } from './web-calls.ts'
import {
  atMost,
  date,
  duration,
  guid,
  id,
  label,
  language,
  origin,
  path,
  phoneNumber,
  span,
} from './config-values.ts'

/** Everything a tenant decides about itself, in one file that names its flows' files. */

/** The longest talk with a number outside that a tenant may allow: a day. */
export const bridgedMsMax = 86_400_000
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
export const expertsListedMax = 2_000
export const notReadyReasonsMax = 50
export const formFieldsMax = 50
export const formChoicesMax = 100
export const webEntriesMax = 100
export const webOriginsMax = 50

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
const units = z.int().min(1).max(10_000)

const presences = z.array(presenceName).max(8)

const servedQueue = z.union([
  id<QueueId>('a queue', 'sales'),
  z.strictObject({ queue: id<QueueId>('a queue', 'sales'), weight }),
])

const formField = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name for a field')
      .describe(
        'A name for the answer, as contract: a small letter, then small letters, digits, -',
      ),
    label,
    kind: z.enum(['text', 'choice', 'number', 'yes-no']).default('text'),
    required: z.boolean().default(false),
    choices: z.array(label).min(1).max(formChoicesMax).optional().describe('Of a choice alone'),
  })
  .refine(field => (field.kind === 'choice') === (field.choices !== undefined), {
    message: 'a choice needs `choices`, and nothing else has them',
  })

const alerts = z.strictObject({
  waitingMax: z.int().min(0).max(100_000).optional().describe('More waiting than this'),
  longestWait: duration(1_000, waitMsMax).optional().describe('Somebody waits longer than this'),
  serviceLevelMin: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe(
      'A smaller service level today than this, in percent: of all that left the queue, those answered in time',
    ),
  availableMin: z.int().min(0).max(agentsMax).optional().describe('Fewer free agents than this'),
})

const expert = z.strictObject({
  id: id<ExpertId>('an expert', 'nora.legal'),
  name: label,
  address: phoneNumber.describe('The number of the expert’s phone'),
  about: z.string().min(1).max(200).optional().describe('What the expert may be asked about'),
})

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
  forms: z
    .array(formField)
    .max(formFieldsMax)
    .optional()
    .describe('What is asked when a call is filed'),
  alerts: alerts.optional().describe('When the queue’s figures want a supervisor’s eye'),
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
  units: units.optional().describe('How much work the agent may have at once; 100'),
})

const channelCost = z.strictObject({
  units: units.optional().describe('What one takes of an agent’s units'),
  exclusive: z.boolean().optional().describe('Whether it is an agent’s only work'),
  interruptible: z.boolean().optional().describe('Whether an exclusive one may come beside it'),
})

const channelCosts = z
  .strictObject({
    voice: channelCost
      .optional()
      .describe('Taken in any case; { units: 100, exclusive: true } where nothing is said'),
    task: channelCost
      .optional()
      .describe('Taken when named; { units: 30 } where no more is said, as in `task: {}`'),
  })
  .describe('The channels the tenant takes, and what each takes of an agent')

const webEntry = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'is not a name for an entry')
      .describe('A name for the address of the page: small letters, digits, -'),
    name: label.describe('What customers read above the button'),
    flow: id<FlowId>('a flow', 'main').optional().describe('The flow calls begin in'),
    number: phoneNumber.optional().describe('In place of a flow: the one of this number'),
    origins: z
      .array(origin)
      .max(webOriginsMax)
      .default([])
      .describe('Sites whose pages may hold the button; none but Parley’s own page'),
    consent: z
      .string()
      .min(1)
      .max(consentLengthMax)
      .optional()
      .describe('What a customer agrees to before calling, as that calls are recorded'),
    callsMax: z.int().min(1).max(1_000).default(50).describe('Calls at a time; 50'),
    callsPerSourceMax: z
      .int()
      .min(1)
      .max(1_000)
      .default(3)
      .describe('Calls at a time from one network address; 3'),
  })
  .refine(entry => (entry.flow === undefined) !== (entry.number === undefined), {
    message: 'needs `flow` or `number`, and not both',
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
    skills: z
      .array(z.strictObject({ id: id<SkillId>('a skill', 'english'), name: label }))
      .max(skillsMax)
      .optional()
      .describe('The skills there are; where they are listed, an unlisted one is a mistake'),
    experts: z
      .array(expert)
      .max(expertsListedMax)
      .default([])
      .describe('People who serve no queue, and may be asked or handed customers'),
    notReadyReasons: z
      .array(z.string().min(1).max(80))
      .min(1)
      .max(notReadyReasonsMax)
      .optional()
      .describe('What agents may say of being not ready; break, lunch, meeting, training, other'),
    zone: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe(
        'An IANA zone whose midnight begins the day of all figures; that of the first hours',
      ),
    channels: channelCosts.optional(),
    monitoringShown: z
      .boolean()
      .default(true)
      .describe('Whether agents see that a supervisor is in their talk; true'),
    bridgedMax: duration(60_000, bridgedMsMax)
      .default(14_400_000)
      .describe('The longest talk of a customer with a number outside; 4h'),
    webCalls: z
      .array(webEntry)
      .max(webEntriesMax)
      .optional()
      .describe('Where customers call from web pages'),
    agentPhones: z
      .enum(['both', 'teams', 'browser'])
      .default('both')
      .describe('At what agents may take calls: Teams phone, browser, or both; both'),
    flows: z.array(path).min(1).max(flowsMax),
  })
  .meta({ title: 'A tenant of Parley' })

/** A tenant file after reading. */
export type TenantFile = z.infer<typeof tenantFile>
/** Opening hours after reading. */
export type HoursFile = TenantFile['hours'][number]
/** The skills an entry lists, by id. */
export type SkillsFile = Readonly<Record<string, number>>
