import type { TrunkRegistrar } from '#channels'
import type { InstallationFile } from '#contract'
import type { Credentials } from '#sip'
import type { Gathered, ShapedFile } from '../reading/gathered.ts'
import { complain } from '../reading/gathered.ts'
import type { Environment } from './secrets.ts'
import { readTrunkPassword, strayTrunkPasswords, trunkPasswordVariable } from './secrets.ts'

type CarrierFile = Extract<InstallationFile['trunks'][number], { kind: 'carrier' }>

/** What a carrier's credentials and registrar are read with. */
export interface CredentialsWork {
  readonly read: ShapedFile<InstallationFile>
  readonly gathered: Gathered
  readonly environment: Environment
}

/** As whom we are known to a carrier, and where it wants to hear of us; the password is in the environment. */
export async function credentialsOf(
  work: CredentialsWork,
  trunk: CarrierFile,
  index: number,
): Promise<{ readonly credentials?: Credentials; readonly registrar?: TrunkRegistrar }> {
  const { gathered, read, environment } = work
  const { id, credentials, registrar } = trunk
  const at = { source: read.source, path: ['trunks', index], part: 'key' as const }
  if (credentials === undefined) {
    if (registrar === undefined) return {}
    complain(gathered, at, {
      code: 'no-credentials',
      words: 'a registrar asks who we are, and this trunk has no `credentials`',
      remedy: 'Add `credentials: {user: …}` as the carrier gave it to you.',
    })
    return {}
  }
  const password = await readTrunkPassword(environment, id)
  const variable = trunkPasswordVariable(id)
  if (password === undefined) {
    complain(gathered, at, {
      code: 'no-password',
      words: `the password of ${credentials.user} on this trunk is missing`,
      remedy: `Set ${variable} or ${variable}_FILE.`,
    })
    return {}
  }
  if (typeof password !== 'string') {
    gathered.complaints.push(password)
    return {}
  }
  const { user: username, realm } = credentials
  return {
    credentials: { username, password, ...(realm !== undefined && { realm }) },
    ...(registrar !== undefined && { registrar: registrarOf(registrar) }),
  }
}

/** Passwords in the environment that no trunk asks for are slips of the pen. */
export function complainOfStrayPasswords({ read, gathered, environment }: CredentialsWork): void {
  const asking = read.value.trunks.flatMap(trunk =>
    trunk.kind === 'carrier' && trunk.credentials !== undefined ? [trunk.id] : [],
  )
  gathered.complaints.push(...strayTrunkPasswords(environment, asking))
}

function registrarOf(registrar: NonNullable<CarrierFile['registrar']>): TrunkRegistrar {
  const { transport, host, port, domain = host, expires } = registrar
  return {
    target: { transport, host, ...(port !== undefined && { port }) },
    domain,
    expiresSeconds: Math.round(expires / 1000),
  }
}
