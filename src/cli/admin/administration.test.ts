import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KeptRegistration } from '#channels'
import type { Change, TenantAdministration } from '#api'
import { withChanges } from './document.ts'
import { isRecord } from './edit-yaml.ts'
import { createFakeLane } from '../../api/fake-floor.ts'
import type { FakeLane } from '../../api/fake-floor.ts'
import { fakeAudit } from '../../engine/ports/fake-audit.ts'
import { fakeSettings } from '../../engine/ports/fake-settings.ts'
import type { AuditPort, SettingsPort } from '#engine'
import type { PresenceHealth } from '#microsoft'
import type { Installation } from '../config/installation.ts'
import { loadInstallation } from '../config/load-installation.ts'
import { beginAll } from './in-force.ts'
import { openAdministration } from './open-administration.ts'

const examples = fileURLToPath(new URL('../../../examples', import.meta.url))
const now = Date.parse('2026-11-21T12:00Z')
let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parley-admin-'))
})
afterAll(async () => {
  await rm(root, { recursive: true })
})

interface World {
  readonly own: TenantAdministration
  readonly lane: FakeLane
  readonly settings: SettingsPort
  readonly audit: AuditPort
  readonly warned: readonly string[]
}

let count = 0

async function load(folder: string): Promise<Installation> {
  const loaded = await loadInstallation(join(folder, 'parley.yaml'), { environment: {}, now })
  if (!loaded.ok) throw new Error(loaded.complaints[0]?.words)
  return loaded.installation
}

async function demo(): Promise<string> {
  count += 1
  const folder = join(root, String(count))
  await cp(join(examples, 'demo'), folder, { recursive: true })
  return folder
}

/** The demo's company at work, its files read as a start reads them. */
async function open(
  given: {
    readonly folder?: string
    readonly settings?: SettingsPort
    readonly presence?: PresenceHealth
    readonly registrations?: ReadonlyMap<string, KeptRegistration>
  } = {},
): Promise<World> {
  const folder = given.folder ?? (await demo())
  const installation = { ...(await load(folder)), dataFolder: join(folder, 'data') }
  const settings = given.settings ?? fakeSettings()
  const audit = fakeAudit()
  const warned: string[] = []
  const log = (level: string, event: string): void => {
    if (level !== 'info') warned.push(event)
  }
  const parts = { installation, settings, now: () => now, log }
  const [[tenant, config] = []] = await beginAll(parts)
  if (tenant === undefined || config === undefined) throw new Error('nothing begins')
  const lane = createFakeLane(config, () => now)
  const administration = openAdministration({
    ...parts,
    audit,
    speech: {
      voices: [],
      speak: async () => ({ ok: false, code: 'text-empty', words: '', remedy: '' }),
    },
    lane: () => ({
      read: lane.read,
      submit: async input => {
        const taken = await lane.submit(input)
        return taken.ok ? { ok: true, facts: [] } : taken
      },
    }),
    health: {
      trunks: () => ({
        health: () => new Map(),
        registrations: () => given.registrations ?? new Map(),
      }),
      presence: () => new Map(given.presence && [[tenant, given.presence]]),
    },
  })
  const own = administration.tenant(tenant)
  if (own === undefined) throw new Error('nobody looks after the tenant')
  return { own, lane, settings, audit, warned }
}

/** A file but for its queues. */
function around(text: string): readonly string[] {
  return [text.slice(0, text.indexOf('\nqueues:')), text.slice(text.indexOf('\nagents:'))]
}

async function wrapUp(world: World): Promise<unknown> {
  return (await entries(world.own, 'queues'))[1]?.['wrapUp']
}

const by = { id: 'clara', name: 'Clara', role: 'admin' }

function changing(changes: object, version?: number): Change {
  return { proposal: { kind: 'changes', changes }, by, why: 'a test', version }
}

type Entry = Readonly<Record<string, unknown>>

async function entries(own: TenantAdministration, section: string): Promise<readonly Entry[]> {
  const { sections } = await own.config({ withFiles: false })
  const list = sections[section]
  return Array.isArray(list) ? list.filter(isRecord) : []
}

/** The queues as they are, one of them changed. */
async function withQueue(own: TenantAdministration, id: string, change: object): Promise<object> {
  const queues = await entries(own, 'queues')
  return { queues: queues.map(queue => (queue['id'] === id ? { ...queue, ...change } : queue)) }
}

test('a change of a queue holds at once, is a version, and is in the audit log with before and after', async () => {
  const { own, lane, audit } = await open()
  const outcome = await own.change(changing(await withQueue(own, 'sales', { wrapUp: '75s' }), 1))
  expect(outcome).toMatchObject({ ok: true, checked: { version: 2, complaints: [] } })
  expect(lane.read(state => [...state.queues.values()][1]?.config.wrapUpMs)).toBe(75_000)
  const [row] = (await own.versions()).rows
  expect(row).toMatchObject({ version: 2, by: 'Clara', origin: 'page', why: 'a test' })
  expect(await audit.newest(lane.tenant, { limit: 5 })).toMatchObject([
    {
      who: { kind: 'person', name: 'Clara' },
      what: 'config-changed',
      about: 'queues sales',
      before: { wrapUp: '30s' },
      after: { wrapUp: '75s', version: 2 },
    },
  ])
})

test('what a page changes leaves comments and the way of writing alone', async () => {
  const { own } = await open()
  const before = (await own.config({ withFiles: true })).files?.[0]?.text ?? ''
  await own.change(changing(await withQueue(own, 'sales', { wrapUp: '75s' })))
  const after = (await own.config({ withFiles: true })).files?.[0]?.text ?? ''
  expect(after).toContain('# Open day and night, so that there is always somebody to call.')
  expect(around(after)).toEqual(around(before))
  expect(after.slice(after.indexOf('\nqueues:'))).toContain('skills: { required: { english: 2 } }')
})

test('sections that follow each other without an empty line stay apart', () => {
  const before =
    'queues:\n  - id: sales\n    wrapUp: 30s\ndispositions:\n  - id: sold\n# The end.\n'
  const texts = new Map([['tenant.yaml', before]])
  const after = withChanges(texts, { queues: [{ id: 'sales', wrapUp: '75s' }] })
  expect(after.get('tenant.yaml')).toBe(before.replace('30s', '75s'))
})

test('a change that cannot be run is refused wholly, with place and remedy', async () => {
  const { own, lane } = await open()
  const outcome = await own.change(
    changing({ ...(await withQueue(own, 'sales', { wrapUp: 'a while', hours: 'ofice' })) }),
  )
  expect(outcome).toMatchObject({
    ok: false,
    reason: 'complaints',
    checked: {
      complaints: [
        {
          section: 'queues',
          path: ['queues', 1, 'wrapUp'],
          code: 'bad-value',
          remedy: expect.stringContaining('30s'),
        },
      ],
    },
  })
  expect((await own.config({ withFiles: false })).version).toBe(1)
  expect(lane.facts.filter(fact => fact.kind === 'tenant-configured')).toHaveLength(1)
})

test('of two who change the same version the second is told and loses nobody’s work', async () => {
  const { own } = await open()
  const [one, other] = await Promise.all([
    own.change(changing(await withQueue(own, 'sales', { wrapUp: '75s' }), 1)),
    own.change(changing(await withQueue(own, 'support', { wrapUp: '75s' }), 1)),
  ])
  expect(one.ok).toBe(true)
  expect(other).toEqual({ ok: false, reason: 'changed-meanwhile', by: 'Clara' })
})

test('a flow is a text: it is checked with lines, drawn, and told line by line', async () => {
  const { own } = await open()
  const { flows } = await own.config({ withFiles: false })
  const texts = flows.map(({ path, text }) => ({ path, text }))
  const changed = (from: string, to: string): object => ({
    flows: texts.map(({ path, text }) => ({ path, text: text.replace(from, to) })),
  })
  const broken = await own.check({
    kind: 'changes',
    changes: changed('next: opening', 'next: openig'),
  })
  expect(broken).toMatchObject({
    ok: false,
    complaints: expect.arrayContaining([
      expect.objectContaining({
        section: 'flows',
        file: 'flows/main.yaml',
        line: 11,
        remedy: 'Did you mean “opening”?',
      }),
    ]),
  })
  const good = await own.check({ kind: 'changes', changes: changed('Welcome to', 'Good day from') })
  expect(good?.ok).toBe(true)
  expect(good?.differences[0]).toMatchObject({ section: 'flows', item: 'flows/main.yaml' })
  expect(good?.differences[0]?.lines?.filter(({ sign }) => sign === '+')).toEqual([
    { sign: '+', text: '    say: Good day from Harbour Lane, furniture for people who stay.' },
  ])
  expect(good?.graphs['flows/main.yaml']?.start).toBe('greeting')
})

test('a call under way finishes in the version it began with, and the dry run says so', async () => {
  const { own, lane } = await open()
  lane.call('+441632960501')
  const { flows } = await own.config({ withFiles: false })
  const changes = {
    flows: flows.map(({ path, text }) => ({
      path,
      text: text.replace('Welcome to', 'Good day from'),
    })),
  }
  const checked = await own.check({ kind: 'changes', changes })
  expect(checked?.effects.map(({ words }) => words)).toEqual([
    'The next call hears the new flow “Main line”. 1 call under way finishes in the version it began with.',
  ])
  await own.change(changing(changes))
  const versions = lane.read(state =>
    [...state.flows.keys()].filter(key => key.startsWith('main@')),
  )
  expect(versions).toHaveLength(2)
})

test('what is the operator’s, and files of the machine, are out of a page’s reach', async () => {
  const { own } = await open()
  const { sections } = await own.config({ withFiles: false })
  const tenant = isRecord(sections['tenant']) ? sections['tenant'] : {}
  const trunks = await own.check({
    kind: 'changes',
    changes: { tenant: { ...tenant, trunks: { in: ['teams'], agents: 'teams' } } },
  })
  expect(trunks?.complaints).toMatchObject([{ code: 'operators-alone', path: ['trunks'] }])
  const file = await own.check({
    kind: 'changes',
    changes: await withQueue(own, 'sales', { music: { file: '/etc/passwd' } }),
  })
  expect(file?.complaints.map(({ code }) => code)).toContain('file-of-the-machine')
  const prompt = await own.check({
    kind: 'changes',
    changes: await withQueue(own, 'sales', { music: { prompt: 'nobody-made-it' } }),
  })
  expect(prompt?.complaints).toMatchObject([{ code: 'unknown-prompt' }])
})

test('holidays and forms are changed by themselves, within their hours and queues', async () => {
  const { own } = await open()
  const outcome = await own.change(
    changing({
      holidays: { office: [{ date: '2027-05-03', name: 'Early May' }] },
      forms: { sales: [{ id: 'order', label: 'Order number', required: true }] },
      skills: ['english', 'spanish', 'furniture', 'repairs'].map(id => ({ id, name: id })),
    }),
  )
  expect(outcome).toMatchObject({ ok: true })
  const { sections } = await own.config({ withFiles: false })
  expect(sections['holidays']).toMatchObject({ always: [], office: [{ name: 'Early May' }] })
  expect(sections['forms']).toMatchObject({ sales: [{ id: 'order' }], support: [] })
  const stray = await own.check({ kind: 'changes', changes: { holidays: { shop: [] } } })
  expect(stray?.ok).toBe(false)
})

test('an earlier version can be looked at and brought back', async () => {
  const { own } = await open()
  await own.change(changing(await withQueue(own, 'sales', { wrapUp: '75s' })))
  const back = await own.check({ kind: 'version', version: 1 })
  expect(back?.differences).toEqual([
    {
      section: 'queues',
      item: 'sales',
      key: 'wrapUp',
      kind: 'changed',
      before: '75s',
      after: '30s',
    },
  ])
  await own.change({ proposal: { kind: 'version', version: 1 }, by, why: 'too long' })
  expect((await own.versions()).rows.map(({ version, origin }) => [version, origin])).toEqual([
    [3, 'files'],
    [2, 'page'],
    [1, 'files'],
  ])
  const none = await own.change({ proposal: { kind: 'version', version: 99 }, by, why: '' })
  expect(none).toEqual({ ok: false, reason: 'no-such-version' })
})

test('until a page changes something the files hold at each start; after that they are only told of', async () => {
  const folder = await demo()
  const settings = fakeSettings()
  const file = join(folder, 'tenants', 'harbour-lane', 'tenant.yaml')
  const edit = async (from: string, to: string): Promise<void> => {
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace(from, to))
  }
  await open({ folder, settings })
  await edit('wrapUp: 30s', 'wrapUp: 31s')
  const second = await open({ folder, settings })
  expect([await wrapUp(second), second.warned]).toEqual(['31s', []])
  await second.own.change(changing(await withQueue(second.own, 'sales', { wrapUp: '75s' })))
  await edit('wrapUp: 31s', 'wrapUp: 32s')
  const third = await open({ folder, settings })
  expect([await wrapUp(third), third.warned]).toEqual(['75s', ['files-differ']])
  expect((await third.own.config({ withFiles: false })).filesDiffer).toBe(true)
})

test('everything brought out and taken in again is no difference at all', async () => {
  const { own } = await open()
  await own.change(changing(await withQueue(own, 'sales', { wrapUp: '75s' })))
  const { files = [] } = await own.config({ withFiles: true })
  const checked = await own.check({ kind: 'files', files })
  expect(checked).toMatchObject({ ok: true, differences: [], effects: [] })
})

test('a trunk’s page says how it is registered at its carrier, and nothing that only the carrier may know', async () => {
  const failed = {
    registrar: 'sip.carrier.example',
    state: 'failed',
    words: 'The registrar is silent.',
    remedy: 'See that its address is right.',
  } as const
  const { own } = await open({ registrations: new Map([['carrier', failed]]) })
  const rows = own.trunks().rows.map(({ id, registration }) => [id, registration])
  expect(rows).toContainEqual(['carrier', failed])
  expect(rows.filter(([, registration]) => registration !== undefined)).toHaveLength(1)
})

async function presenceSeen(presence?: PresenceHealth): Promise<unknown> {
  const { own } = await open(presence && { presence })
  return own.trunks().presence
}

test('an administrator is told whether Teams is heard, and what to do where it is not', async () => {
  const said = { words: 'The app may not read presence.', remedy: 'Let it.' }
  const trouble = { code: 'permission-missing' as const, ...said, isLasting: true }
  expect([
    await presenceSeen(),
    await presenceSeen({ state: 'fine' }),
    await presenceSeen({ state: 'troubled', trouble }),
  ]).toEqual([undefined, { state: 'fine' }, { state: 'troubled', ...said }])
})
