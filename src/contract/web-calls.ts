import { z } from '@hono/zod-openapi'
import { iceServers, sdp } from './phone.ts'

/** How long the name of a customer may be that a page passes on. */
export const webNameLengthMax = 60

/** How long the words may be that a customer agrees to. */
export const consentLengthMax = 500

const id = z.string().regex(/^[a-z0-9][a-z0-9._~-]{0,63}$/, 'is not an id')

/** A place to call from, in the path of its page. */
export const webEntryInPath = z.object({
  tenant: id.openapi({ param: { name: 'tenant', in: 'path' } }),
  entry: id.openapi({ param: { name: 'entry', in: 'path' } }),
})

/** What a page shows before the call. */
export const webEntryView = z
  .object({
    tenant: z.string(),
    name: z.string(),
    language: z.string().describe('Of the tenant, for a browser that speaks none of ours'),
    consent: z.string().optional().describe('What the customer agrees to before calling'),
  })
  .openapi('WebEntry')

/** Somebody wants to call. */
export const beginWebCall = z
  .strictObject({
    tenant: id,
    entry: id,
    name: z
      .string()
      .trim()
      .min(1)
      .max(webNameLengthMax)
      .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, 'has letters nobody can see')
      .optional()
      .describe('What the page calls the customer. Agents see it as said, not as known'),
    consented: z
      .string()
      .max(consentLengthMax)
      .optional()
      .describe(
        'The very `consent` of the entry that the customer agreed to; it is kept with the call',
      ),
  })
  .openapi('BeginWebCall')

/** The call, ready to begin. */
export const begunWebCall = z
  .object({
    token: z.string().describe('Opens this one call on the socket; whoever has it has the call'),
    iceServers,
    graceMs: z.number().int().describe('How long the page may be away before the call is over'),
  })
  .openapi('BegunWebCall')

const token = z.string().regex(/^[\w-]{20,64}$/)

/** From the page over its socket. */
export const webCallRequest = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('join'), token }),
  z.strictObject({ do: z.literal('describe'), sdp }),
  z.strictObject({ do: z.literal('hang-up') }),
])

/** To the page over its socket. */
export const webCallMessage = z.discriminatedUnion('say', [
  z.object({ say: z.literal('state'), at: z.enum(['ready', 'calling', 'talking']) }),
  z.object({
    say: z.literal('over'),
    why: z.enum(['ended', 'refused', 'no-sound', 'elsewhere']),
  }),
  z.object({ say: z.literal('sound'), sdp: z.string() }),
])

/** What a page shows before the call. */
export type WebEntryView = z.infer<typeof webEntryView>
/** The call, ready to begin. */
export type BegunWebCall = z.infer<typeof begunWebCall>
/** What a page asks. */
export type WebCallRequest = z.infer<typeof webCallRequest>
/** What a page hears. */
export type WebCallMessage = z.infer<typeof webCallMessage>
