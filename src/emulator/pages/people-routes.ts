import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { PersonClients } from '../clients/open-client.ts'
import { presences } from '../graph/presences.ts'
import { PageFault, done, read, sound } from './answers.ts'
import type { PageWorld } from './page-world.ts'
import { e164, offered, pressed } from './shapes.ts'
import { meetings } from './world-view.ts'

const held = z.strictObject({ held: z.boolean() })
const met = z.strictObject({ how: z.enum(meetings) })
const reached = z.strictObject({ to: e164 })
const agreed = z.strictObject({ agreed: z.boolean() })
const present = z.strictObject({ presence: z.enum(presences) })

/** A person's Teams client: what its buttons do, and what befalls it. */
export function addPeople(app: Hono, world: PageWorld): void {
  const acts = {
    answer: client => client.answer(),
    decline: client => client.decline(),
    'hang-up': client => client.hangUp(),
    vanish: client => client.vanish(),
  } satisfies Record<string, (client: PersonClients) => boolean>
  for (const [act, run] of Object.entries(acts)) {
    app.post(`/people/:id/${act}`, c => done(c, run(clientOf(world, c))))
  }
  addControls(app, world)
  addTransfers(app, world)
  addBeing(app, world)
}

function addControls(app: Hono, world: PageWorld): void {
  app.post('/people/:id/hold', async c => {
    const asked = await read(c, held)
    const client = clientOf(world, c)
    return done(c, asked.held ? client.hold(false) : client.resume())
  })
  app.post('/people/:id/call', async c => {
    const { to } = await read(c, reached)
    return done(c, clientOf(world, c).call(to))
  })
  app.post('/people/:id/keys', async c => {
    const { keys } = await read(c, pressed)
    return done(c, await clientOf(world, c).press(keys))
  })
  app.post('/people/:id/sound', async c => {
    const { offer } = await read(c, offered)
    return sound(c, await clientOf(world, c).join(offer))
  })
}

function addTransfers(app: Hono, world: PageWorld): void {
  app.post('/people/:id/transfer', async c => {
    const { to } = await read(c, reached)
    return done(c, await world.people.transfer(idOf(c), to))
  })
  app.post('/people/:id/consult', async c => {
    const { to } = await read(c, reached)
    return done(c, world.people.consult(idOf(c), to))
  })
  app.post('/people/:id/consult/end', async c => {
    const asked = await read(c, agreed)
    return done(c, await world.people.endConsult(idOf(c), asked.agreed))
  })
}

function addBeing(app: Hono, world: PageWorld): void {
  app.post('/people/:id/meets', async c => {
    const { how } = await read(c, met)
    return done(c, world.people.meet(idOf(c), how))
  })
  app.post('/people/:id/presence', async c => {
    const { presence } = await read(c, present)
    return done(c, world.people.setPresence(idOf(c), presence))
  })
  // A link, so that one click leads there. It signs nobody out and changes nothing outside the emulated cloud.
  app.get('/people/:id/sign-in', c => {
    const found = world.signIn(idOf(c), c.req.query('page') ?? '/')
    if (found === undefined) throw nobody()
    return new Response(null, {
      status: 302,
      headers: { location: found.address, 'set-cookie': found.cookie },
    })
  })
}

function idOf(c: Context): string {
  return c.req.param('id') ?? ''
}

function clientOf(world: PageWorld, c: Context): PersonClients {
  const client = world.people.client(idOf(c))
  if (client === undefined) throw nobody()
  return client
}

function nobody(): PageFault {
  return new PageFault({
    status: 404,
    code: 'no-such-person',
    title: 'Nobody is here by that name',
    detail: 'Nobody here has that Teams client.',
    remedy: 'Choose somebody from the list.',
  })
}
