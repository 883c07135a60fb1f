import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { connect, createServer } from 'node:tls'
import type { MediaEngine } from '#media'
import { openMedia } from '#media'
import { until } from '../../e2e/peers/until.ts'
import type { Floor } from './floor.ts'
import { mainNumber, ourName, proxyName } from './people.ts'

/** Microsoft's proxy as it calls an SBC: every line written as real traces have it, nothing of ours. */
export interface MicrosoftSide extends AsyncDisposable {
  readonly media: MediaEngine
  /** Where our requests inside a call must come: the host of the Record-Route. */
  readonly backPort: number
  /** Begins a call, over a connection of its own. */
  invite(change?: InviteChange): Promise<MicrosoftCall>
}

/** What a test changes about an INVITE. */
export interface InviteChange {
  readonly to?: string
  readonly host?: string
  readonly headers?: readonly string[]
  readonly from?: string
  readonly sdp?: (sdp: string) => string
  /** An emergency call: the caller's place (PIDF-LO) beside the SDP. */
  readonly multipart?: boolean
}

/** A call from Microsoft's side, in messages as text. */
export interface MicrosoftCall {
  /** The media leg that offered. */
  readonly legId: string
  readonly callId: string
  /** Our Contact there: an internal name that nobody may dial. */
  readonly contact: string
  /** The next message to us, on the connection of the call or one opened to the Record-Route. */
  next(start: string): Promise<string>
  /** Acknowledges the answer and joins its sound. */
  confirm(answer: string): Promise<void>
  /** A request inside the call; `over` says on which connection. */
  request(method: string, given?: InsideRequest): Promise<void>
  respond(request: string, status: string): void
}

/** What a request inside a call says. */
export interface InsideRequest {
  readonly sdp?: string
  readonly over?: 'same' | 'new'
  readonly branchOf?: 'invite'
}

/** Opens Microsoft's side beside a floor. */
export async function openMicrosoftSide(floor: Floor): Promise<MicrosoftSide> {
  const stack = new AsyncDisposableStack()
  const identity = await floor.issue([proxyName, '127.0.0.1'])
  const media = stack.use(
    await openMedia({
      workers: 1,
      address: '127.0.0.1',
      ports: { from: 0, to: 0 },
      log: () => undefined,
      onEvent: () => undefined,
    }),
  )
  const inbox: string[] = []
  const sockets = new Map<string, TLSSocket>()
  const keep = (socket: TLSSocket, name: string): TLSSocket => {
    sockets.set(name, socket)
    socket.on('error', () => socket.destroy())
    cut(socket, text => {
      sockets.set(callIdOf(text), socket)
      inbox.push(text)
    })
    return socket
  }
  const server = createServer(identity, socket => keep(socket, `back ${sockets.size}`))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const backPort = typeof address === 'object' && address !== null ? address.port : 0
  const dial = async (): Promise<TLSSocket> => {
    // From an address of its own, which is not the carrier's.
    const from = { host: '127.0.0.1', localAddress: '127.0.0.2' }
    const socket = connect({ ...identity, ...from, port: floor.tlsPort, servername: ourName })
    await once(socket, 'secureConnect')
    return keep(socket, `out ${sockets.size}`)
  }
  stack.defer(async () => {
    for (const socket of sockets.values()) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  const whole = stack.move()
  return {
    media,
    backPort,
    invite: change => beginCall({ floor, media, backPort, dial, inbox, sockets }, change ?? {}),
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  }
}

interface Ground {
  readonly floor: Floor
  readonly media: MediaEngine
  readonly backPort: number
  readonly dial: () => Promise<TLSSocket>
  readonly inbox: string[]
  /** Which connection spoke last for a call. */
  readonly sockets: ReadonlyMap<string, TLSSocket>
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

async function beginCall(ground: Ground, change: InviteChange): Promise<MicrosoftCall> {
  const { floor, media, backPort, inbox, sockets } = ground
  const callId = hex(16)
  const legId = `ms-${callId}`
  await media.createLeg({ legId, callId, srtp: 'sdes', codecs: ['PCMU', 'PCMA'] })
  const offer = await media.offer(legId)
  if (!offer.ok) throw new Error(offer.detail)
  const to = change.to ?? mainNumber
  const host = change.host ?? `${ourName}:${floor.tlsPort}`
  const contact = `sip:api-du-a-uswe2.pstnhub.microsoft.com:443;x-i=109abb90-581d-40dc-ad31-2c5d51a80aa3;x-c=${callId}/d/8/${hex(16)}`
  const from = change.from ?? `John Doe<sip:+441632960102@${proxyName}:5061;user=phone>`
  const fixed = { from: `${from};tag=${hex(16)}`, branch: `z9hG4bK${hex(4)}` }
  let toField = `<sip:${to}@${host};user=phone>`
  let target = `sip:${to}@${host};user=phone;transport=tls`
  let sequence = 1
  const first = await ground.dial()
  const write = (
    socket: TLSSocket,
    method: string,
    given: InsideRequest & { cseq: number },
  ): void => {
    const withPlace = method === 'INVITE' && change.multipart === true
    const bodyType = withPlace ? 'multipart/mixed;boundary=parts' : 'application/sdp'
    const body = withPlace ? besidePlace(given.sdp ?? '') : (given.sdp ?? '')
    const branch = given.branchOf === 'invite' ? fixed.branch : `z9hG4bK${hex(4)}`
    const extra = method === 'INVITE' ? inviteLines(change.headers ?? []) : []
    socket.write(
      [
        `${method} ${target} SIP/2.0`,
        `FROM: ${fixed.from}`,
        `TO: ${toField}`,
        `CSEQ: ${given.cseq} ${method}`,
        `CALL-ID: ${callId}`,
        'MAX-FORWARDS: 70',
        `VIA: SIP/2.0/TLS 52.114.76.76:5061;branch=${branch}`,
        `RECORD-ROUTE: <sip:127.0.0.1:${backPort};transport=tls;lr>`,
        `CONTACT: <${contact}>`,
        `CONTENT-LENGTH: ${Buffer.byteLength(body)}`,
        ...extra,
        'USER-AGENT: Microsoft.PSTNHub.SIPProxy v.2020.5.13.3 i.EUNO.7',
        ...(body === '' ? [] : [`CONTENT-TYPE: ${bodyType}`]),
        'ALLOW: INVITE,ACK,OPTIONS,CANCEL,BYE,NOTIFY',
        '',
        body,
      ].join('\r\n'),
    )
  }
  const shape = change.sdp ?? (sdp => sdp)
  write(first, 'INVITE', { sdp: shape(microsoftOffer(offer.sdp)), cseq: 1, branchOf: 'invite' })
  return {
    legId,
    callId,
    contact,
    next: start =>
      until(
        `${start} comes`,
        () => {
          const at = inbox.findIndex(text => callIdOf(text) === callId && text.startsWith(start))
          return at < 0 ? undefined : inbox.splice(at, 1)[0]
        },
        4_000,
      ),
    confirm: async answer => {
      toField = fieldIn(answer, 'To')
      target = /<([^>]+)>/.exec(fieldIn(answer, 'Contact'))?.[1] ?? target
      write(first, 'ACK', { cseq: sequence })
      const joined = await media.setRemote(legId, answer.slice(answer.indexOf('v=0')))
      if (!joined.ok) throw new Error(joined.detail)
    },
    request: async (method, given = {}) => {
      if (method !== 'ACK' && method !== 'CANCEL') sequence += 1
      write(given.over === 'new' ? await ground.dial() : first, method, {
        ...given,
        cseq: sequence,
      })
    },
    respond: (request, status) => {
      const kept = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].flatMap(name =>
        request
          .split('\r\n')
          .filter(line => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)),
      )
      sockets
        .get(callId)
        ?.write([`SIP/2.0 ${status}`, ...kept, 'CONTENT-LENGTH: 0', '', ''].join('\r\n'))
    },
  }
}

/** RFC 6442 with the SDP first, as an emergency INVITE of Microsoft's has it (direct-routing §2.13). */
function besidePlace(sdp: string): string {
  const place =
    '<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:a@b"/>'
  const parts = [
    `Content-Type: application/sdp\r\n\r\n${sdp}`,
    `Content-Type: application/pidf+xml\r\n\r\n${place}`,
  ]
  return `${parts.map(part => `--parts\r\n${part}\r\n`).join('')}--parts--\r\n`
}

function inviteLines(more: readonly string[]): readonly string[] {
  return ['MIN-SE: 300', 'SUPPORTED: timer', 'SESSION-EXPIRES: 3600', ...more]
}

/**
 * An offer as Microsoft words it: loopback origin, bandwidth, label, the weaker suite first under
 * tag 0, a key life with every key, and attributes of its own that are to be passed over.
 */
function microsoftOffer(sdp: string): string {
  const lines = sdp.split('\r\n').flatMap(line => {
    if (line.startsWith('o=')) return ['o=- 91249 0 IN IP4 127.0.0.1']
    if (line.startsWith('s=')) return ['s=session']
    if (line.startsWith('t=')) return ['b=CT:10000000', line]
    if (!line.startsWith('a=crypto:')) return [line]
    const weaker = `a=crypto:0 AES_CM_128_HMAC_SHA1_32 inline:${randomBytes(30).toString('base64')}|2^31`
    return [
      weaker,
      `${line.split('|')[0] ?? line}|2^31`,
      'a=x-mediabw:main-audio send=8000',
      'a=label:main-audio',
    ]
  })
  return lines.join('\r\n')
}

/** A header field of a message as text. */
export function fieldIn(text: string, name: string): string {
  return new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(text)?.[1]?.trim() ?? ''
}

function callIdOf(text: string): string {
  return fieldIn(text, 'Call-ID')
}

/** Cuts what comes into messages by their length (RFC 3261 §18.3). */
function cut(socket: TLSSocket, take: (text: string) => void): void {
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('data', (data: string) => {
    rest += data
    for (;;) {
      const head = rest.indexOf('\r\n\r\n')
      if (head < 0) return
      const end = head + 4 + Number(fieldIn(rest.slice(0, head), 'Content-Length'))
      if (rest.length < end) return
      take(rest.slice(0, end))
      rest = rest.slice(end)
    }
  })
}
