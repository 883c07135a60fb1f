import type { Administration } from '#api'
import type { Speech } from '#assist'
import type { KeptPresence, KeptTrunks } from '#channels'
import type { TrunksView } from '#contract'
import type { TenantId } from '#core'
import type { AuditPort, Lane } from '#engine'
import type { InstalledTenant, TrunkConfig } from '../config/installation.ts'
import { openKeeping } from './in-force.ts'
import type { KeepingParts } from './in-force.ts'
import { promptLibrary } from './prompt-library.ts'
import { tenantAdministration } from './tenant-administration.ts'

/** What administration is opened with. */
export interface AdministrationParts extends KeepingParts {
  readonly audit: AuditPort
  readonly speech: Pick<Speech, 'speak' | 'voices'>
  readonly lane: (tenant: TenantId) => Pick<Lane, 'submit' | 'read'> | undefined
  readonly health: {
    readonly trunks: () => Pick<KeptTrunks, 'health' | 'registrations'>
    readonly presence: () => ReturnType<KeptPresence['health']>
  }
}

/** Opens the administration of every tenant of an installation. */
export function openAdministration(parts: AdministrationParts): Administration {
  const keeping = openKeeping(parts)
  const byTenant = new Map(
    parts.installation.tenants.map(tenant => {
      const id = tenant.config.tenant
      const prompts = promptLibrary({
        tenant: id,
        dataFolder: parts.installation.dataFolder,
        audit: parts.audit,
        speech: parts.speech,
        now: parts.now,
        language: () => parts.lane(id)?.read(state => state.config?.language) ?? 'en',
        texts: async () => (await keeping.current(tenant)).row.texts,
      })
      const trunks = (): TrunksView => trunksOf(parts, tenant)
      const lane = (): ReturnType<typeof parts.lane> => parts.lane(id)
      return [id, tenantAdministration({ ...parts, keeping, lane, trunks, prompts }, tenant)]
    }),
  )
  return { tenant: id => byTenant.get(id) }
}

/** The trunks a tenant uses, how their far ends answer, and whether presence is heard. */
function trunksOf(
  { installation, health, now }: AdministrationParts,
  { config, trunks }: InstalledTenant,
): TrunksView {
  const kept = health.trunks()
  const states = kept.health()
  const registrations = kept.registrations()
  const presence = presenceOf(health.presence().get(config.tenant))
  const used = installation.trunks.filter(
    ({ id }) => trunks.in.includes(id) || trunks.agents === id,
  )
  return {
    at: now(),
    ...(presence && { presence }),
    rows: used.map(trunk => ({
      id: trunk.id,
      kind: trunk.kind,
      name: nameOf(trunk),
      use: [
        ...(trunks.in.includes(trunk.id) ? (['in'] as const) : []),
        ...(trunks.agents === trunk.id ? (['agents'] as const) : []),
      ],
      ...(registrations.has(trunk.id) && { registration: registrations.get(trunk.id) }),
      targets: (states.get(trunk.id) ?? []).map(({ target, state, reason, roundTripMs }) => ({
        target: `${target.servername ?? target.host}${target.port === undefined ? '' : `:${target.port}`}`,
        state,
        ...(reason !== undefined && { reason }),
        ...(roundTripMs !== undefined && { roundTripMs: Math.round(roundTripMs) }),
      })),
    })),
  }
}

function presenceOf(
  health: ReturnType<ReturnType<KeptPresence['health']>['get']>,
): TrunksView['presence'] {
  if (health?.state !== 'troubled') return health
  const { words, remedy } = health.trouble
  return { state: health.state, words, remedy }
}

function nameOf(trunk: TrunkConfig): string {
  return trunk.kind === 'carrier' ? trunk.peers.join(', ') : trunk.fqdn
}
