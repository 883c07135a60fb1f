import { Hono } from 'hono'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { PageFault, answerError, done, problem, read, sound } from './answers.ts'
import { PageWorld } from './page-world.ts'
import type { PageOptions, PageParts } from './page-world.ts'
import { addPeople } from './people-routes.ts'
import { e164, offered, pressed } from './shapes.ts'
import { troubles } from './world-view.ts'

/** How often a page that watches is told what changed. */
export const watchEveryMs = 250
/** A page that heard nothing for this long wonders; it is told that all is as it was. */
const quietMsMax = 15_000

/** What serves the emulator's pages: the phone, the Teams client, the panel. */
export interface EmulatorPages {
  /** Answers what stands under the address the pages are served at. */
  fetch(request: Request): Promise<Response>
}

const dialling = z.strictObject({
  from: e164,
  name: z.string().min(1).max(60).optional(),
  to: e164,
})
const wished = z.strictObject({
  count: z.number().int().min(1).max(50),
  story: z.string().min(1).max(80).optional(),
  to: e164.optional(),
  everyMs: z.number().int().min(0).max(60_000).optional(),
})
const troubled = z.strictObject({ trouble: z.enum(troubles), on: z.boolean() })

/** Builds the pages' server over an emulated world. */
export function openPages(parts: PageParts, options: PageOptions): EmulatorPages {
  const world = new PageWorld(parts, options)
  const app = new Hono()
  app.onError((error, c) => answerError(error, c))
  app.notFound(c =>
    problem(c, {
      status: 404,
      code: 'not-found',
      title: 'Nothing is here',
      detail: 'The emulated world has nothing at this address.',
      remedy: 'Go back to the phone, the Teams client or the panel.',
    }),
  )
  addWatching(app, world)
  addPhone(app, world)
  addPeople(app, world)
  addPanel(app, world)
  return { fetch: async request => app.fetch(request) }
}

function addWatching(app: Hono, world: PageWorld): void {
  app.get('/world', c => c.json(world.view()))
  // A whole view whenever something changed: a page that comes back needs no memory of its own.
  app.get('/events', c =>
    streamSSE(c, async stream => {
      let told = ''
      let toldAt = 0
      while (!stream.aborted) {
        const view = world.view()
        const fresh = JSON.stringify({ ...view, atMs: 0 })
        if (fresh !== told || view.atMs - toldAt > quietMsMax) {
          await stream.writeSSE({ event: 'world', data: JSON.stringify(view) })
          told = fresh
          toldAt = view.atMs
        }
        await stream.sleep(watchEveryMs)
      }
    }),
  )
}

function addPhone(app: Hono, world: PageWorld): void {
  app.post('/calls', async c => {
    const { from, name, to } = await read(c, dialling)
    return c.json({ callId: world.dial({ from, to, ...(name && { fromName: name }) }) }, 201)
  })
  app.post('/calls/:id/sound', async c => {
    const { offer } = await read(c, offered)
    return sound(c, await callOf(world, c).join(offer))
  })
  app.post('/calls/:id/words', async c => {
    const { words } = await read(c, spoken)
    return done(c, await callOf(world, c).say(words))
  })
  app.post('/calls/:id/keys', async c => {
    const { keys } = await read(c, pressed)
    return done(c, await callOf(world, c).press(keys))
  })
  app.post('/calls/:id/hang-up', c => {
    callOf(world, c).hangUp()
    return done(c, true)
  })
}

const spoken = z.strictObject({ words: z.string().min(1).max(500) })

function addPanel(app: Hono, world: PageWorld): void {
  app.post('/callers', async c =>
    c.json({ placed: world.placeCallers(await read(c, wished)) }, 201),
  )
  app.post('/callers/hang-up', c => {
    world.hangUpAll()
    return done(c, true)
  })
  app.post('/troubles', async c => {
    const { trouble, on } = await read(c, troubled)
    world.troubles.set(trouble, on)
    return done(c, true)
  })
}

function callOf(world: PageWorld, c: Context): NonNullable<ReturnType<PageWorld['caller']>> {
  const call = world.caller(c.req.param('id') ?? '')
  if (call !== undefined) return call
  throw new PageFault({
    status: 404,
    code: 'no-such-call',
    title: 'That call is over',
    detail: 'That call is over and forgotten.',
    remedy: 'Dial again.',
  })
}
