import type {
  Change,
  ChangeOutcome,
  Changer,
  PromptLibrary,
  Proposal,
  TenantAdministration,
} from '#api'
import type { AuditView, CheckedView, ConfigView, TrunksView } from '#contract'
import type { TenantConfig } from '#core'
import { currentFlags } from '#core'
import type { AuditActor, AuditEntry, AuditPort, Lane, SettingsVersion } from '#engine'
import { settingsVersionsMax } from '#engine'
import type { InstalledTenant } from '../config/installation.ts'
import { differences } from './differences.ts'
import type { TenantTexts } from './document.ts'
import {
  dataOf,
  flowTextsOf,
  identityKeys,
  operatorKeys,
  sectionsOf,
  withChanges,
} from './document.ts'
import { effectsOf } from './effects.ts'
import type { Evaluated } from './evaluate.ts'
import { graphsOf } from './evaluate.ts'
import type { InForce, Keeping, KeepingParts } from './in-force.ts'
import { sameTexts } from './in-force.ts'

/** What looking after one tenant needs. */
export interface TenantParts extends KeepingParts {
  readonly keeping: Keeping
  readonly audit: AuditPort
  /** The tenant's lane; none where nothing runs, as on a command line. */
  readonly lane: () => Pick<Lane, 'submit' | 'read'> | undefined
  readonly trunks: () => TrunksView
  readonly prompts: PromptLibrary
}

/** One tenant's administration over the store and the lane. Changes are taken one after the other. */
export function tenantAdministration(
  parts: TenantParts,
  tenant: InstalledTenant,
): TenantAdministration {
  const at: At = { parts, tenant }
  let turn: Promise<unknown> = Promise.resolve()
  return {
    config: async ({ withFiles }) => configView(at, await current(at), withFiles),
    check: async proposal => {
      const before = await current(at)
      const texts = await proposed(at, before, proposal)
      return texts === undefined ? undefined : (await look(at, { before, texts, proposal })).checked
    },
    change: change => {
      const mine = turn.then(() => changeNow(at, change))
      turn = mine.catch(() => undefined)
      return mine
    },
    versions: async () => ({
      rows: [...(await parts.settings.list(tenant.config.tenant, settingsVersionsMax))],
    }),
    audit: page => auditPage(at, page),
    trunks: parts.trunks,
    prompts: parts.prompts,
  }
}

interface At {
  readonly parts: TenantParts
  readonly tenant: InstalledTenant
}

function current({ parts, tenant }: At): Promise<InForce> {
  return parts.keeping.current(tenant)
}

/** The texts a proposal leads to. */
async function proposed(
  { parts, tenant }: At,
  { row }: InForce,
  proposal: Proposal,
): Promise<TenantTexts | undefined> {
  switch (proposal.kind) {
    case 'changes':
      return withChanges(row.texts, proposal.changes)
    case 'files':
      return new Map(proposal.files.map(({ path, text }) => [path, text]))
    case 'version':
      return (await parts.settings.version(tenant.config.tenant, proposal.version))?.texts
  }
}

interface Looked {
  readonly checked: CheckedView
  readonly evaluated: Evaluated
}

async function look(
  { parts, tenant }: At,
  given: { readonly before: InForce; readonly texts: TenantTexts; readonly proposal: Proposal },
): Promise<Looked> {
  const { before, texts, proposal } = given
  const evaluated = await parts.keeping.evaluate(tenant, texts, {
    texts: before.row.texts,
    keys: proposal.kind === 'files' ? identityKeys : operatorKeys,
    files: proposal.kind === 'changes',
  })
  const config = evaluated.loaded?.tenant.config
  const effects = config === undefined ? [] : parts.lane()?.read(state => effectsOf(state, config))
  return {
    evaluated,
    checked: {
      version: before.row.version,
      ok: evaluated.ok,
      complaints: [...evaluated.complaints],
      differences: [...differences(before.row.texts, texts)],
      effects: [...(effects ?? [])],
      graphs: graphsOf(evaluated),
    },
  }
}

async function changeNow(at: At, change: Change): Promise<ChangeOutcome> {
  const before = await current(at)
  if (change.version !== undefined && change.version !== before.row.version) {
    return { ok: false, reason: 'changed-meanwhile', by: before.row.by }
  }
  const texts = await proposed(at, before, change.proposal)
  if (texts === undefined) return { ok: false, reason: 'no-such-version' }
  const { checked, evaluated } = await look(at, { before, texts, proposal: change.proposal })
  const config = evaluated.loaded?.tenant.config
  if (!evaluated.ok || config === undefined) return { ok: false, reason: 'complaints', checked }
  if (sameTexts(before.row.texts, texts)) return { ok: true, checked }
  return await take(at, { before, texts, checked, config, change })
}

/** The version is durable before the lane hears of it, and is taken back if the lane says no. */
async function take(
  at: At,
  given: {
    readonly before: InForce
    readonly texts: TenantTexts
    readonly checked: CheckedView
    readonly config: TenantConfig
    readonly change: Change
  },
): Promise<ChangeOutcome> {
  const { parts, tenant } = at
  const { before, texts, checked, config, change } = given
  const id = tenant.config.tenant
  const row: SettingsVersion = {
    version: before.row.version + 1,
    at: parts.now(),
    by: change.by.name,
    origin: sameTexts(texts, tenant.texts) || change.proposal.kind === 'files' ? 'files' : 'page',
    why: change.why,
    texts,
  }
  if ((await parts.settings.keep(id, row)) === 'taken') {
    return { ok: false, reason: 'changed-meanwhile', by: (await current(at)).row.by }
  }
  try {
    const taken = await parts.lane()?.submit({
      kind: 'tenant-configured',
      config,
      flags: currentFlags,
    })
    if (taken?.ok === false) {
      await parts.settings.drop(id, row.version)
      return { ok: false, reason: 'refused', refused: taken.refused }
    }
  } catch (error) {
    await parts.settings.drop(id, row.version)
    throw error
  }
  await tellAudit(at, { change, checked, version: row.version })
  parts.log('info', 'settings-changed', { tenant: id, version: row.version, by: change.by.name })
  return { ok: true, checked: { ...checked, version: row.version } }
}

/** One deed for each section, so that the log answers “who changed this queue”. */
async function tellAudit(
  { parts, tenant }: At,
  told: { readonly change: Change; readonly checked: CheckedView; readonly version: number },
): Promise<void> {
  const { change, checked, version } = told
  const who = actorOf(change.by)
  for (const [about, group] of Map.groupBy(
    checked.differences,
    ({ section, item }) => `${section}${item === '' ? '' : ` ${item}`}`,
  )) {
    const side = (pick: 'before' | 'after'): Readonly<Record<string, string>> =>
      Object.fromEntries(
        group.flatMap(({ key, lines, ...one }) => {
          const text = lines === undefined ? one[pick] : sideOf(lines, pick)
          return text === undefined ? [] : [[key === '' ? 'all' : key, text] as const]
        }),
      )
    await parts.audit.append(tenant.config.tenant, {
      at: parts.now(),
      who,
      what: 'config-changed',
      about,
      before: side('before'),
      after: { ...side('after'), version, ...(change.why !== '' && { why: change.why }) },
    })
  }
}

function sideOf(
  lines: NonNullable<CheckedView['differences'][number]['lines']>,
  side: 'before' | 'after',
): string {
  const left = side === 'before' ? '+' : '-'
  return lines
    .filter(({ sign }) => sign !== left)
    .map(({ sign, text }) => (sign === '…' ? '…' : text))
    .join('\n')
}

/** Who changed something, as the audit log names people and programs. */
export function actorOf({ id, name, role }: Changer): AuditActor {
  return role === 'operator' ? { kind: 'program', name } : { kind: 'person', id, name, role }
}

function configView({ tenant }: At, { row, evaluated }: InForce, withFiles: boolean): ConfigView {
  const { version, at, by, origin, why, texts } = row
  const graphs = graphsOf(evaluated)
  return {
    version,
    at,
    by,
    origin,
    why,
    tenant: {
      id: tenant.config.tenant,
      directory: tenant.directory,
      trunks: { in: [...tenant.trunks.in], agents: tenant.trunks.agents },
    },
    sections: sectionsOf(texts),
    flows: flowTextsOf(texts).map(([path, text]) => {
      const { flow = '', name = '' } = dataOf(text)
      return { path, text, id: String(flow), name: String(name) }
    }),
    graphs,
    complaints: [...evaluated.complaints],
    filesDiffer: !sameTexts(texts, tenant.texts),
    ...(withFiles && { files: [...texts].map(([path, text]) => ({ path, text })) }),
  }
}

async function auditPage(
  { parts, tenant }: At,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<AuditView> {
  const entries = await parts.audit.newest(tenant.config.tenant, {
    limit,
    ...(before !== undefined && { before }),
  })
  const last = entries.at(-1)
  return {
    rows: entries.map(auditRow),
    ...(last !== undefined && last.seq > 1 && entries.length === limit && { next: last.seq }),
  }
}

function auditRow(entry: AuditEntry): AuditView['rows'][number] {
  const { seq, at, who, what, about, before, after, hash } = entry
  return {
    seq,
    at,
    who: who.name,
    what,
    about,
    hash,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }
}
