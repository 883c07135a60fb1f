import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TenantConfig } from '#core'
import type { Identity, SignInPort } from './auth/sign-in-port.ts'
import { fakeAdministration } from './fake-administration.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { createFakeLane, fakeTenant, type FakeLane } from './fake-floor.ts'
import { createFakePast, createFakeRecords } from './fake-records.ts'
import { openApi, type ApiServer } from './open-api.ts'
import type { ApiLimits, ApiLog, ApiOptions } from './options.ts'

/** The key of the rehearsal's operator. */
export const operatorKey = 'a-key-that-lies-in-a-folder'

/** The whole server on a fake floor: two tenants, time moved by hand, a provider that believes all. */
export interface ApiRehearsal extends AsyncDisposable {
  readonly server: ApiServer
  readonly clock: FakeClock
  readonly acme: FakeLane
  readonly globex: FakeLane
  readonly recordingsFolder: string
  /** What the log was told, as one line each. */
  readonly logged: readonly string[]
  /** Whom the configuration knows; a test takes people out of it. */
  readonly known: Set<string>
  /** Signs a person in, as `acme-anna`, and gives the cookie. */
  readonly signIn: (who: string) => Promise<string>
  readonly get: (
    path: string,
    cookie?: string,
    headers?: Record<string, string>,
  ) => Promise<Response>
  readonly post: (path: string, cookie?: string, body?: object) => Promise<Response>
  readonly ask: (
    method: 'PUT' | 'DELETE',
    path: string,
    cookie?: string,
    body?: object,
  ) => Promise<Response>
}

/** What a test may put in the place of what a rehearsal has. */
type Rehearsed = Pick<
  ApiOptions,
  | 'signIns'
  | 'lanes'
  | 'overload'
  | 'presenceTroubles'
  | 'registrations'
  | 'wallboards'
  | 'phones'
  | 'webCalls'
  | 'isProxy'
> &
  Partial<Pick<ApiOptions, 'administration'>>

/** Opens a server for a test. */
export async function rehearseApi(
  limits: Partial<ApiLimits> = {},
  more: Rehearsed = {},
): Promise<ApiRehearsal> {
  const clock = createFakeClock()
  const configs = [fakeTenant('acme'), fakeTenant('globex')]
  const [acme, globex] = [openLane(configs[0], clock), openLane(configs[1], clock)]
  const lanes = [acme, globex]
  const folder = await mkdtemp(join(tmpdir(), 'parley-api-'))
  await writeWebApp(join(folder, 'web'))
  const logged: string[] = []
  const known = new Set(configs.flatMap(one => one.agents.map(agent => agent.directoryId)))
  const server = await openApi({
    host: '127.0.0.1',
    port: 0,
    webFolder: join(folder, 'web'),
    recordingsFolder: folder,
    floor: { lane: tenant => lanes.find(lane => lane.tenant === tenant) },
    records: createFakeRecords(lanes),
    past: createFakePast(lanes),
    signIn: believer,
    whoIs: identity =>
      known.has(identity.personDirectoryId) ? whoIs(configs, identity) : undefined,
    log: logInto(logged),
    clock,
    limits: { requestsPerAddressPerSecondMax: 1000, ...limits },
    emulated: true,
    channelLegs: () => 0,
    administration: fakeAdministration(configs.map(one => one.tenant)),
    operatorKey,
    ...more,
  })
  const at = (path: string): string => `${server.url}${path}`
  const ask = (method: string, path: string, cookie = '', body: object = {}): Promise<Response> =>
    fetch(at(path), {
      method,
      headers: { cookie, origin: server.url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    server,
    clock,
    acme,
    globex,
    recordingsFolder: folder,
    logged,
    known,
    signIn: who => signInAs(server.url, who),
    get: (path, cookie = '', headers = {}) =>
      fetch(at(path), { headers: { cookie, ...headers }, redirect: 'manual' }),
    post: (path, cookie, body) => ask('POST', path, cookie, body),
    ask,
    [Symbol.asyncDispose]: async () => {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

function openLane(config: TenantConfig | undefined, clock: FakeClock): FakeLane {
  if (config === undefined) throw new Error('no such tenant')
  return createFakeLane(config, () => clock.now())
}

/** Signs in whoever the answer names: `answer.who` is `<tenant>-<person>`. */
const believer: SignInPort = {
  begin: async () => ({ redirectTo: 'https://login.example/authorize', pending: 'pending' }),
  complete: async ({ who = '' }, pending) => {
    if (pending !== 'pending') throw new Error('the pending sign-in was mixed up')
    if (who === 'cancelled') {
      return {
        ok: false,
        refused: { code: 'sign-in-cancelled', words: 'You cancelled.', remedy: 'Sign in again.' },
      }
    }
    return { ok: true, identity: identityOf(who) }
  },
}

function identityOf(who: string): Identity {
  return {
    tenantDirectoryId: `${who.split('-')[0] ?? ''}-directory`,
    personDirectoryId: `${who}-directory-id`,
    name: who,
    userName: `${who}@example.com`,
  }
}

function whoIs(
  configs: readonly TenantConfig[],
  identity: Pick<Identity, 'tenantDirectoryId' | 'personDirectoryId'>,
): ReturnType<Parameters<typeof openApi>[0]['whoIs']> {
  const config = configs.find(one => `${one.tenant}-directory` === identity.tenantDirectoryId)
  const agent = config?.agents.find(one => one.directoryId === identity.personDirectoryId)
  if (config === undefined || agent === undefined) return undefined
  const desk = agent.queues.length > 0 ? { agent: agent.id } : {}
  return { tenant: config.tenant, role: agent.role, name: agent.name, member: agent.id, ...desk }
}

async function signInAs(url: string, who: string): Promise<string> {
  const away = await fetch(`${url}/auth/sign-in?returnTo=/board`, { redirect: 'manual' })
  const pending = cookieOf(away, 'parley_signing_in')
  const back = await fetch(`${url}/auth/callback?who=${who}`, {
    headers: { cookie: pending },
    redirect: 'manual',
  })
  return cookieOf(back, 'parley_session')
}

/** One cookie of an answer, as a browser would send it back. */
export function cookieOf(response: Response, name: string): string {
  const cookie = response.headers.getSetCookie().find(one => one.startsWith(`${name}=`))
  return cookie?.split(';')[0] ?? ''
}

async function writeWebApp(folder: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Parley</title>')
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), `const text = '${'a'.repeat(4000)}'\n`)
}

function logInto(lines: string[]): ApiLog {
  const write = (fields: object, words: string): void => {
    lines.push(`${words} ${JSON.stringify(fields)}`)
  }
  return { info: write, warn: write, error: write }
}
