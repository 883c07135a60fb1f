import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TenantAdministration } from '#api'
import type { CheckedView, ConfigView, Problem } from '#contract'
import { checkedView, configView, problem } from '#contract'
import type { TenantId } from '#core'
import type { openStore } from '#store'
import { openAdministration } from '../admin/open-administration.ts'
import { findOperatorKey } from '../admin/operator-door.ts'
import type { Installation } from '../config/installation.ts'
import { placeOf } from '../replay/replay-command.ts'

/** The texts of a tenant's files, the tenant's own first. */
export type Files = readonly { readonly path: string; readonly text: string }[]

/** What became of taking files in. */
export type Applied =
  | { readonly ok: true; readonly checked: CheckedView }
  | { readonly ok: false; readonly words: string; readonly remedy: string }

/** A way to the configuration of one installation, whether it runs or not. */
export interface Reach extends AsyncDisposable {
  readonly isRunning: boolean
  readonly config: (tenant: TenantId) => Promise<ConfigView>
  readonly check: (tenant: TenantId, files: Files) => Promise<CheckedView>
  readonly apply: (
    tenant: TenantId,
    asked: { readonly files: Files; readonly version: number; readonly why: string },
  ) => Promise<Applied>
}

/** What reaching an installation takes from the outside. */
export interface ReachParts {
  readonly openStore: typeof openStore
  readonly now: () => number
}

/**
 * Reaches an installation: over its own door while it runs, so that changes hold at once, and else
 * through its store. Nothing where it has never been started.
 */
export async function reach(
  installation: Installation,
  parts: ReachParts,
): Promise<Reach | undefined> {
  const key = await findOperatorKey(installation.dataFolder)
  const { host, port } = installation.http
  const origin = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`
  if (key !== undefined && (await answers(origin))) return overDoor(origin, key)
  const place = placeOf(installation)
  if ('file' in place && !existsSync(join(place.file))) return undefined
  return await throughStore(installation, parts)
}

async function answers(origin: string): Promise<boolean> {
  return await fetch(`${origin}/livez`).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** What a running installation said no to. */
export class DoorError extends Error {
  override readonly name = 'DoorError'
  readonly problem: Problem

  constructor(said: Problem) {
    super(said.detail)
    this.problem = said
  }
}

function overDoor(origin: string, key: string): Reach {
  const ask = async (tenant: TenantId, path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = {
      authorization: `Bearer ${key}`,
      'parley-tenant': tenant,
      'content-type': 'application/json',
    }
    const answer = await fetch(`${origin}${path}`, { ...init, headers })
    const body: unknown = await answer.json()
    if (!answer.ok) throw new DoorError(problem.parse(body))
    return body
  }
  const put = (tenant: TenantId, body: object): Promise<unknown> =>
    ask(tenant, '/api/admin/files', { method: 'PUT', body: JSON.stringify(body) })
  return {
    isRunning: true,
    config: async tenant => configView.parse(await ask(tenant, '/api/admin/config')),
    check: async (tenant, files) => checkedView.parse(await put(tenant, { files, dryRun: true })),
    apply: async (tenant, asked) => {
      try {
        return { ok: true, checked: checkedView.parse(await put(tenant, asked)) }
      } catch (error) {
        if (!(error instanceof DoorError)) throw error
        return { ok: false, words: error.problem.detail, remedy: error.problem.remedy }
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

async function throughStore(installation: Installation, parts: ReachParts): Promise<Reach> {
  const store = await parts.openStore(placeOf(installation), { log: () => undefined })
  const administration = openAdministration({
    installation,
    settings: store.settings,
    audit: store.audit,
    now: parts.now,
    log: () => undefined,
    speech: silent,
    lane: () => undefined,
    health: {
      trunks: () => ({ health: () => new Map(), registrations: () => new Map() }),
      presence: () => new Map(),
    },
  })
  const of = (tenant: TenantId): TenantAdministration => {
    const own = administration.tenant(tenant)
    if (own === undefined) throw new TypeError(`no tenant ${tenant}`)
    return own
  }
  return {
    isRunning: false,
    config: tenant => of(tenant).config({ withFiles: true }),
    check: async (tenant, files) => {
      const checked = await of(tenant).check({ kind: 'files', files })
      if (checked === undefined) throw new TypeError('files are always something to check')
      return checked
    },
    apply: async (tenant, { files, version, why }) => {
      const proposal = { kind: 'files', files } as const
      const outcome = await of(tenant).change({ proposal, by: operator, why, version })
      return outcome.ok
        ? outcome
        : { ok: false, words: notTaken[outcome.reason], remedy: planAgain }
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
}

const operator = { id: 'operator', name: 'the operator', role: 'operator' }
const planAgain = 'Look at it again with “parley config plan”.'
const notTaken = {
  'changed-meanwhile': 'Somebody has changed the configuration meanwhile.',
  complaints: 'The files cannot be run.',
  'no-such-version': 'There is no such version.',
  refused: 'It was refused.',
} as const

/** On a command line nothing is spoken. */
const silent: Parameters<typeof openAdministration>[0]['speech'] = {
  voices: [],
  speak: async () => ({ ok: false, code: 'text-empty', words: 'Nothing speaks here.', remedy: '' }),
}
