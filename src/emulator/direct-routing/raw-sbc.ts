import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { PersonClients } from '../clients/open-client.ts'
import { systemClock } from '../clock.ts'
import type { SbcAddress } from '../config.ts'
import { openFakeClock } from '../fake-clock.ts'
import type { FakeClock } from '../fake-clock.ts'
import type { Authority } from '../pki/authority.ts'
import { openAuthority } from '../pki/authority.ts'
import { issueIdentity } from '../pki/issue.ts'
import type { DeclineMemory } from '../rules/decline-memory.ts'
import { openFakeStudio } from '../sound/fake-studio.ts'
import type { FakeStudio } from '../sound/fake-studio.ts'
import { openTimers } from '../timers.ts'
import { openProxy } from './open-proxy.ts'
import type { Proxy } from './open-proxy.ts'

/** The SBC of the tests. */
export const sbcName = 'sbc.contoso.example'

/** A person who can be called. */
export const annaNumber = '+441632960001'

/** What a connection may choose of TLS. */
interface Secure extends Pick<ConnectionOptions, 'minVersion' | 'maxVersion' | 'ciphers'> {
  /** Shows a certificate of an elliptic key. */
  readonly elliptic?: boolean
}

/** A proxy under test, with time that moves by hand and no sound. */
export interface ProxyUnderTest extends AsyncDisposable {
  readonly proxy: Proxy
  readonly anna: PersonClients
  readonly ben: PersonClients
  readonly clock: FakeClock
  readonly studio: FakeStudio
  /** A raw connection with a certificate for these names; none at all for an empty list. */
  connect(names?: readonly string[], secure?: Secure): Promise<RawWire>
  /** What was broken, as the score card has it; the log must have said the same, line by line. */
  broken(): readonly string[]
  /** Forgets both. */
  forget(): void
  /** Listens where the proxy will find the SBC's name. */
  listen(): Promise<RawListener>
}

/** Text in, text out. */
export interface RawWire {
  send(text: string): void
  /** The next message whose first line starts so; earlier ones are passed over. */
  next(start: string): Promise<string>
  close(): void
}

/** Where the proxy's own connections arrive. */
export interface RawListener {
  readonly wire: RawWire
  close(): Promise<void>
}

/** One authority for all tests: RSA keys take their time. */
export async function openProxyUnderTest(declined?: DeclineMemory): Promise<ProxyUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-proxy-'))
  const clock = openFakeClock()
  const studio = openFakeStudio()
  const authority = await openAuthority(folder, systemClock)
  const identity = await issueIdentity(authority, systemClock, {
    names: ['sip.pstnhub.microsoft.com', '127.0.0.1'],
  })
  const late: { proxy?: Proxy } = {}
  const clientOf = clientsOver(clock, late)
  const anna = clientOf(annaPerson)
  const ben = clientOf(benPerson)
  const sbcs = new Map<string, SbcAddress>()
  const logged: string[] = []
  const proxy = await openProxy({
    host: '127.0.0.1',
    port: 0,
    identity,
    tenants: [contoso],
    sbcs,
    optionsIntervalMs: 60_000,
    ...(declined === undefined ? {} : { declined }),
    studio,
    clock,
    log: (_level, message, fields = {}) => {
      if (message === 'rule broken') logged.push(`${fields['code']} ${fields['consequence']}`)
    },
    offer: ({ id }, call) => (id === 'ben' ? ben : anna).offered(call),
  })
  late.proxy = proxy
  const closers: (() => void)[] = []
  return {
    proxy,
    anna,
    ben,
    clock,
    studio,
    ...strictness(proxy, logged),
    connect: async (names = [sbcName], { elliptic, ...secure } = {}) => {
      const shown = { ...secure, ...(await proof(authority, names, elliptic)) }
      const wire = await rawConnection(proxy.port, shown)
      closers.push(() => wire.close())
      return wire
    },
    listen: async () => {
      const listener = await rawListener(await proof(authority, [sbcName]))
      sbcs.set(sbcName, { host: '127.0.0.1', port: listener.port })
      return listener
    },
    [Symbol.asyncDispose]: async () => {
      for (const close of closers) close()
      await proxy.close()
      await rm(folder, { recursive: true })
    },
  }
}

const quiet = (): undefined => undefined

const annaPerson = {
  id: 'anna',
  number: annaNumber,
  name: 'Anna',
  userName: 'anna@contoso.example',
}
const benPerson = {
  id: 'ben',
  number: '+441632960002',
  name: 'Ben',
  userName: 'ben@contoso.example',
}
const contoso = {
  directoryId: 't',
  name: 'Contoso',
  domains: ['contoso.example'],
  apps: [],
  people: [annaPerson, benPerson],
}

/** Clients that wait for a hand, and call out by the proxy once it is open. */
function clientsOver(
  clock: FakeClock,
  late: { readonly proxy?: Proxy },
): (person: typeof annaPerson) => PersonClients {
  const timers = openTimers(clock)
  return person =>
    new PersonClients({
      person,
      behaviour: { reaction: { kind: 'rings' } },
      timers,
      log: quiet,
      now: () => clock.now(),
      dial: (to, user) => {
        if (late.proxy === undefined) throw new Error('a call before the proxy was open')
        return late.proxy.place({ personId: person.id, to }, user)
      },
      pickUp: (from, user) => late.proxy?.pickUp({ personId: person.id, from }, user),
    })
}

function strictness(
  { scoreCard }: Proxy,
  logged: string[],
): Pick<ProxyUnderTest, 'broken' | 'forget'> {
  return {
    broken: () => {
      const said = scoreCard.violations().map(one => `${one.code} ${one.consequence}`)
      if (said.join() !== logged.join()) throw new Error(`the log says ${logged.join()}`)
      return said
    },
    forget: () => {
      scoreCard.forget()
      logged.splice(0)
    },
  }
}

interface Proof {
  readonly ca: string
  readonly key?: string
  readonly cert?: string
}

async function proof(
  authority: Authority,
  names: readonly string[],
  elliptic = false,
): Promise<Proof> {
  if (names.length === 0) return { ca: authority.pem }
  return issueIdentity(authority, systemClock, { names, elliptic })
}

function rawConnection(port: number, identity: Proof & ConnectionOptions): Promise<RawWire> {
  return new Promise((resolve, reject) => {
    const servername = 'sip.pstnhub.microsoft.com'
    const socket = connect({ ...identity, host: '127.0.0.1', port, servername })
    socket.once('error', reject)
    socket.once('secureConnect', () => resolve(wireOver(socket)))
  })
}

async function rawListener(identity: Proof): Promise<RawListener & { readonly port: number }> {
  const wire: { over?: RawWire } = {}
  const waiting: ((over: RawWire) => void)[] = []
  const server = createServer(identity, socket => {
    wire.over = wireOver(socket)
    for (const give of waiting.splice(0)) give(wire.over)
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const opened = (): Promise<RawWire> =>
    new Promise(resolve => {
      if (wire.over === undefined) waiting.push(resolve)
      else resolve(wire.over)
    })
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    wire: {
      send: text => wire.over?.send(text),
      next: async start => (await opened()).next(start),
      close: () => wire.over?.close(),
    },
    close: () =>
      new Promise(resolve => {
        wire.over?.close()
        server.close(() => resolve())
      }),
  }
}

function wireOver(socket: TLSSocket): RawWire {
  const received: string[] = []
  const waiting = new Set<() => void>()
  let pending = ''
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())
  socket.on('data', (text: string) => {
    pending += text
    for (let end = endOf(pending); end > 0; end = endOf(pending)) {
      received.push(pending.slice(0, end))
      pending = pending.slice(end)
    }
    for (const look of waiting) look()
  })
  return {
    send: text => socket.write(text),
    next: start =>
      new Promise(resolve => {
        const look = (): void => {
          const at = received.findIndex(text => text.startsWith(start))
          if (at < 0) return
          waiting.delete(look)
          resolve(received.splice(0, at + 1)[at] ?? '')
        }
        waiting.add(look)
        look()
      }),
    close: () => socket.destroy(),
  }
}

/** Where the first whole message ends, or 0. */
function endOf(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
  return head >= 0 && text.length >= head + 4 + length ? head + 4 + length : 0
}

/** An offer that keeps every rule. */
export const goodOffer = [
  'v=0',
  'o=- 1590134317 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'm=audio 20000 RTP/SAVP 8 0 101',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V|2^31',
  'a=ptime:20',
  'a=sendrecv',
  '',
].join('\r\n')

/** What a test changes about a request that is right otherwise; `undefined` leaves a line out. */
export interface Change {
  readonly method?: string
  readonly uri?: string
  readonly version?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: string
}

/** Writes a request that keeps every rule but for the change. */
export function writeRequest(change: Change = {}): string {
  const method = change.method ?? 'INVITE'
  const body = change.body ?? (method === 'INVITE' ? goodOffer : '')
  const uri = change.uri ?? `sip:${annaNumber}@sip.pstnhub.microsoft.com;user=phone`
  const headers: Record<string, string | undefined> = {
    Via: `SIP/2.0/TLS ${sbcName}:5061;alias;branch=z9hG4bK-1`,
    'Max-Forwards': '68',
    From: `<sip:+441632960100@${sbcName}>;tag=caller`,
    To: `<sip:${annaNumber}@sip.pstnhub.microsoft.com>`,
    'Call-ID': 'call-1',
    CSeq: `1 ${method}`,
    Contact: `<sip:+441632960100@${sbcName}:5061;transport=tls>`,
    ...(body === '' ? {} : { 'Content-Type': 'application/sdp' }),
    ...change.headers,
    'Content-Length': String(Buffer.byteLength(body)),
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  )
  return [`${method} ${uri} ${change.version ?? 'SIP/2.0'}`, ...lines, '', body].join('\r\n')
}

/** The value of a header field in raw text. */
export function field(text: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1]?.trim() ?? ''
}

const fresh = { count: 0 }

/** A request no other test has sent: its own Call-ID and branch. */
export function unique(change: Change): Change {
  const mark = String(++fresh.count)
  const headers = {
    'Call-ID': `call-${mark}`,
    Via: `SIP/2.0/TLS ${sbcName}:5061;branch=z9hG4bK-${mark}`,
    ...change.headers,
  }
  return { ...change, headers }
}

/** Our side's answer to a request of the proxy. */
export function okTo(request: string, body = ''): string {
  const kept = ['FROM', 'TO', 'CSEQ', 'CALL-ID', 'VIA'].map(
    name => `${name}: ${field(request, name)}`,
  )
  const contact = `Contact: <sip:+441632960100@${sbcName}:5061;transport=tls>`
  const length = `Content-Length: ${body.length}`
  return ['SIP/2.0 200 OK', ...kept, contact, length, '', body].join('\r\n')
}

/** Lets real sockets do their work until this is no longer so. */
export async function vanish(is: () => boolean): Promise<void> {
  while (is()) await new Promise(resolve => setImmediate(resolve))
}
