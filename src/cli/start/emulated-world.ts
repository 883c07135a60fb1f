import type { EmulatorConfig, TrunkTarget } from '#emulator'
import type { Installation } from '../config/installation.ts'
import { pairedNames, pairedPort } from './voice-plan.ts'

/** The app registration the emulated directory knows us by. Nothing outside this machine does. */
export interface EmulatedApp {
  readonly clientId: string
  readonly secret: string
}

/**
 * The emulated world of an installation: its plan, with our app registered in every directory
 * and our paired names leading to where we listen.
 */
export function emulatedWorld(
  installation: Installation,
  plan: EmulatorConfig,
  app: EmulatedApp,
): EmulatorConfig {
  const { publicUrl } = installation.http
  const { listen } = installation.sip
  const host = listen.find(point => point.transport === 'tls')?.host ?? '127.0.0.1'
  const sbc = { host, port: pairedPort(listen) }
  return {
    ...plan,
    tenants: plan.tenants.map(tenant => ({
      ...tenant,
      apps: [
        ...tenant.apps,
        {
          ...app,
          name: 'Parley',
          redirectUris: [`${publicUrl}/auth/callback`],
          permissions: ['Presence.Read.All'],
        },
      ],
    })),
    sbcs: {
      ...plan.sbcs,
      ...Object.fromEntries(pairedNames(installation).map(name => [name, sbc])),
    },
  }
}

/** Where the emulated phone network delivers calls: the first listener a carrier can reach. */
export function carrierEntrance({ sip }: Installation): TrunkTarget {
  for (const { transport, host, port } of sip.listen) {
    if (transport !== 'tls') return { transport, host, port }
  }
  throw new Error('no UDP or TCP listener takes calls from a carrier')
}
