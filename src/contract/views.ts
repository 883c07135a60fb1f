import { z } from '@hono/zod-openapi'
import { complaintView } from './admin.ts'
import {
  agentStateName,
  alertView,
  formFieldView,
  monitorView,
  ownFiguresView,
  reachShape,
} from './views-floor.ts'
import { filingView, recordingView } from './views-record.ts'
import { atWorkShape, channelName, loadView, workView } from './tasks.ts'

/**
 * What the server shows. Moments are milliseconds since 1970 by the server's clock; every view
 * carries `at`, so that a client can run its clocks on the server's time.
 */

const moment = z.number().int().describe('Milliseconds since 1970-01-01 UTC')

/** The words of one reason or event, made by the core so that API, page and command line agree. */
const words = z.string()

/** The person outside. */
const customerView = z.object({
  address: z.string().describe('E.164, `anonymous`, or `web`: called from a page'),
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
const choiceView = z.object({
  digit: z.string(),
  step: z.string(),
  ledTo: z.string(),
  label: z.string().optional().describe('What the flow calls the step it led to'),
})

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
    returned: z.literal(true).optional().describe('Back from a talk: the agent’s phone was lost'),
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
    /** The agent keeps what is said out of the recording. */
    recordingPaused: z.boolean().optional(),
    recordingRests: z.boolean().optional().describe('By itself, while the customer hears music'),
    /** Nobody hears the agent. */
    muted: z.boolean().optional(),
    /** A supervisor in the talk, where the tenant lets its agents see it. */
    monitor: monitorView.optional(),
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
    form: z.array(formFieldView).optional(),
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
    ...reachShape,
    load: loadView.optional(),
    works: z
      .array(workView)
      .optional()
      .describe('All the agent is at; `offer`, `talk` and `wrapUp` are the call among it'),
    offer: offerView.optional(),
    talk: talkView.optional(),
    wrapUp: wrapUpView.optional(),
    today: ownFiguresView.optional(),
  })
  .openapi('Desk')

/** One queue on the board. */
export const queueRow = z
  .object({
    id: z.string(),
    name: z.string(),
    open: z.boolean(),
    why: words.describe('Why the queue is open or closed'),
    waiting: z.number().int(),
    waitingSince: moment.optional().describe('Since when the one waiting longest has waited'),
    expectedWaitMs: z.number().int().optional().describe('For who comes next, if anybody can say'),
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
      abandonedShort: z.number().int().optional().describe('Of those, within five seconds'),
      leftOtherwise: z.number().int(),
      answeredInTime: z.number().int(),
      waitMsAnswered: z.number().int(),
    }),
    serviceLevelMs: z.number().int(),
    /** Thresholds that are passed now. */
    alerts: z.array(alertView).optional(),
  })
  .openapi('QueueRow')

/** One agent on the board. */
export const agentRow = z
  .object({
    id: z.string(),
    name: z.string(),
    state: agentStateName,
    since: moment,
    reason: z.string().optional(),
    ...reachShape,
    queues: z.array(z.string()).describe('Ids of the queues the agent serves'),
    interaction: z.string().optional(),
    ...atWorkShape,
  })
  .openapi('AgentRow')

/** One interaction under way on the board. */
export const liveInteractionRow = z
  .object({
    id: z.string(),
    channel: channelName.optional(),
    title: z.string().optional().describe('What a task is about'),
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
    stepLabel: z.string().optional(),
    priority: z.number().int().optional().describe('While it waits; 0 or less stands in front'),
    returned: z.literal(true).optional().describe('Back from a talk: the agent’s phone was lost'),
    monitor: monitorView.optional().describe('A supervisor in the talk'),
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
    notReadyReasons: z.array(z.string()).describe('What an agent can be not ready for'),
  })
  .openapi('Board')

/** A finished or living interaction in one row, as reports count it. */
const interactionRow = z
  .object({
    id: z.string(),
    channel: channelName,
    customer: customerView,
    dialled: z.string().describe('Empty where nobody dialled'),
    title: z.string().optional().describe('What a task is about'),
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

/** One stretch of an interaction, as reports count it. */
const segmentView = z
  .object({
    kind: z.enum(['flow', 'queue', 'talk', 'number']),
    startedAt: moment,
    endedAt: moment.optional(),
    flow: z.string().optional(),
    queue: namedView.optional(),
    agent: namedView.optional(),
    number: z.string().optional().describe('Of a talk with somebody outside'),
    result: z.string().optional().describe('What it gave way to, or who ended it'),
    lastedMs: z.number().int().optional(),
    wrapUpMs: z.number().int().optional(),
  })
  .openapi('Segment')

/** One interaction, whole: the row, its timeline, its recordings. */
export const interactionView = z
  .object({
    at: moment,
    row: interactionRow,
    filings: z.array(filingView).describe('What each agent filed, in the order in which they did'),
    timeline: z.array(timelineEntry),
    segments: z.array(segmentView),
    recordings: z.array(recordingView).describe('Those whose files are there, in their order'),
  })
  .openapi('Interaction')

/** Who is signed in, and what they may be shown. */
export const meView = z
  .object({
    tenant: namedView,
    person: z.object({ id: z.string(), name: z.string() }),
    role: z.enum(['agent', 'supervisor', 'admin']),
    agent: z.string().optional().describe('Absent for people who serve no queue'),
    member: z.string().optional().describe('The id of the person in the configuration'),
    phones: z.enum(['both', 'teams', 'browser']).describe('At what agents may take calls'),
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
    complaints: z
      .array(complaintView)
      .optional()
      .describe('What is wrong with a configuration, place by place'),
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
