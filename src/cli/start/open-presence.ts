import { keepPresence, type KeptPresence } from '#channels'
import type { TenantId } from '#core'
import type { Emulator } from '#emulator'
import { systemClock, type Lane, type Log } from '#engine'
import { openGraphPresence, type GraphOptions } from '#microsoft'
import type { Installation } from '../config/installation.ts'
import { emulatedApp } from './entra-plan.ts'

/** Whom tokens for Microsoft Graph are made out to, wherever it is emulated. */
const graphItself = 'https://graph.microsoft.com'

type EmulatedCloud = Pick<Emulator, 'entra' | 'graph' | 'authority'>

/** Microsoft Graph as an installation reaches it, or nothing where it asks nobody. */
export function graphPlan(
  { presence, entra }: Installation,
  emulator?: EmulatedCloud,
): GraphOptions | undefined {
  if (presence === undefined) return undefined
  if (emulator !== undefined) {
    return {
      authority: emulator.entra.origin,
      clientId: emulatedApp.clientId,
      credential: { kind: 'secret', secret: emulatedApp.secret },
      graph: emulator.graph.origin,
      resource: graphItself,
      trustedCertificate: emulator.authority,
    }
  }
  if (entra === undefined) throw new Error('presence is asked for, and no app may ask')
  const { authority, clientId, clientSecret } = entra
  const credential = { kind: 'secret' as const, secret: clientSecret }
  return { authority, clientId, credential, graph: presence.graph }
}

/** Why presences are not heard, one code for each tenant that is not; for whoever asks how we are. */
export function presenceTroubles({ health }: Pick<KeptPresence, 'health'>): readonly string[] {
  return [...health().values()].flatMap(one => (one.state === 'troubled' ? [one.trouble.code] : []))
}

/** Keeps the presences of every tenant, until it is disposed of. */
export function openPresence(
  ground: {
    readonly installation: Installation
    readonly lanes: ReadonlyMap<TenantId, Lane>
    readonly log: Log
  },
  emulator: EmulatedCloud | undefined,
): Pick<KeptPresence, 'health'> & AsyncDisposable {
  const { installation, lanes, log } = ground
  const plan = graphPlan(installation, emulator)
  const source = plan && openGraphPresence(plan)
  const kept = keepPresence({
    source,
    everyMs: installation.presence?.everyMs ?? 0,
    unknownAfterMs: installation.presence?.unknownAfterMs ?? 0,
    tenants: installation.tenants.flatMap(({ config, directory }) => {
      const lane = lanes.get(config.tenant)
      return lane === undefined ? [] : [{ lane, directory }]
    }),
    clock: systemClock(),
    random: Math.random,
    log,
  })
  return {
    health: kept.health,
    [Symbol.asyncDispose]: async () => {
      kept.stop()
      source?.close()
    },
  }
}
