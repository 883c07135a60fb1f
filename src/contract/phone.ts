import { z } from '@hono/zod-openapi'

/** Ids of tabs, made by the page and kept over its reload. */
const phoneId = z.string().regex(/^[a-z0-9-]{8,64}$/)
const legId = z.string().regex(/^[a-z0-9][a-z0-9._~-]{0,63}$/i)
/** A description of one audio section; the socket's own limit is near. */
export const sdp = z.string().min(1).max(4000)

/** What a page says of itself as a phone, with every greeting; left out, it is none. */
export const phoneGreeting = z.strictObject({ id: phoneId, beside: z.boolean() })

/** What a person does with a call in the browser. */
export const phoneRequest = z.strictObject({
  phone: z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('answer'), leg: legId, sdp }),
    z.strictObject({ do: z.literal('renew'), leg: legId, sdp }),
    z.strictObject({ do: z.literal('decline'), leg: legId }),
    z.strictObject({ do: z.literal('hang-up'), leg: legId }),
  ]),
})

/** Servers that help a browser find a way. */
export const iceServers = z.array(
  z.object({
    urls: z.array(z.string()),
    username: z.string().optional(),
    credential: z.string().optional(),
  }),
)

/** Everything a browser's phone is to show, whole each time. */
export const phoneView = z.object({
  at: z.number().openapi({ description: 'The server’s clock when this was so.' }),
  calls: z.array(
    z.object({
      leg: z.string(),
      from: z.string(),
      fromName: z.string().optional(),
      state: z.enum(['ringing', 'talking', 'elsewhere']),
    }),
  ),
  iceServers,
})

/** The server's description in answer to the page's, or why there is none. */
export const phoneAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), leg: z.string(), sdp: z.string() }),
  z.object({
    ok: z.literal(false),
    leg: z.string(),
    code: z.enum(['gone', 'taken', 'no-sound']),
    words: z.string(),
  }),
])

/** A page that is a phone. */
export type PhoneGreeting = z.infer<typeof phoneGreeting>
/** What a phone asks. */
export type PhoneRequest = z.infer<typeof phoneRequest>['phone']
/** What a phone shows. */
export type PhoneView = z.infer<typeof phoneView>
/** What a phone hears of its sound. */
export type PhoneAnswer = z.infer<typeof phoneAnswer>
