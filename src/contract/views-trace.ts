import { z } from '@hono/zod-openapi'
import { flowShape } from './flow-shape.ts'

/** What an interaction's page draws beside its timeline: signalling, sound, and flows. */

const moment = z.number().int().describe('Milliseconds since 1970-01-01 UTC')
const namedView = z.object({ id: z.string(), name: z.string() })
const point = z.object({ address: z.string(), port: z.number().int() })

/** A leg of an interaction: whose it is, and over which trunk it came where it is known. */
const legView = z
  .object({
    id: z.string(),
    party: z.enum(['customer', 'agent', 'outside']),
    agent: namedView.optional(),
    number: z.string().optional().describe('The number that was dialled, or that dialled'),
    trunk: z.string().optional(),
  })
  .openapi('TracedLeg')

const messageView = z
  .object({
    nth: z.number().int(),
    at: moment,
    leg: z.string(),
    direction: z.enum(['in', 'out']).describe('Seen from Parley'),
    transport: z.enum(['udp', 'tcp', 'tls']),
    local: point,
    remote: point,
    callId: z.string(),
    cseq: z.object({ number: z.number().int(), method: z.string() }),
    says: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('request'), method: z.string(), uri: z.string() }),
      z.object({ kind: z.literal('response'), status: z.number().int(), reason: z.string() }),
    ]),
    sdp: z
      .object({
        codecs: z.array(z.string()),
        srtp: z.boolean(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']),
        address: z.string().optional(),
        port: z.number().int(),
      })
      .optional(),
    repeats: z.number().int().optional().describe('The `nth` of the message it repeats'),
    text: z.string().optional().describe('As it was on the wire but for secrets; to supervisors'),
    cut: z.boolean().optional(),
  })
  .openapi('TracedMessage')

const soundView = z
  .object({
    at: moment,
    leg: z.string(),
    codec: z.string().optional(),
    srtp: z.boolean(),
    packetsIn: z.number().int(),
    packetsOut: z.number().int(),
    lost: z.number().int(),
    late: z.number().int(),
    jitterMs: z.number(),
    rttMs: z.number().optional(),
    mos: z.number(),
  })
  .openapi('TracedSound')

/** The signalling of an interaction, and how each leg sounded. */
export const traceView = z
  .object({
    at: moment,
    legs: z.array(legView),
    messages: z.array(messageView),
    sounds: z.array(soundView),
  })
  .openapi('Trace')

/** The flows an interaction went through, in the versions it went through them. */
export const flowsView = z
  .object({
    at: moment,
    flows: z.array(flowShape),
  })
  .openapi('TakenFlows')

/** The signalling of an interaction. */
export type TraceView = z.infer<typeof traceView>
/** The flows it went through. */
export type FlowsView = z.infer<typeof flowsView>
