import { z } from 'zod'

const share = z.number().min(0).max(1)
const ms = z.number().int().min(0)

const company = z.strictObject({
  agents: z.number().int().min(0).max(20_000).default(8),
  queues: z.number().int().min(1).max(1000).default(2),
  /** How many queues each agent serves. */
  queuesPerAgent: z.number().int().min(1).default(2),
  /** Skills there are; queue n asks for skill n of them, every third as a wish only. */
  skills: z.number().int().min(0).max(200).default(0),
  ringMs: ms.default(20_000),
  wrapUpMs: ms.default(15_000),
  waitMsMax: ms.default(240_000),
  waitingMax: z.number().int().min(0).default(50),
  afterNoAnswer: z.enum(['not-ready', 'stay-available']).default('not-ready'),
  record: z.boolean().default(true),
  rule: z
    .enum(['longest-idle', 'round-robin', 'serial', 'ring-all', 'best-skilled'])
    .default('longest-idle'),
  /** Without a menu, a call goes straight to the first queue. */
  menu: z.boolean().default(true),
  /** Callers give digits, some of them secret, run through a flow inside another, and leave messages. */
  wholeFlows: z.boolean().default(false),
  /** Opening hours, announcements, keys, queues of every kind, on top of whole flows; editions take them away. */
  variety: z.boolean().default(false),
  /** An agent may have two calls at once. */
  twoCalls: z.boolean().default(false),
  /** Queues and agents weigh queues differently. */
  weights: z.boolean().default(false),
  /** Queues differ in priority, and the numbers lead to them with priorities of their own. */
  priorities: z.boolean().default(false),
})

const callers = z.strictObject({
  perHour: z.number().min(0).default(400),
  /** How much busier each twelfth of a day is than the mean; the day begins over after the last. */
  shape: z.array(z.number().min(0)).min(1).default([1]),
  dayMs: ms.min(1).default(3_600_000),
  patienceMs: ms.default(120_000),
  talkMs: ms.default(120_000),
  pressesRight: share.default(0.85),
  pressesWrong: share.default(0.1),
  fidgets: share.default(0.1),
  wrongNumber: share.default(0.02),
})

const agents = z.strictObject({
  shift: z.boolean().default(true),
  breakEveryMs: ms.default(900_000),
  breakMs: ms.default(120_000),
  signOutEveryMs: ms.default(3_600_000),
  /** How soon somebody who was set not ready says to be back. */
  backMs: ms.default(10_000),
  declines: share.default(0.03),
  filesWrapUp: share.default(0.7),
  /** Talks in which agents hold, consult and hand over. */
  handovers: share.default(0),
  /** Talks in which agents mute themselves, press keys, and pause the recording. */
  ownEnd: share.default(0),
  /** How often presence changes, or wrap-up is put off or skipped. */
  changesEveryMs: ms.default(0),
  /** How often an agent does something that makes no sense where it stands. */
  nonsenseEveryMs: ms.default(600_000),
})

const phones = z.strictObject({
  answers: share.default(0.85),
  answerMs: ms.default(5000),
  busy: share.default(0.03),
  declines: share.default(0.03),
  unreachable: share.default(0.02),
  fault: share.default(0.01),
})

const outside = z.strictObject({
  latencyMs: ms.default(30),
  promptMs: ms.default(3000),
  /** Results that come late, and how late. */
  late: share.default(0.02),
  lateMs: ms.default(2000),
  fails: share.default(0.01),
  /** Results told twice; only the bare core can hear one twice, the lane takes one answer an order. */
  repeats: share.default(0.01),
  losesLegEveryMs: ms.default(600_000),
  /** How often the leg of an agent who talks breaks, with nobody hanging up; 0 is never. */
  losesAgentEveryMs: ms.default(0),
  /** Legs that end only long after their hang-up was ordered, and how long. */
  deaf: share.default(0),
  deafMs: ms.default(300_000),
})

const tasks = z.strictObject({
  perHour: z.number().min(0).default(0),
  workMs: ms.default(90_000),
  /** How long whoever sent a task waits before it is taken back. */
  patienceMs: ms.default(300_000),
  units: z.number().int().min(1).default(30),
  interruptible: z.boolean().default(false),
  /** Agents differ in their units: this many less with each, down to a third. */
  unitsStep: z.number().int().min(0).default(0),
})

const supervisor = z.strictObject({
  /** How often a supervisor listens in, moves, ranks, takes over, or sends somebody on a break. */
  everyMs: ms.default(0),
  /** Whether the supervisor is available for the first queue as well. */
  serves: z.boolean().default(false),
})

const faults = z.strictObject({
  /** The process is killed, and opened again after a while. Legs up may outlive it. */
  kill: z
    .strictObject({ everyMs: ms.min(1), downMs: ms, legsSurvive: share.default(0) })
    .optional(),
  /** The machine's clock jumps, forward or back. */
  clock: z.strictObject({ everyMs: ms.min(1), byMs: ms }).optional(),
  journal: z.strictObject({ slowMs: ms.default(0), fails: share.default(0) }).optional(),
  records: z.strictObject({ slowMs: ms.default(0), fails: share.default(0) }).optional(),
  /** A new configuration is published: agents come and go, queues too, flows change version. */
  config: z.strictObject({ everyMs: ms.min(1) }).optional(),
})

/**
 * A world in numbers: a workload, faults, checks. Everything has a usual value, so a scenario's
 * file says only what is special about it.
 */
export const scenarioShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  about: z.string().min(10),
  /** `core` steps the core directly; `lane` runs the real lane with journal, records and channel. */
  runs: z.enum(['core', 'lane']).default('core'),
  company: company.prefault({}),
  callers: callers.prefault({}),
  agents: agents.prefault({}),
  phones: phones.prefault({}),
  outside: outside.prefault({}),
  tasks: tasks.prefault({}),
  supervisor: supervisor.prefault({}),
  faults: faults.prefault({}),
  /** Checks left out, by name; the file's comment says why. */
  unchecked: z.array(z.string()).default([]),
})

/** One scenario, complete. */
export type Scenario = Readonly<z.infer<typeof scenarioShape>>
