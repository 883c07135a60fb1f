import type { Emulator } from '#emulator'
import type { EntraOptions } from '#microsoft'
import type { Installation } from '../config/installation.ts'

/** What the emulated directory knows us by. It is no secret: nothing outside this machine knows it. */
export const emulatedApp = {
  clientId: '0e9a7c1e-5b1f-4c55-9c64-5f2a9a1b7e01',
  secret: 'known-to-the-emulator-alone',
}

/** People of any organisation sign in at Microsoft Entra ID, or at the emulated one. */
export function entraPlan(
  installation: Installation,
  emulator: Pick<Emulator, 'entra' | 'authority'> | undefined,
): EntraOptions {
  const redirectUri = (): string => `${installation.http.publicUrl}/auth/callback`
  if (emulator !== undefined) {
    return {
      authority: `${emulator.entra.origin}/organizations`,
      clientId: emulatedApp.clientId,
      credential: { kind: 'secret', secret: emulatedApp.secret },
      redirectUri,
      trustedCertificate: emulator.authority,
    }
  }
  const { entra } = installation
  if (entra === undefined) throw new Error('no way to sign in is configured')
  return {
    authority: `${entra.authority}/organizations`,
    clientId: entra.clientId,
    credential: { kind: 'secret', secret: entra.clientSecret },
    redirectUri,
  }
}
