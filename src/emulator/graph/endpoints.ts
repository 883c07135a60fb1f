import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Directory } from '../entra/directory.ts'
import type { EmulatorLog } from '../emulator.ts'
import { graphUri } from '../tokens/claims.ts'
import { proveBearer } from './bearer.ts'
import type { Caller, TokenReader } from './bearer.ts'
import type { Presences } from './presences.ts'
import { refuse } from './refusal.ts'
import type { GraphRefusal } from './refusal.ts'
import type { Throttle } from './throttle.ts'

/** What the emulated Graph works with. */
export interface GraphWorld extends TokenReader {
  readonly directory: Directory
  readonly presences: Presences
  readonly throttle: Throttle
  readonly log: EmulatorLog
  /** What is refused on demand, if anything. */
  readonly onDemand: () => GraphRefusal | undefined
}

/** People one request may ask for (Graph, getPresencesByUserId). */
export const idsMax = 650
const bodyBytesMax = 256 * 1024
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Permissions that open a door, any of them (contracts/graph-permissions.json, 2026-08). */
interface Door {
  readonly app: readonly string[]
  readonly delegated: readonly string[]
  /** Opens it for the person's own presence alone. */
  readonly own?: string
}

const readsAll = ['Presence.Read.All', 'Presence.ReadWrite.All']
const many: Door = { app: readsAll, delegated: ['Presence.Read.All'] }
const one: Door = { app: readsAll, delegated: ['Presence.Read.All'], own: 'Presence.Read' }

type Answer = { readonly said: object } | { readonly refusal: GraphRefusal }

/** The presence of Microsoft Graph v1.0 (graph reference §B.1). */
export function graphEndpoints(world: GraphWorld): Hono {
  const app = new Hono()
  app.use('*', async (c, next) => {
    c.header('request-id', randomUUID())
    c.header('client-request-id', c.req.header('client-request-id') ?? randomUUID())
    await next()
  })
  app.post('/v1.0/communications/getPresencesByUserId', bodyLimit({ maxSize: bodyBytesMax }), c =>
    answered(world, c, async caller => {
      if (!opens(many, caller, undefined)) return no(refuse.permissionMissing())
      return presencesOf(world, caller, await c.req.json().catch(() => undefined))
    }),
  )
  for (const path of ['/v1.0/users/:id/presence', '/v1.0/communications/presences/:id']) {
    app.get(path, c =>
      answered(world, c, async caller => presenceOf(world, caller, c.req.param('id') ?? '')),
    )
  }
  app.notFound(c =>
    refused(world, c, refuse.segmentUnknown(c.req.path.split('/').findLast(Boolean) ?? '')),
  )
  return app
}

async function answered(
  world: GraphWorld,
  c: Context,
  answer: (caller: Caller) => Promise<Answer>,
): Promise<Response> {
  const demanded = world.onDemand()
  if (demanded !== undefined) return refused(world, c, demanded)
  const proven = await proveBearer(c.req.header('authorization'), world)
  if (!proven.ok) return refused(world, c, proven.refusal)
  const { caller } = proven
  const seconds = world.throttle.wait(`${caller.clientId} ${caller.directoryId}`)
  if (seconds !== undefined) return refused(world, c, refuse.tooMany(seconds))
  const outcome = await answer(caller)
  return 'said' in outcome ? c.json(outcome.said) : refused(world, c, outcome.refusal)
}

function presencesOf(world: GraphWorld, caller: Caller, body: unknown): Answer {
  if (typeof body !== 'object' || body === null || !('ids' in body)) {
    return no(refuse.bodyUnreadable())
  }
  const { ids } = body
  if (!Array.isArray(ids) || !ids.every(id => typeof id === 'string')) {
    return no(refuse.bodyUnreadable())
  }
  if (ids.length === 0) return no(refuse.idsWrong('The ids collection must not be empty.'))
  if (ids.length > idsMax) return no(refuse.idsWrong(`More than ${idsMax} user ids were given.`))
  const bad = ids.find(id => !guid.test(id))
  if (bad !== undefined) return no(refuse.idsWrong(`'${bad}' is not a valid user id.`))
  return yes('Collection(microsoft.graph.presence)', {
    value: ids.map(id => ({ id, ...wordsOf(world, caller, id) })),
  })
}

/** What Graph says of an id of nobody is in no document we know; it says of nobody that nothing is known. */
function wordsOf(world: GraphWorld, caller: Caller, id: string): object {
  const known = personOf(world, caller, id)
  return known === undefined
    ? { availability: 'PresenceUnknown', activity: 'PresenceUnknown' }
    : world.presences.asGraph(known.id)
}

function presenceOf(world: GraphWorld, caller: Caller, id: string): Answer {
  const known = personOf(world, caller, id)
  if (!opens(one, caller, known?.id)) return no(refuse.permissionMissing())
  if (known === undefined) return no(refuse.userUnknown(id))
  const words = world.presences.asGraph(known.id)
  return yes('users(presence)/$entity', { id: known.id, ...words })
}

function yes(context: string, body: object): Answer {
  return { said: { '@odata.context': `${graphUri}/v1.0/$metadata#${context}`, ...body } }
}

function no(refusal: GraphRefusal): Answer {
  return { refusal }
}

/** By object id or user principal name, and among the caller's own organisation alone. */
function personOf(
  { directory }: GraphWorld,
  { directoryId }: Caller,
  id: string,
): { readonly id: string } | undefined {
  const wanted = id.toLowerCase()
  return directory
    .tenant(directoryId)
    ?.people.find(({ id: own, userName }) =>
      [own, userName].some(is => is.toLowerCase() === wanted),
    )
}

function opens(door: Door, caller: Caller, asked: string | undefined): boolean {
  const { permissions, personId } = caller
  const keys = personId === undefined ? door.app : door.delegated
  if (keys.some(key => permissions.has(key))) return true
  return personId !== undefined && personId === asked && permissions.has(door.own ?? '')
}

/** The body and headers of every refusal (graph reference §C). */
function refused({ log, now }: GraphWorld, c: Context, refusal: GraphRefusal): Response {
  const { status, code, message, retryAfterSeconds } = refusal
  log('info', 'graph refused', { status, code, words: message })
  if (retryAfterSeconds !== undefined) c.header('retry-after', String(retryAfterSeconds))
  if (status === 401) c.header('www-authenticate', 'Bearer realm=""')
  const innerError = {
    date: new Date(now()).toISOString().slice(0, 19),
    'request-id': c.res.headers.get('request-id') ?? '',
    'client-request-id': c.res.headers.get('client-request-id') ?? '',
  }
  return c.json({ error: { code, message, innerError } }, status)
}
