import { z } from '@hono/zod-openapi'
import { emulatedPresences } from './emulated-choices.ts'
import { monitorMode } from './requests-floor.ts'

/** Parts of views that supervisors and people pickers need; moments are milliseconds since 1970. */

const moment = z.number().int().describe('Milliseconds since 1970-01-01 UTC')
const namedView = z.object({ id: z.string(), name: z.string() })

/** An order was taken; what it changed is on the board, and over the socket. */
export const doneView = z.object({ at: moment }).openapi('Done')

/** The names of an agent’s routing states. */
export const agentStateName = z.enum([
  'signed-out',
  'not-ready',
  'available',
  'reserved',
  'talking',
  'wrap-up',
])

/** What is said of a person, beside what Parley decided. */
export const presenceName = z.enum([...emulatedPresences, 'unknown'])

/** What Teams says of a person, beside what Parley decided, and whether the phone can ring; absent where unknown. */
export const reachShape = {
  presence: presenceName.optional(),
  device: z.enum(['ready', 'unreachable', 'unknown']).optional(),
} as const

/** A supervisor in a talk. */
export const monitorView = z
  .object({
    supervisor: namedView,
    mode: monitorMode,
    state: z.enum(['ringing', 'up']).describe('Whether the supervisor’s phone was answered'),
    since: moment,
  })
  .openapi('Monitor')

/** One field of a wrap-up form. */
export const formFieldView = z
  .object({
    id: z.string(),
    label: z.string(),
    kind: z.enum(['text', 'choice', 'number', 'yes-no']),
    required: z.boolean(),
    choices: z.array(z.string()).optional().describe('Of a `choice` alone'),
  })
  .openapi('FormField')

/** What was answered to the fields of a form, by their ids. */
export const answersView = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** An agent’s own figures since the day began in the tenant’s zone. */
export const ownFiguresView = z
  .object({
    since: moment,
    handled: z.number().int().describe('Talks that have ended'),
    talkMs: z.number().int(),
    wrapUpMs: z.number().int(),
    averageMs: z.number().int().describe('Talk and wrap-up of one, on average; 0 without any'),
  })
  .openapi('OwnFigures')

/** A threshold of a queue that is passed now. */
export const alertView = z
  .object({
    kind: z.enum(['waiting', 'longest-wait', 'service-level', 'available']),
    words: z.string(),
    value: z.number(),
    limit: z.number(),
  })
  .openapi('Alert')

/** Whom an agent may hand a customer on to, or ask. */
export const peopleView = z
  .object({
    at: moment,
    agents: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        state: agentStateName,
        reason: z.string().optional(),
        presence: presenceName.optional(),
        device: z.enum(['ready', 'unreachable', 'unknown']).optional(),
      }),
    ),
    queues: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        open: z.boolean(),
        waiting: z.number().int(),
        expectedWaitMs: z.number().int().optional(),
        available: z.number().int(),
      }),
    ),
    experts: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        address: z.string(),
        about: z.string().optional(),
      }),
    ),
    more: z.boolean().describe('Whether there are more than are listed: ask more narrowly'),
  })
  .openapi('People')

/** Why an agent did not get, or would not get, an interaction. */
export const whyNotView = z
  .object({
    at: moment,
    interaction: z.string(),
    agent: namedView,
    now: z
      .object({
        queue: namedView,
        verdict: z.enum(['chosen', 'eligible', 'excluded', 'not-a-member']),
        why: z.string().describe('Empty where the verdict says it all'),
      })
      .optional()
      .describe('While it waits or is offered: what would be said of the agent now'),
    decisions: z
      .array(
        z.object({
          at: moment,
          queue: namedView,
          verdict: z.enum(['chosen', 'eligible', 'excluded', 'not-a-member', 'unlisted']),
          why: z.string().describe('Empty where the verdict says it all'),
        }),
      )
      .describe('What each decision said of the agent when it was made, the oldest first'),
  })
  .openapi('WhyNot')

/** An agent’s day: one state after the other. */
export const dayView = z
  .object({
    at: moment,
    agent: namedView,
    date: z.string(),
    zone: z.string().describe('The IANA name of the zone whose day it is'),
    from: moment,
    to: moment,
    segments: z.array(
      z.object({
        state: agentStateName,
        from: moment,
        to: moment.optional().describe('Absent for the state that lasts'),
        reason: z.string().optional(),
        interaction: z.string().optional(),
      }),
    ),
  })
  .openapi('AgentDay')

/** A supervisor in a talk, as views show it. */
export type MonitorView = z.infer<typeof monitorView>
/** A field of a wrap-up form. */
export type FormFieldView = z.infer<typeof formFieldView>
/** An agent’s own figures. */
export type OwnFiguresView = z.infer<typeof ownFiguresView>
/** A threshold that is passed. */
export type AlertView = z.infer<typeof alertView>
/** The people picker’s list. */
export type PeopleView = z.infer<typeof peopleView>
/** Why not this agent. */
export type WhyNotView = z.infer<typeof whyNotView>
/** An agent’s day. */
export type DayView = z.infer<typeof dayView>
