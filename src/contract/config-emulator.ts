import { z } from '@hono/zod-openapi'
import { trafficFile } from './config-traffic.ts'

/**
 * The emulated world beside an installation, for demonstrations and tests: which people there are
 * beyond the agents, and how everybody's Teams client behaves. Who is an agent, with which number,
 * is known from the tenants' files.
 */

/** How many people beyond the agents one tenant may have. */
export const expertsMax = 1_000

/** How many things one person may say in a row. */
export const saysMax = 20

const ms = z.int().min(0).max(3_600_000)
const port = z.int().min(0).max(65_535).default(0)

const sound = z.union([
  z.string().min(1).max(1_000),
  z.strictObject({ file: z.string().min(1).max(1_024) }),
  z.strictObject({ silenceMs: ms }),
])

const dialled = z.string().regex(/^\+[0-9]{3,15}$/)

const client = z.strictObject({
  reacts: z.enum(['answers', 'declines', 'busy', 'offline', 'rings', 'forwards']),
  afterMs: ms.default(2_000),
  forwardsTo: dialled.optional().describe('With `forwards`: the number outside that calls go to'),
  calls: z
    .strictObject({ to: dialled, afterMs: ms, everyMs: ms.min(1_000).optional() })
    .optional()
    .describe('Calls this number by itself after a while, and again after each `everyMs`'),
  endpoints: z.int().min(1).max(10).optional(),
  voice: z.string().min(1).max(64).optional(),
  says: z.array(sound).max(saysMax).optional(),
  repeats: z.boolean().optional(),
  hangsUpAfterMs: ms.optional(),
})

const expert = z.strictObject({
  id: z.guid(),
  name: z.string().min(1).max(80),
  userName: z.string().min(3).max(255),
  number: z.string().optional(),
})

const tenant = z.strictObject({
  domains: z.array(z.string().min(3).max(255)).min(1).max(20),
  experts: z.array(expert).max(expertsMax).default([]),
  /** By agent; `anybody` stands for all who are not named. */
  clients: z.record(z.string(), client).default({}),
  /** Agents whose app the emulation works: they sign in, are available, and file their calls. */
  atWork: z.array(z.string()).max(expertsMax).default([]),
  traffic: trafficFile.optional(),
})

/** The file of an emulated world as it is written. */
export const emulatorFile = z
  .strictObject({
    ports: z
      .strictObject({ entra: port, signIn: port, graph: port, directRouting: port, carrier: port })
      .default({ entra: 0, signIn: 0, graph: 0, directRouting: 0, carrier: 0 }),
    tenants: z.record(z.string(), tenant),
  })
  .meta({ title: 'An emulated world beside Parley' })

/** The file of an emulated world after reading. */
export type EmulatorFile = z.infer<typeof emulatorFile>
/** How a person's Teams client behaves, after reading. */
export type ClientFile = z.infer<typeof client>
