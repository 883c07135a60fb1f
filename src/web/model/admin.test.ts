import { expect, test } from 'vitest'
import type { CheckedView, ConfigSection, ConfigView } from '#contract'
import type { Http, Outcome } from '../connection/http.ts'
import { configAt } from '../gallery/admin-views.ts'
import { type Admin, createAdmin } from './admin.ts'
import { createFakeClock } from './fake-clock.ts'
import { merge } from './merge.ts'
import type { Shelf } from './shelf.ts'

type Sections = Readonly<Record<string, unknown>>

const atFirst: Sections = {
  queues: [
    { id: 'sales', wrapUp: '30s', ring: '20s' },
    { id: 'support', wrapUp: '50s', ring: '20s' },
  ],
  tenant: { name: 'Contoso', language: 'en' },
}

/** Any shape asked for: each path answers with the one its callers name. */
function said<T>(value: unknown): Promise<Outcome<T>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a stand-in cannot know what it is asked for.
  return Promise.resolve({ ok: true, value: value as T })
}

/** A server that keeps a document and its version, and takes sections whole, as Parley does. */
function createServer(): { readonly http: Http; readonly holds: () => Sections; checks: number } {
  let config: ConfigView = { ...configAt(0), version: 2, sections: atFirst }
  const answer = (): CheckedView => ({
    version: config.version,
    ok: true,
    complaints: [],
    differences: [],
    effects: [],
    graphs: {},
  })
  const overtaken: Outcome<never> = {
    ok: false,
    trouble: {
      kind: 'refused',
      problem: {
        type: 'about:blank',
        title: 'Changed meanwhile',
        status: 409,
        detail: '',
        remedy: '',
        code: 'changed-meanwhile',
      },
    },
  }
  const gone: Outcome<never> = { ok: false, trouble: { kind: 'unreachable' } }
  const server = {
    checks: 0,
    holds: () => config.sections,
    http: {
      get: <T>() => said<T>(config),
      post: <T>() => {
        server.checks += 1
        return said<T>(answer())
      },
      put: <T>(_path: string, body: object) => {
        if (Reflect.get(body, 'version') !== config.version) return Promise.resolve(overtaken)
        const changes: object = Reflect.get(body, 'changes')
        const sections = { ...config.sections, ...changes }
        config = { ...config, version: config.version + 1, sections }
        return said<T>(answer())
      },
      remove: () => Promise.resolve(gone),
    },
  }
  return server
}

function createMemory(): Shelf {
  const kept = new Map<string, unknown>()
  return { read: key => kept.get(key), write: (key, value) => void kept.set(key, value) }
}

async function sit(http: Http, shelf = createMemory()): Promise<Admin> {
  const admin = createAdmin({ http, clock: createFakeClock(), shelf })
  await admin.load()
  return admin
}

/** Sets one field of an entry, as its form does. */
function put(admin: Admin, id: string, fields: object, section: ConfigSection = 'queues'): void {
  const entries: unknown = admin.value(section)
  if (!Array.isArray(entries)) throw new Error(`${section} is no list`)
  const next = entries.map((one: object) =>
    Reflect.get(one, 'id') === id ? { ...one, ...fields } : one,
  )
  admin.change(section, next)
}

const fieldOf = (queues: unknown, id: string, key: string): unknown =>
  Array.isArray(queues) &&
  Reflect.get(
    queues.find((one: { id: string }) => one.id === id),
    key,
  )

test('A refused save that is pressed again keeps what the other administrator has saved', async () => {
  const server = createServer()
  const [ann, ben] = [await sit(server.http), await sit(server.http)]
  put(ann, 'sales', { wrapUp: '33s' })
  put(ben, 'support', { wrapUp: '55s' })
  expect(await ben.save('')).toBe(true)
  const checksBefore = server.checks
  expect(await ann.save('')).toBe(false)
  expect(ann.get().trouble?.kind).toBe('refused')
  // What is shown for the second press was checked on what holds now.
  expect(server.checks).toBe(checksBefore + 1)
  expect(ann.get()).toMatchObject({ clashes: [], checked: { version: 3 }, busy: undefined })
  expect(fieldOf(ann.value('queues'), 'support', 'wrapUp')).toBe('55s')
  expect(await ann.save('')).toBe(true)
  expect(server.holds()['queues']).toEqual([
    { id: 'sales', wrapUp: '33s', ring: '20s' },
    { id: 'support', wrapUp: '55s', ring: '20s' },
  ])
})

test('Where two administrators have set the same field, nothing is saved until one of both is chosen', async () => {
  const server = createServer()
  const [ann, ben] = [await sit(server.http), await sit(server.http)]
  put(ann, 'sales', { wrapUp: '33s', ring: '25s' })
  put(ben, 'sales', { wrapUp: '40s' })
  await ben.save('')
  expect(await ann.save('')).toBe(false)
  const [clash] = ann.get().clashes
  if (clash === undefined) throw new Error('nothing clashes')
  expect(clash).toEqual({ at: ['queues', 'sales', 'wrapUp'], mine: '33s', theirs: '40s' })
  expect(await ann.save('')).toBe(false)
  expect(fieldOf(server.holds()['queues'], 'sales', 'wrapUp')).toBe('40s')
  await ann.decide({ clash, side: 'theirs' })
  expect(ann.get().clashes).toEqual([])
  expect(await ann.save('')).toBe(true)
  expect(server.holds()['queues']).toContainEqual({ id: 'sales', wrapUp: '40s', ring: '25s' })
})

test('One’s own value holds where it is chosen over the other', async () => {
  const server = createServer()
  const [ann, ben] = [await sit(server.http), await sit(server.http)]
  put(ann, 'sales', { wrapUp: '33s' })
  put(ben, 'sales', { wrapUp: '40s' })
  await ben.save('')
  await ann.save('')
  const [clash] = ann.get().clashes
  if (clash === undefined) throw new Error('nothing clashes')
  await ann.decide({ clash, side: 'mine' })
  expect(await ann.save('')).toBe(true)
  expect(fieldOf(server.holds()['queues'], 'sales', 'wrapUp')).toBe('33s')
})

test('Drafts taken up after a reload undo nothing that was saved in between', async () => {
  const server = createServer()
  const shelf = createMemory()
  const [ann, ben] = [await sit(server.http, shelf), await sit(server.http)]
  put(ann, 'sales', { wrapUp: '33s' })
  put(ben, 'support', { wrapUp: '55s' })
  await ben.save('')
  const again = await sit(server.http, shelf)
  expect(await again.save('')).toBe(true)
  expect(fieldOf(server.holds()['queues'], 'support', 'wrapUp')).toBe('55s')
  expect(fieldOf(server.holds()['queues'], 'sales', 'wrapUp')).toBe('33s')
})

test('A draft that says what the other has saved already is no draft any more', async () => {
  const server = createServer()
  const [ann, ben] = [await sit(server.http), await sit(server.http)]
  put(ann, 'sales', { wrapUp: '33s' })
  put(ben, 'sales', { wrapUp: '33s' })
  await ben.save('')
  expect(await ann.save('')).toBe(false)
  expect(ann.get()).toMatchObject({ drafts: {}, bases: {}, clashes: [] })
})

const [a, b, c, d] = [
  { id: 'a', n: 1 },
  { id: 'b', n: 1 },
  { id: 'c', n: 1 },
  { id: 'd', n: 1 },
]

test.each([
  ['both have added', { base: [a], mine: [a, b], theirs: [a, c] }, [a, c, b], []],
  ['one has removed, one has added', { base: [a, b], mine: [a], theirs: [a, b, c] }, [a, c], []],
  ['one has moved entries', { base: [a, b], mine: [b, a], theirs: [a, b, c] }, [b, a, c], []],
  ['an entry without a name yet', { base: [a], mine: [a, {}], theirs: [a, b] }, [a, b, {}], []],
  [
    'one has removed what the other has changed',
    { base: [a, b], mine: [a], theirs: [a, { ...b, n: 2 }] },
    [a],
    [{ at: ['b'], mine: undefined, theirs: { ...b, n: 2 } }],
  ],
  [
    'both have moved entries',
    { base: [a, b, c, d], mine: [b, a, c, d], theirs: [a, b, d, c] },
    [b, a, c, d],
    [{ at: [], mine: [b, a, c, d], theirs: [a, b, d, c] }],
  ],
  [
    'plain lists are one value',
    { base: ['x'], mine: ['x', 'y'], theirs: ['x', 'z'] },
    ['x', 'y'],
    [{ at: [], mine: ['x', 'y'], theirs: ['x', 'z'] }],
  ],
])('Two changes of a list are one where they can be: %s', (_case, sides, value, clashes) => {
  expect(merge(sides)).toEqual({ value, clashes })
})
