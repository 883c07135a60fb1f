import type { CheckedView, ConfigView } from '#contract'
import type { TenantId } from '#core'
import type {
  Administration,
  Change,
  PromptLibrary,
  TenantAdministration,
} from './administration.ts'

/**
 * Administration for tests of routes: it keeps the sections it is given, finds a mistake wherever a
 * value is `wrong`, and knows nothing of files.
 */
export function fakeAdministration(tenants: readonly TenantId[]): Administration {
  const all = new Map(tenants.map(tenant => [tenant, fakeTenantAdministration(tenant)]))
  return { tenant: id => all.get(id) }
}

function fakeTenantAdministration(tenant: TenantId): TenantAdministration {
  const done: Change[] = []
  const check = (sections: object): CheckedView => {
    const isWrong = JSON.stringify(sections).includes('wrong')
    return {
      version: done.length + 1,
      ok: !isWrong,
      complaints: isWrong ? [mistake] : [],
      differences: [],
      effects: [],
      graphs: {},
    }
  }
  return {
    config: async ({ withFiles }) => ({
      ...document(tenant, done.length + 1),
      ...(withFiles && { files: [{ path: 'tenant.yaml', text: `tenant: ${tenant}\n` }] }),
    }),
    check: async proposal => check(proposal),
    change: async change => {
      const checked = check(change.proposal)
      if (change.version !== undefined && change.version !== checked.version) {
        return { ok: false, reason: 'changed-meanwhile', by: done.at(-1)?.by.name ?? '' }
      }
      if (!checked.ok) return { ok: false, reason: 'complaints', checked }
      done.push(change)
      return { ok: true, checked }
    },
    versions: async () => ({
      rows: done.map(({ by, why }, nth) => ({
        version: nth + 2,
        at: 0,
        by: by.name,
        origin: 'page' as const,
        why,
      })),
    }),
    audit: async () => ({
      rows: done.map(({ by }, nth) => ({
        seq: nth + 1,
        at: 0,
        who: by.name,
        what: 'config-changed',
        about: 'queues sales',
        hash: '',
      })),
    }),
    trunks: () => ({ at: 0, rows: [] }),
    prompts: noPrompts,
  }
}

const noPrompts: PromptLibrary = {
  list: async () => ({ rows: [], voices: [] }),
  file: async () => undefined,
  put: async () => ({ ok: true }),
  speak: async () => ({ ok: true }),
  remove: async name => ({
    ok: false,
    code: 'no-such-prompt',
    words: `There is no prompt called “${name}”.`,
    remedy: '',
  }),
}

const mistake: CheckedView['complaints'][number] = {
  severity: 'error',
  section: 'queues',
  file: 'tenant.yaml',
  line: 3,
  column: 1,
  path: ['queues', 0, 'wrapUp'],
  code: 'bad-value',
  words: '“wrong” is not a length of time',
  remedy: 'Write it as 30s.',
}

function document(tenant: string, version: number): ConfigView {
  return {
    version,
    at: 0,
    by: 'the files',
    origin: 'files',
    why: '',
    tenant: { id: tenant, directory: '', trunks: { in: [], agents: '' } },
    sections: { queues: [] },
    flows: [],
    graphs: {},
    complaints: [],
    filesDiffer: false,
  }
}
