import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CarrierTrunk, KeptTrunks, VoiceChannel } from '#channels'
import { keepTrunks, openVoice } from '#channels'
import type { InputBody, LegId, Order, OrderId, TenantId } from '#core'
import { toId } from '#core'
import type { Emulator, IssuedIdentity, PlacedCall } from '#emulator'
import { openDeclineMemory, openEmulator } from '#emulator'
import type { OrderResult } from '#engine'
import { systemClock } from '#engine'
import type { MediaEngine } from '#media'
import { openMedia } from '#media'
import type { SipEndpoint, SipTarget, SipTransport } from '#sip'
import { openSipEndpoint } from '#sip'
import { freePort } from '../../e2e/peers/free-port.ts'
import { until } from '../../e2e/peers/until.ts'
import { directory, mainNumber, ourName, someoneElse } from './people.ts'
import type { SipTap } from './sip-tap.ts'
import { openSipTap } from './sip-tap.ts'

/** Pitches by which everybody is known: what is heard says who is heard. */
export const customerHz = 450
export const agentHz = 700

/** Any free port, for every voice. */
const anyPort = { from: 0, to: 0 }

/** What differs between the worlds of the tests. */
export interface FloorOptions {
  /** The names our certificate proves; our paired name when left out. */
  readonly provenNames?: readonly string[]
  /** For how many days our certificate is good; a negative number is an expired one. */
  readonly certificateDays?: number
  /** The name Microsoft's proxy must prove to us; its own when left out. */
  readonly proxyName?: string
  /** Datacenters of Microsoft, in the order we try them. */
  readonly datacenters?: number
  /** The transport that is tapped; TLS when left out. */
  readonly tapped?: SipTransport
  /** Where callers call in the place of our own port, as when an edge stands in front. */
  readonly edgePort?: () => number
  /** Whoever calls us over TLS must show a certificate. */
  readonly mutualTls?: boolean
  /** Who carries out a transfer by a Teams user. */
  readonly transfers?: 'by-microsoft' | 'by-parley'
  /** What the carrier's trunk is configured with beside its peers. */
  readonly carrier?: Partial<CarrierTrunk>
}

/** Our voice channel on real SIP and real sound, with a strict Microsoft and a phone network beside it. */
export interface Floor extends AsyncDisposable {
  readonly emulator: Emulator
  readonly datacenters: readonly Emulator[]
  readonly trunks: KeptTrunks
  readonly tap: SipTap
  readonly sip: SipEndpoint
  readonly tlsPort: number
  /** A folder for sounds. */
  readonly folder: string
  /** A certificate for Microsoft's own calls to us. */
  issue(names: readonly string[]): Promise<IssuedIdentity>
  /** Somebody calls our main number, is answered, and hums until the end. */
  customer(from?: string): Promise<Customer>
  /** The next call that comes in on any trunk, as it is. */
  comes(): Promise<LegId>
  /** The next call that comes in on any trunk, answered. */
  arrival(): Promise<LegId>
  order(order: Order): Promise<OrderResult>
  /** Presses keys on a leg, as its agent's keypad does. */
  press(leg: LegId, keys: string): Promise<boolean>
  /** What the channel told about a leg, in order. */
  told(leg: LegId): readonly InputBody[]
  /** Nothing of any call is left on either side, and Microsoft has nothing to complain of. */
  settled(): Promise<void>
}

/** A caller on the line. */
export interface Customer {
  readonly leg: LegId
  /** His number: each has his own, since Microsoft remembers who was declined. */
  readonly from: string
  readonly call: PlacedCall
}

/** An order to ring somebody in Teams, under way. */
export interface Ringing {
  readonly leg: LegId
  readonly result: Promise<OrderResult>
}

const tenant = toId<TenantId>('contoso')
const token = (): string => randomBytes(12).toString('hex')

/** Opens everything on free ports, as the program's own start does, with the test in the core's place. */
export async function openFloor(options: FloorOptions = {}): Promise<Floor> {
  const stack = new AsyncDisposableStack()
  try {
    const floor = await build(options, stack)
    const whole = stack.move()
    return { ...floor, [Symbol.asyncDispose]: () => whole.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

interface Below {
  sip?: SipEndpoint
  media?: MediaEngine
  trunks?: KeptTrunks
}

async function build(
  options: FloorOptions,
  stack: AsyncDisposableStack,
): Promise<Omit<Floor, typeof Symbol.asyncDispose>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-interop-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const datacenters: Emulator[] = []
  const declined = openDeclineMemory()
  for (let count = 0; count < (options.datacenters ?? 1); count += 1) {
    const config = { tenants: [directory(), someoneElse()], sbcs: {}, media: { ports: anyPort } }
    const given = { dataFolder: folder, declined, log: () => undefined }
    const opened = await openEmulator(config, given)
    datacenters.push(stack.use(opened))
  }
  const [emulator] = datacenters
  if (emulator === undefined) throw new Error('a floor needs a datacenter')
  const identity = await emulator.issue(options.provenNames ?? [ourName], options.certificateDays)
  const tap = openSipTap(options.tapped)
  const inputs: InputBody[] = []
  const below: Below = {}
  const tlsPort = await freePort()
  for (const one of datacenters) one.pointSbc(ourName, { host: '127.0.0.1' })
  const proxies = datacenters.map(one => proxyOf(one, options.proxyName))
  const carrier = {
    kind: 'carrier',
    id: 'carrier',
    peers: ['127.0.0.1'],
    ...options.carrier,
  } as const
  const teams = {
    kind: 'direct-routing',
    id: 'teams',
    fqdn: ourName,
    port: tlsPort,
    proxies,
    peers: ['127.0.0.0/8'],
    transfers: options.transfers ?? 'by-microsoft',
  } as const
  const voice = openVoice({
    tenants: [
      {
        tenant,
        numbers: new Set([mainNumber]),
        trunksIn: ['carrier', 'teams'],
        agentsTrunk: 'teams',
      },
    ],
    trunks: [teams, carrier],
    // A carrier here is not asked how it is: it may be a peer of one call alone.
    targets: trunk =>
      trunk.kind === 'carrier'
        ? [trunk.target].flatMap(target => target ?? [])
        : (below.trunks?.targets(trunk) ?? []),
    sip: () => present(below.sip),
    media: () => present(below.media),
    speech: { speak: () => Promise.reject(new Error('nothing is said by words here')) },
    tell: async (_, input) => {
      inputs.push(input)
      return { ok: true, facts: [] }
    },
    clock: systemClock(),
    version: '1.2.3',
    log: () => undefined,
    recordingsFolder: folder,
    newLegName: () => `c-${randomUUID()}`,
  })
  below.media = stack.use(
    await openMedia({
      workers: 1,
      address: '127.0.0.1',
      ports: anyPort,
      log: () => undefined,
      onEvent: voice.onMediaEvent,
    }),
  )
  const sip = stack.use(await openSip(identity, { options, tap, voice, tlsPort }))
  below.sip = sip
  below.trunks = keepTrunks({
    trunks: [teams],
    sip,
    clock: systemClock(),
    log: () => undefined,
    version: '1.2.3',
  })
  stack.adopt(below.trunks, trunks => trunks.stop())
  const { trunks } = below
  return floorOver({
    emulator,
    datacenters,
    trunks,
    tap,
    sip,
    tlsPort,
    folder,
    voice,
    inputs,
    options,
    media: below.media,
  })
}

function present<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked for before it was opened')
  return part
}

function proxyOf({ directRouting }: Emulator, name = directRouting.servername): SipTarget {
  return { host: directRouting.host, port: directRouting.port, servername: name }
}

function openSip(
  identity: IssuedIdentity,
  given: {
    readonly options: FloorOptions
    readonly tap: SipTap
    readonly voice: VoiceChannel
    readonly tlsPort: number
  },
): Promise<SipEndpoint> {
  const { options, tap, voice, tlsPort } = given
  const tls = { ...identity, requestClientCertificate: options.mutualTls ?? false }
  return openSipEndpoint({
    listen: [
      { transport: 'udp', host: '127.0.0.1', port: 0 },
      { transport: 'tcp', host: '127.0.0.1', port: 0 },
      { transport: 'tls', host: '127.0.0.1', port: tlsPort, tls },
    ],
    tlsClient: identity,
    clock: { now: () => performance.now(), setTimer: systemClock().setTimer },
    token,
    userAgent: 'Parley',
    onInvite: voice.onInvite,
    log: tap.hear,
  })
}

interface Parts extends Pick<
  Floor,
  'emulator' | 'datacenters' | 'trunks' | 'tap' | 'sip' | 'tlsPort' | 'folder'
> {
  readonly options: FloorOptions
  readonly voice: VoiceChannel
  readonly media: MediaEngine
  readonly inputs: readonly InputBody[]
}

/** A customer's call has come in. */
function isCall(one: InputBody): one is Extract<InputBody, { channel: 'voice' }> {
  return one.kind === 'interaction-arrived' && one.channel === 'voice'
}

function floorOver(parts: Parts): Omit<Floor, typeof Symbol.asyncDispose> {
  const { emulator, datacenters, sip, tap, voice, inputs, options, media } = parts
  let orders = 0
  let numbers = 0
  const nextNumber = (): string => {
    numbers += 1
    return `+44163296${String(1_000 + numbers)}`
  }
  const order = (one: Order): Promise<OrderResult> => {
    orders += 1
    const id = toId<OrderId>(`o${orders}`)
    return voice.carryOut(tenant, { id, interaction: toId('i1'), order: one })
  }
  let seen = 0
  const isOver = (leg: LegId): boolean =>
    inputs.some(one => one.kind === 'leg-ended' && one.leg === leg)
  const comes = async (): Promise<LegId> => {
    const arrived = await until('a call arrives', () => {
      const at = inputs.findIndex((one, index) => index >= seen && isCall(one) && !isOver(one.leg))
      const input = inputs[at]
      if (input === undefined || !isCall(input)) return undefined
      seen = at + 1
      return input
    })
    return arrived.leg
  }
  const arrival = async (): Promise<LegId> => {
    const leg = await comes()
    const answered = await order({ kind: 'answer', leg })
    if (!answered.ok) throw new Error(`the call could not be answered: ${answered.detail}`)
    return leg
  }
  const udp = sip.bound.find(point => point.transport === 'udp')
  return {
    ...parts,
    issue: names => emulator.issue(names),
    order,
    press: async (leg, keys) => (await media.sendDigits(`${tenant}/${leg}`, keys)).ok,
    comes,
    arrival,
    customer: async (from = nextNumber()) => {
      const trunk = {
        transport: 'udp',
        host: '127.0.0.1',
        port: options.edgePort?.() ?? udp?.port ?? 0,
      } as const
      const hum = [{ kind: 'tone', hz: customerHz, ms: 60_000 }] as const
      const script = [
        { kind: 'wait-for', what: 'answer', msMax: 5_000 },
        { kind: 'say', sounds: hum },
      ] as const
      const call = emulator.call({ from, to: mainNumber, trunk, script })
      return { leg: await arrival(), from, call }
    },
    told: leg => inputs.filter(one => 'leg' in one && one.leg === leg),
    settled: async () => {
      await until(
        'nothing is left of the calls',
        () => {
          const { legs, recordings } = voice.counts()
          const { dialogs } = sip.counts()
          const theirs = datacenters.flatMap(one => {
            const { proxyDialogs, clientCalls, callerCalls, mediaLegs } = one.counts()
            return [proxyDialogs, clientCalls, callerCalls, mediaLegs]
          })
          return [legs, recordings, dialogs, ...theirs].every(count => count === 0)
        },
        10_000,
      )
      tap.forget()
      const broken = datacenters.flatMap(one => one.violations())
      for (const one of datacenters) one.forgetViolations()
      const words = broken.map(one => `${one.code}: ${one.words}`).join('\n')
      if (broken.length > 0) throw new Error(`Microsoft’s score card is not empty:\n${words}`)
    },
  }
}
