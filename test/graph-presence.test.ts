import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openEmulator, type Emulator, type EmulatedTenant } from '#emulator'
import { openGraphPresence, type GraphOptions, type PresenceSource } from '#microsoft'
import { presencePromises } from '../src/microsoft/graph/presence-source.suite.ts'

/*
 * Our client of Microsoft Graph, by Microsoft's own SDKs, against the emulated Entra ID and Graph,
 * which know nothing of it.
 */

const app = { clientId: 'cccccccc-0000-4000-8000-000000000001', secret: 'a secret' }
const [ann, ben] = [1, 2].map(index => ({
  id: `AAAAAAAA-0000-4000-8000-00000000000${index}`,
  name: `Person ${index}`,
  userName: `p${index}@contoso.example`,
}))
const people = [ann?.id ?? '', ben?.id ?? ''] as const

/** What an administrator granted, which a test may change. */
const granted: string[] = []
const tenant = (directoryId: string, domain: string, others: Partial<EmulatedTenant>) => ({
  directoryId,
  name: domain,
  domains: [domain],
  people: [],
  apps: [],
  ...others,
})
const contoso = tenant('11111111-2222-4333-8444-555555555555', 'contoso.example', {
  people: [ann, ben].filter(person => person !== undefined),
  apps: [{ ...app, name: 'Parley', redirectUris: [], permissions: granted }],
})
const stranger = tenant('99999999-2222-4333-8444-555555555555', 'fabrikam.example', {})

const stack = new AsyncDisposableStack()
let emulator: Emulator
let ahead = 0

beforeAll(async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'parley-graph-'))
  stack.defer(() => rm(dataFolder, { recursive: true, force: true }))
  const clock = {
    now: () => Date.now() + ahead,
    setTimer: (ms: number, fire: () => void) => {
      const timer = setTimeout(fire, ms)
      return () => clearTimeout(timer)
    },
  }
  emulator = stack.use(
    await openEmulator(
      { tenants: [contoso, stranger], sbcs: {}, media: { ports: { from: 0, to: 0 } } },
      { dataFolder, log: () => undefined, clock },
    ),
  )
})
afterAll(() => stack.disposeAsync())
beforeEach(() => {
  emulator.setGraphFault(undefined)
  granted.splice(0, granted.length, 'Presence.Read.All')
})

function open(others: Partial<GraphOptions> = {}): PresenceSource & AsyncDisposable {
  const source = openGraphPresence({
    authority: emulator.entra.origin,
    clientId: app.clientId,
    credential: { kind: 'secret', secret: app.secret },
    graph: emulator.graph.origin,
    resource: 'https://graph.microsoft.com',
    trustedCertificate: emulator.authority,
    ...others,
  })
  return { ...source, [Symbol.asyncDispose]: async () => source.close() }
}

test.each(presencePromises)('Graph keeps the promise: $words', async ({ keep }) => {
  await using source = open()
  const kept = keep({
    source,
    directory: contoso.directoryId,
    people,
    set: (person, presence) => emulator.setPresence(person, presence),
    overload: isOn => emulator.setGraphFault(isOn ? { isOverloaded: true } : undefined),
  })
  await expect(kept).resolves.toBeUndefined()
})

async function codeOf(source: PresenceSource, directory = contoso.directoryId): Promise<string> {
  const { presences, trouble } = await source.ask(directory, people)
  return trouble?.code ?? `heard of ${presences.size}`
}

test('a permission that is missing is told with what to do, and is enough as soon as it is granted', async () => {
  granted.length = 0
  await using source = open()
  const { trouble } = await source.ask(contoso.directoryId, people)
  expect(trouble).toEqual({
    code: 'permission-missing',
    words:
      'The app may not read presence in this tenant: Authorization_RequestDenied: Insufficient privileges to complete the operation.',
    remedy:
      'Give the app registration the application permission Presence.Read.All of Microsoft Graph, and let an administrator of this tenant consent to it.',
    isLasting: true,
  })
  granted.push('Presence.Read.All')
  expect(await codeOf(source)).toBe('heard of 2')
})

test('a wrong secret, and an app that a tenant does not know, are told apart', async () => {
  await using wrong = open({ credential: { kind: 'secret', secret: 'old' } })
  expect(await wrong.ask(contoso.directoryId, people)).toMatchObject({
    trouble: {
      code: 'secret-wrong',
      words: expect.stringContaining('AADSTS7000215') as unknown,
      remedy: expect.stringContaining('PARLEY_ENTRA_CLIENT_SECRET') as unknown,
    },
  })
  await using source = open()
  expect(await codeOf(source, stranger.directoryId)).toBe('app-not-consented')
})

test('a token that Graph does not take any more is renewed, once, without a word', async () => {
  await using source = open()
  expect(await codeOf(source)).toBe('heard of 2')
  ahead = 2 * 3_600_000
  expect(await codeOf(source)).toBe('heard of 2')
  ahead = 0
})

test('a Graph that is slow, gone, or no Graph, and a sign-in that is gone are told apart', async () => {
  await using slow = open({ answerMsMax: 100 })
  expect(await codeOf(slow)).toBe('heard of 2')
  emulator.setGraphFault({ delayMs: 60_000 })
  expect(await codeOf(slow)).toBe('graph-slow')
  await using gone = open({ graph: 'https://127.0.0.1:1' })
  await using other = open({ graph: emulator.entra.origin })
  await using signIn = open({ authority: 'https://127.0.0.1:1' })
  expect([await codeOf(gone), await codeOf(other), await codeOf(signIn)]).toEqual([
    'graph-unreachable',
    'answer-unreadable',
    'sign-in-unreachable',
  ])
})
