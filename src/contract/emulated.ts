import { z } from '@hono/zod-openapi'
import { emulatedPresences, emulatedTroubles } from './emulated-choices.ts'

/**
 * The emulated world as its pages show it: phones, Teams clients, what is broken. The emulator
 * stands alone and has types of its own; a test holds the two together.
 */

const moment = z.number().int().describe('Milliseconds since 1970-01-01 UTC')

const clientState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({
    kind: z.literal('ringing'),
    callId: z.string(),
    from: z.string(),
    sinceMs: moment,
  }),
  z.strictObject({
    kind: z.literal('calling'),
    callId: z.string(),
    to: z.string(),
    sinceMs: moment,
  }),
  z.strictObject({
    kind: z.literal('talking'),
    callId: z.string(),
    from: z.string(),
    sinceMs: moment,
    held: z.enum(['no', 'by-us', 'by-them']),
    voicemail: z.boolean(),
  }),
])

const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  userName: z.string(),
  number: z.string(),
  presence: z.enum(emulatedPresences),
  meets: z.enum(['answers', 'declines', 'busy', 'offline', 'hand']),
  state: clientState,
  consults: z.string().optional(),
})

const happening = z.strictObject({
  atMs: z.number(),
  what: z.enum([
    'dialled',
    'progress',
    'answered',
    'rtp',
    'said',
    'pressed',
    'heard',
    'gave-up-waiting',
    'hung-up',
    'far-end-hung-up',
    'failed',
  ]),
  detail: z.string(),
})

const caller = z.strictObject({
  callId: z.string(),
  name: z.string(),
  from: z.string(),
  to: z.string(),
  phase: z.enum(['dialling', 'talking', 'over']),
  sinceMs: moment,
  story: z.string().optional(),
  last: happening.optional(),
})

const violation = z.strictObject({
  code: z.string(),
  words: z.string(),
  rule: z.string(),
  atMs: moment,
  callId: z.string(),
  consequence: z.enum(['refused', 'ignored']),
})

const named = z.strictObject({ name: z.string(), number: z.string() })

/** All of the emulated world that its pages show. */
export const emulatedWorldView = z.strictObject({
  atMs: moment,
  people: z.array(person),
  callers: z.array(caller),
  numbers: z.array(named),
  webPages: z.array(z.string()),
  identities: z.array(named),
  stories: z.array(z.string()),
  troubles: z.array(z.enum(emulatedTroubles)),
  violations: z.array(violation),
  counts: z.strictObject({ clientCalls: z.number().int(), mediaLegs: z.number().int() }),
})

/** All of the emulated world that its pages show. */
export type EmulatedWorldView = z.infer<typeof emulatedWorldView>
/** A Teams user with a phone. */
export type EmulatedPerson = EmulatedWorldView['people'][number]
/** A caller on the phone network. */
export type EmulatedCaller = EmulatedWorldView['callers'][number]
