import { z } from '@hono/zod-openapi'

/**
 * What the server shows. Moments are milliseconds since 1970 by the server's clock; every view
 * carries `at`, so that a client can run its clocks on the server's time.
 */

const moment = z.number().int().describe('Milliseconds since 1970-01-01 UTC')

/** The words of one reason or event, made by the core so that API, page and command line agree. */
const words = z.string()

/** The names of an agent’s routing states. */
const agentStateName = z.enum([
  'signed-out',
  'not-ready',
  'available',
  'reserved',
  'talking',
  'wrap-up',
])

/** The person outside. */
const customerView = z.object({
  address: z.string().describe('E.164, or `anonymous`'),
  name: z.string().optional(),
})

/** Anything with an id and a name. */
const namedView = z.object({ id: z.string(), name: z.string() })

/** One agent in a routing decision, in words. */
const candidateView = z.object({
  agent: namedView,
  verdict: z.enum(['chosen', 'eligible', 'excluded']),
  why: words,
})

const decisionView = z
  .object({
    rule: words,
    candidates: z.array(candidateView),
    unlisted: z.number().int(),
  })
  .openapi('Decision')

/** A key the customer pressed and where it led. */
const choiceView = z.object({ digit: z.string(), step: z.string(), ledTo: z.string() })

/** An interaction put before an agent, with all the agent should know before answering. */
const offerView = z
  .object({
    offer: z.string(),
    interaction: z.string(),
    customer: customerView,
    dialled: z.string(),
    queue: namedView,
    choices: z.array(choiceView),
    waitedMs: z.number().int(),
    madeAt: moment,
    until: moment,
    why: decisionView,
  })
  .openapi('Offer')

/** A talk under way. */
const talkView = z
  .object({
    interaction: z.string(),
    customer: customerView,
    dialled: z.string(),
    queue: namedView,
    choices: z.array(choiceView),
    since: moment,
    recorded: z.boolean(),
    /** Since when the customer waits with music, by the agent's word or the phone's. */
    held: z.object({ since: moment, by: z.enum(['agent', 'phone']) }).optional(),
    /** Somebody who is asked, or talks along. `mine` is false on the desk of the one who is asked. */
    consult: z
      .object({
        state: z.enum(['ringing', 'talking', 'joined']),
        with: words,
        number: z.string(),
        since: moment,
        mine: z.boolean(),
      })
      .optional(),
  })
  .openapi('Talk')

/** An interaction to be filed. */
const wrapUpView = z
  .object({
    interaction: z.string(),
    customer: customerView,
    queue: namedView,
    since: moment,
    until: moment,
    dispositions: z.array(namedView),
  })
  .openapi('WrapUp')

/** Everything on an agent's own page. */
export const deskView = z
  .object({
    at: moment,
    agent: namedView,
    state: agentStateName,
    since: moment,
    reason: z.string().optional(),
    /** What the agent goes to when the present work is done. */
    next: z.object({
      state: z.enum(['available', 'not-ready', 'signed-out']),
      reason: z.string().optional(),
    }),
    queues: z.array(z.object({ id: z.string(), name: z.string(), waiting: z.number().int() })),
    notReadyReasons: z.array(z.string()),
    offer: offerView.optional(),
    talk: talkView.optional(),
    wrapUp: wrapUpView.optional(),
  })
  .openapi('Desk')

/** One queue on the board. */
const queueRow = z
  .object({
    id: z.string(),
    name: z.string(),
    open: z.boolean(),
    why: words.describe('Why the queue is open or closed'),
    waiting: z.number().int(),
    /** Since when the one waiting longest has waited. */
    waitingSince: moment.optional(),
    /** For whoever comes next; absent while nobody can say. */
    expectedWaitMs: z.number().int().optional(),
    agents: z.object({
      available: z.number().int(),
      reserved: z.number().int(),
      talking: z.number().int(),
      wrapUp: z.number().int(),
      notReady: z.number().int(),
      signedOut: z.number().int(),
    }),
    /** Since the installation's last midnight in the tenant's zone. Offered = answered + abandoned + left otherwise + waiting. */
    today: z.object({
      offered: z.number().int(),
      answered: z.number().int(),
      abandoned: z.number().int(),
      leftOtherwise: z.number().int(),
      answeredInTime: z.number().int(),
      waitMsAnswered: z.number().int(),
    }),
    serviceLevelMs: z.number().int(),
  })
  .openapi('QueueRow')

/** One agent on the board. */
const agentRow = z
  .object({
    id: z.string(),
    name: z.string(),
    state: agentStateName,
    since: moment,
    reason: z.string().optional(),
    /** What is said of the person, beside what Parley decided. */
    presence: z
      .enum([
        'available',
        'busy',
        'in-a-call',
        'in-a-meeting',
        'do-not-disturb',
        'away',
        'offline',
        'unknown',
      ])
      .optional(),
    /** Whether the agent's phone can ring, as far as anybody knows. */
    device: z.enum(['ready', 'unreachable', 'unknown']).optional(),
    queues: z.array(z.string()).describe('Ids of the queues the agent serves'),
    interaction: z.string().optional(),
  })
  .openapi('AgentRow')

/** One interaction under way on the board. */
const liveInteractionRow = z
  .object({
    id: z.string(),
    customer: customerView,
    dialled: z.string(),
    phase: z.enum([
      'arrived',
      'in-flow',
      'waiting',
      'offered',
      'talking',
      'outward',
      'bridged',
      'wrap-up',
      'closing',
    ]),
    since: moment,
    arrivedAt: moment,
    queue: z.string().optional().describe('The id; the name is in `queues`'),
    agent: z.string().optional().describe('The id; the name is in `agents`'),
    step: z.string().optional(),
  })
  .openapi('LiveInteractionRow')

/** The floor, live: queues, agents, and interactions under way. */
export const boardView = z
  .object({
    at: moment,
    tenant: namedView,
    queues: z.array(queueRow),
    agents: z.array(agentRow),
    interactions: z.array(liveInteractionRow),
  })
  .openapi('Board')

/** A finished or living interaction in one row, as reports count it. */
const interactionRow = z
  .object({
    id: z.string(),
    channel: z.literal('voice'),
    customer: customerView,
    dialled: z.string(),
    arrivedAt: moment,
    endedAt: moment.optional(),
    queue: namedView.optional(),
    agent: namedView.optional(),
    waitedMs: z.number().int().optional(),
    talkMs: z.number().int().optional(),
    outcome: z
      .string()
      .optional()
      .describe('handled, abandoned-in-queue, …; absent while it lives'),
    disposition: namedView.optional(),
    recorded: z.boolean(),
  })
  .openapi('InteractionRow')

/** Interactions, the newest first, a page at a time. */
export const interactionPage = z
  .object({
    rows: z.array(interactionRow),
    next: z.string().optional().describe('Cursor of the next page'),
  })
  .openapi('InteractionPage')

/** One event of an interaction, in words and as the fact itself. */
const timelineEntry = z
  .object({
    at: moment,
    kind: z.string(),
    words,
    decision: decisionView.optional(),
    fact: z.record(z.string(), z.unknown()),
  })
  .openapi('TimelineEntry')

/** One interaction, whole: the row, its timeline, its recording. */
export const interactionView = z
  .object({
    at: moment,
    row: interactionRow,
    note: z.string().optional(),
    timeline: z.array(timelineEntry),
    recording: z
      .object({
        id: z.string(),
        url: z.string(),
        durationMs: z.number().int(),
        bytes: z.number().int(),
        sha256: z.string(),
      })
      .optional(),
  })
  .openapi('Interaction')

/** Who is signed in, and what they may be shown. */
export const meView = z
  .object({
    tenant: namedView,
    person: z.object({ id: z.string(), name: z.string() }),
    role: z.enum(['agent', 'supervisor', 'admin']),
    agent: z.string().optional().describe('Absent for people who serve no queue'),
    /** True where Microsoft's cloud and the phone network are emulated. */
    emulated: z.boolean(),
  })
  .openapi('Me')

/** What a tenant has open now: all zero when nobody calls, which is how a leak is seen. */
export const openThingsView = z
  .object({
    interactions: z.number().int(),
    legs: z.number().int().describe('As the decisions know them'),
    channelLegs: z.number().int().describe('As the channels hold them'),
    ordersOut: z.number().int(),
    timers: z.number().int().describe('Of interactions'),
  })
  .openapi('OpenThings')

/** RFC 9457, with a code for programs and a remedy for people. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    remedy: z.string(),
    faults: z
      .array(
        z.object({
          in: z.enum(['body', 'path', 'query']),
          key: z.string().describe('Empty where the whole is wrong'),
          words,
        }),
      )
      .optional()
      .describe('What was wrong with which key, where the request did not fit its shape'),
  })
  .openapi('Problem')

/** An agent’s own page. */
export type DeskView = z.infer<typeof deskView>
/** An offer on the page. */
export type OfferView = z.infer<typeof offerView>
/** A talk on the page. */
export type TalkView = z.infer<typeof talkView>
/** A wrap-up on the page. */
export type WrapUpView = z.infer<typeof wrapUpView>
/** A routing decision in words. */
export type DecisionView = z.infer<typeof decisionView>
/** The floor, live. */
export type BoardView = z.infer<typeof boardView>
/** A queue on the board. */
export type QueueRow = z.infer<typeof queueRow>
/** An agent on the board. */
export type AgentRow = z.infer<typeof agentRow>
/** An interaction on the board. */
export type LiveInteractionRow = z.infer<typeof liveInteractionRow>
/** An interaction in a list. */
export type InteractionRow = z.infer<typeof interactionRow>
/** A page of interactions. */
export type InteractionPage = z.infer<typeof interactionPage>
/** An interaction, whole. */
export type InteractionView = z.infer<typeof interactionView>
/** An event of an interaction. */
export type TimelineEntry = z.infer<typeof timelineEntry>
/** What a tenant has open now. */
export type OpenThingsView = z.infer<typeof openThingsView>
/** Who is signed in. */
export type MeView = z.infer<typeof meView>
/** What went wrong, and what to do. */
export type Problem = z.infer<typeof problem>
