import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openEmulator } from '#emulator'

/** The people of a campaign as their directory has them. */
export interface Directory extends AsyncDisposable {
  /** The lines of an installation's file that name this directory. */
  readonly entra: string
  /** What the server's environment needs to sign people in there. */
  readonly env: Readonly<Record<string, string>>
}

const clientId = '7d1f2a9b-0000-4000-8000-00000000bbbb'
const secret = 'of-a-campaign-and-worth-nothing'

/** Opens a directory of people, by id and name, who may sign in to the server at an origin. */
export async function openDirectory(
  folder: string,
  origin: string,
  { id, names }: { readonly id: string; readonly names: ReadonlyMap<string, string> },
): Promise<Directory> {
  const dataFolder = join(folder, 'directory')
  await mkdir(dataFolder)
  const people = [...names].map(([person, name]) => ({
    id: person,
    name,
    userName: `${name}@campaign.example`,
  }))
  const apps = [{ clientId, secret, name: 'Parley', redirectUris: [`${origin}/auth/callback`] }]
  const tenants = [
    { directoryId: id, name: 'Campaign', domains: ['campaign.example'], people, apps },
  ]
  const emulator = await openEmulator({ tenants, sbcs: {} }, { dataFolder, log: () => undefined })
  const authority = join(folder, 'authority.pem')
  await writeFile(authority, emulator.authority)
  const { knownAuthority, origin: entra } = emulator.entra
  return {
    entra: `entra: { authority: '${entra}', knownAuthority: '${knownAuthority}', clientId: ${clientId} }`,
    env: { PARLEY_ENTRA_CLIENT_SECRET: secret, NODE_EXTRA_CA_CERTS: authority },
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}
