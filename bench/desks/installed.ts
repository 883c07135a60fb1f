import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import type { Store } from '#store'

/** Who somebody is, by the directory. */
export interface SignedIn {
  readonly tenantDirectoryId: string
  readonly personDirectoryId: string
  readonly name: string
  readonly userName: string
}

/** Signs somebody in: the session is put where a server finds those of the one before it. Gives the cookie. */
export async function signInAs(store: Store, identity: SignedIn): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  const startedAt = Date.now()
  await store.signIns.put({
    id: createHash('sha256').update(secret).digest('base64url'),
    directory: identity.tenantDirectoryId,
    startedAt,
    usedAt: startedAt,
    body: JSON.stringify(identity),
  })
  return `parley_session=${secret}`
}

/** The text of an installation on this machine alone, with the tenants of some files. */
export function installationText(given: {
  readonly port: number
  readonly sip: number
  readonly files: readonly string[]
  readonly data: string
}): string {
  const { port, sip, files, data } = given
  return `
data: ${data}
http: { host: 127.0.0.1, port: ${port}, publicUrl: 'http://127.0.0.1:${port}' }
sip: { listen: [{ transport: udp, host: 127.0.0.1, port: ${sip} }] }
media: { address: 127.0.0.1, ports: { from: 0, to: 0 } }
trunks: [{ id: carrier, kind: carrier, peers: [127.0.0.1] }]
entra: { clientId: 7d1f2a9b-0000-4000-8000-00000000aaaa }
log: { level: warn, format: json }
tenants: [${files.join(', ')}]
`
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise(resolve => {
    server.close(resolve)
  })
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
