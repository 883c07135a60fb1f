import type { TrunkCallerId } from '#channels'
import type { InstallationFile } from '#contract'
import type { ListenPoint, SipTarget, SipTransport, TlsIdentity } from '#sip'
import type { Gathered, ShapedFile } from '../reading/gathered.ts'
import { complain } from '../reading/gathered.ts'
import type { EntraConfig, TrunkConfig } from './installation.ts'
import type { IdentityFiles, KeptIdentity } from '../reading/read-identity.ts'
import { readIdentity } from '../reading/read-identity.ts'
import type { YamlSource } from '../reading/yaml-source.ts'
import { besideFile } from '../reading/yaml-source.ts'
import type { Environment, Secrets } from './secrets.ts'
import { complainOfStrayPasswords, credentialsOf } from './trunk-credentials.ts'

/** The connections of an installation: where it listens, its trunks, and how people sign in. */
export interface Connections {
  readonly listen: readonly ListenPoint[]
  readonly identities: readonly KeptIdentity[]
  readonly trunks: readonly TrunkConfig[]
  readonly entra?: EntraConfig
}

/** What the parts of this file work on. */
interface Work {
  readonly read: ShapedFile<InstallationFile>
  readonly gathered: Gathered
  readonly environment: Environment
}

/** Fills in the connections: keys and certificates read, the secret put in its place. */
export async function loadConnections(work: Work, secrets: Secrets): Promise<Connections> {
  const { read, gathered } = work
  const { sip, trunks, media } = read.value
  checkPorts(work, media.ports)
  checkReach(work)
  const own =
    sip.tls && (await readIdentity(sip.tls, { ...work.read, gathered, path: ['sip', 'tls'] }))
  const listen = sip.listen.map((point, index) => listenPoint(work, { point, index, own }))
  const loaded: TrunkConfig[] = []
  for (const [index, trunk] of trunks.entries()) {
    if (loaded.some(({ id }) => id === trunk.id)) complainTwice(work, index, trunk.id)
    loaded.push(await loadTrunk(work, { trunk, index, own }))
  }
  complainOfStrayPasswords(work)
  const entra = entraConfig(work, secrets)
  const identities = keptIdentities(work, own, loaded)
  return { listen, identities, trunks: loaded, ...(entra !== undefined && { entra }) }
}

/** The pairs of files that may be renewed while we run: what callers see, and what those we call do. */
function keptIdentities(
  { read }: Work,
  own: TlsIdentity | undefined,
  loaded: readonly TrunkConfig[],
): readonly KeptIdentity[] {
  const { sip, trunks, emulator } = read.value
  // An emulated world issues certificates of its own, and they are what is shown.
  if (emulator !== undefined) return []
  const paired = trunks.flatMap(trunk => (trunk.kind === 'direct-routing' ? [trunk] : []))
  const names = paired.map(({ fqdn }) => fqdn)
  const special = paired.find(({ tls }) => tls !== undefined)
  const theirs = loaded.find(({ id }) => id === special?.id)
  const called = theirs?.kind === 'direct-routing' ? theirs.tls : undefined
  return [
    { files: sip.tls, loaded: own, shownTo: special === undefined ? 'both' : 'callers' } as const,
    {
      files: special?.tls,
      loaded: called,
      shownTo: sip.tls === undefined ? 'both' : 'called',
    } as const,
  ].flatMap(({ files, loaded: identity, ...one }) =>
    files === undefined || identity === undefined
      ? []
      : [{ ...one, files: wholePaths(read.source, files), loaded: identity, names }],
  )
}

function wholePaths(source: YamlSource, files: IdentityFiles): IdentityFiles {
  const { key, certificate, authority } = files
  return {
    key: besideFile(source, key),
    certificate: besideFile(source, certificate),
    ...(authority === undefined ? {} : { authority: besideFile(source, authority) }),
  }
}

function checkPorts(
  { read, gathered }: Work,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  if (from <= to && (from > 0 || to === 0)) return
  const at = { source: read.source, path: ['media', 'ports'] }
  complain(gathered, at, {
    code: 'bad-port-range',
    words: `ports ${from} to ${to} are no range`,
    remedy: 'Write the lower port as `from`, or 0 for both to take any free ones.',
  })
}

/** Callers and Microsoft must be able to come back to where we say we are. */
function checkReach({ read, gathered }: Work): void {
  const { media, sip, trunks } = read.value
  const { source } = read
  const everywhere = media.address === '0.0.0.0' || media.address === '::'
  if (everywhere && media.publicAddress === undefined) {
    complain(
      gathered,
      { source, path: ['media', 'address'] },
      {
        code: 'no-public-address',
        words: `nobody can send a voice to ${media.address}`,
        remedy: 'Add `publicAddress`, or name one address of this machine.',
      },
    )
  }
  const paired = trunks.findIndex(({ kind }) => kind === 'direct-routing')
  if (paired === -1 || sip.listen.some(({ transport }) => transport === 'tls')) return
  complain(
    gathered,
    { source, path: ['trunks', paired] },
    {
      code: 'no-tls-listener',
      words: 'Microsoft pairs with an SBC it can call by TLS, and nothing here listens for it',
      remedy: 'Add a listener with `transport: tls` under `sip`.',
    },
  )
}

interface GivenPoint {
  readonly point: InstallationFile['sip']['listen'][number]
  readonly index: number
  readonly own: TlsIdentity | undefined
}

function listenPoint(work: Work, given: GivenPoint): ListenPoint {
  const { point, index, own } = given
  const { transport, host, port, advertise, clientCertificate } = point
  if (clientCertificate === 'required') checkAuthority(work, given)
  if (transport === 'tls' && own === undefined) needIdentity(work, ['sip', 'listen', index])
  const advertised = advertise && {
    host: advertise.host,
    ...(advertise.port !== undefined && { port: advertise.port }),
  }
  return {
    transport,
    host,
    port,
    ...(advertised && { advertise: advertised }),
    ...(transport === 'tls' && own && { tls: withProof(own, clientCertificate) }),
  }
}

/** Whoever must prove something needs somebody who is believed. */
function checkAuthority({ read, gathered }: Work, { point, index, own }: GivenPoint): void {
  if (point.transport === 'tls' && (own === undefined || own.ca !== undefined)) return
  complain(
    gathered,
    { source: read.source, path: ['sip', 'listen', index, 'clientCertificate'] },
    {
      code: 'no-authority',
      words: 'a certificate can be asked for by TLS alone, and by nobody without an authority',
      remedy: 'Use `transport: tls`, and name the callers’ `authority` under `sip.tls`.',
    },
  )
}

function withProof(
  own: TlsIdentity,
  asked: 'not-asked' | 'required',
): NonNullable<ListenPoint['tls']> {
  return asked === 'required' ? { ...own, requestClientCertificate: true } : own
}

async function loadTrunk(
  work: Work,
  given: {
    readonly trunk: InstallationFile['trunks'][number]
    readonly index: number
    readonly own: TlsIdentity | undefined
  },
): Promise<TrunkConfig> {
  const { trunk, index } = given
  if (trunk.kind === 'carrier') {
    const { id, kind, peers, target, inbandDigits } = trunk
    const goesTo = target === undefined ? {} : { target: sipTarget(target) }
    const known = await credentialsOf(work, trunk, index)
    return { id, kind, peers, inbandDigits, ...goesTo, ...known, ...callerIdOf(trunk) }
  }
  const path = ['trunks', index, 'tls']
  const { gathered, read } = work
  const tls = trunk.tls ? await readIdentity(trunk.tls, { ...read, gathered, path }) : given.own
  if (tls === undefined && trunk.tls === undefined) needIdentity(work, ['trunks', index])
  const { id, kind, fqdn, transfers } = trunk
  const proxies = trunk.proxies.map(proxy => sipTarget({ transport: 'tls', ...proxy }))
  return {
    id,
    kind,
    fqdn,
    proxies,
    transfers,
    ...(tls !== undefined && { tls }),
    ...callerIdOf(trunk),
  }
}

function callerIdOf({ callerId }: InstallationFile['trunks'][number]): {
  readonly callerId?: TrunkCallerId
} {
  if (callerId === undefined) return {}
  const { show, assert, trust } = callerId
  const kind = show === 'caller' || show === 'nobody' ? show : 'number'
  return {
    callerId: { show: kind === 'number' ? { kind, number: show } : { kind }, assert, trust },
  }
}

function sipTarget(target: {
  readonly transport: SipTransport
  readonly host: string
  readonly port?: number | undefined
  readonly servername?: string | undefined
}): SipTarget {
  const { transport, host, port, servername } = target
  return {
    transport,
    host,
    ...(port !== undefined && { port }),
    ...(servername !== undefined && { servername }),
  }
}

/** Only an emulated world issues certificates at its start; everywhere else they are given. */
function needIdentity({ read, gathered }: Work, path: readonly (string | number)[]): void {
  if (read.value.emulator !== undefined || read.value.sip.tls !== undefined) return
  complain(
    gathered,
    { source: read.source, path },
    {
      code: 'no-certificate',
      words: 'TLS needs a key and a certificate',
      remedy: 'Add `tls: {key: …, certificate: …}` under `sip`.',
    },
  )
}

function complainTwice({ read, gathered }: Work, index: number, id: string): void {
  complain(
    gathered,
    { source: read.source, path: ['trunks', index, 'id'] },
    {
      code: 'duplicate-trunk',
      words: `a trunk “${id}” stands above already`,
      remedy: 'Give each trunk an id of its own.',
    },
  )
}

function entraConfig({ read, gathered }: Work, secrets: Secrets): EntraConfig | undefined {
  const { entra, emulator } = read.value
  const { entraClientSecret: clientSecret } = secrets
  if (entra !== undefined && clientSecret !== undefined) {
    const { authority, knownAuthority, clientId } = entra
    return { authority, clientId, clientSecret, ...(knownAuthority && { knownAuthority }) }
  }
  if (entra === undefined && emulator !== undefined) return undefined
  const at = { source: read.source, path: ['entra'], part: 'key' as const }
  if (entra === undefined) {
    complain(gathered, at, {
      code: 'no-sign-in',
      words: 'nobody could sign in: “entra” is missing',
      remedy: 'Register an application in Microsoft Entra ID and write its client id here.',
    })
    return undefined
  }
  complain(gathered, at, {
    code: 'no-secret',
    words: 'the secret of the application registration is missing',
    remedy: 'Set PARLEY_ENTRA_CLIENT_SECRET or PARLEY_ENTRA_CLIENT_SECRET_FILE.',
  })
  return undefined
}
