import { answerPeer, answerToUnreadable, stamped } from './arrivals.ts'
import type { CallHandlers, OutgoingCall, OutgoingInvite } from '../calls.ts'
import { countTimers } from './counted-clock.ts'
import type { CountedClock } from './counted-clock.ts'
import { Outgoing } from '../dialogs/outgoing.ts'
import type {
  PingOptions,
  PingResult,
  SipCounts,
  SipEndpoint,
  SipEndpointOptions,
  SipLimits,
  SipLogEvent,
} from './endpoint-options.ts'
import { defaultLimits } from './limits.ts'
import { headersFrom } from '../messages/build.ts'
import { chanceOf } from '../messages/chance.ts'
import { header } from '../messages/header.ts'
import type { SipRequest } from '../messages/message.ts'
import { parseMessage } from '../messages/parse.ts'
import { printMessage } from '../messages/print.ts'
import { noParams } from '../messages/scan.ts'
import { bracketed } from '../messages/uri.ts'
import type { Overload } from './overload.ts'
import { RequestServer } from './request-server.ts'
import { createLocate } from '../transport/locate.ts'
import { openNetwork } from '../transport/network.ts'
import type { NetworkOptions } from '../transport/network.ts'
import type { BoundPoint, RenewedIdentity, SipTarget } from '../transport/points.ts'
import { systemResolver } from '../transport/system-resolver.ts'
import type { Arrival, Locate, Wire, WireEvents } from '../transport/wire.ts'
import { Registrar, askRegistrar } from '../trunk/registration.ts'
import type { Registration, RegistrationState } from '../trunk/registration.ts'
import { UserAgentCore } from './user-agent-core.ts'
import type { Guard } from './user-agent-core.ts'

/** Opens the sockets of an endpoint: the real network, or the fake one of the tests. */
export type OpenWire = (options: NetworkOptions, events: WireEvents) => Promise<Wire>

/** Opens a SIP user agent on its listening points; throws when one of them cannot be had. */
export function openSipEndpoint(options: SipEndpointOptions): Promise<SipEndpoint> {
  return openEndpoint(options, openNetwork)
}

/** The same on any wire. */
export async function openEndpoint(
  options: SipEndpointOptions,
  openWire: OpenWire,
): Promise<SipEndpoint> {
  const guard = guardWith(options)
  const clock = countTimers(options.clock, guard)
  const limits: SipLimits = { ...defaultLimits, ...options.limits }
  const isPeer = (address: string): boolean => options.isPeer?.(address) ?? false
  let endpoint: Endpoint | undefined
  const wire = await openWire(
    { listen: options.listen, tlsClient: options.tlsClient, clock, limits, isPeer },
    {
      onArrival: arrival => guard(() => endpoint?.onArrival(arrival)),
      onTransport: (what, detail) => options.log?.({ type: 'transport', what, detail }),
    },
  )
  endpoint = new Endpoint(options, { clock, guard, limits, wire })
  return endpoint
}

/**
 * An owner's handler that throws spoils its own call, never the endpoint: the fault is logged with its stack,
 * the far end's timers and ours clear the call up.
 */
function guardWith(options: SipEndpointOptions): Guard {
  return work => {
    try {
      work()
      return true
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
      options.log?.({ type: 'transport', what: 'fault', detail })
      return false
    }
  }
}

interface Below {
  readonly clock: CountedClock
  readonly guard: Guard
  readonly limits: SipLimits
  readonly wire: Wire
}

class Endpoint implements SipEndpoint {
  readonly bound: readonly BoundPoint[]
  readonly #options: SipEndpointOptions
  readonly #below: Below
  readonly #core: UserAgentCore
  readonly #server: RequestServer
  #closed = false

  constructor(options: SipEndpointOptions, below: Below) {
    const { clock, guard, limits, wire } = below
    this.#options = options
    this.#below = below
    this.bound = wire.bound
    const chance = (): number => chanceOf(options.token())
    const look = createLocate(options.resolver ?? systemResolver, chance)
    const locate: Locate = (target, found) => look(target, peers => void guard(() => found(peers)))
    this.#core = new UserAgentCore({ options, clock, limits, wire, locate, guard })
    this.#server = new RequestServer(this.#core, options, limits)
  }

  invite(invite: OutgoingInvite, handlers: CallHandlers): OutgoingCall {
    const call = new Outgoing(this.#core, invite, handlers)
    call.start()
    return call
  }

  ping(target: SipTarget, options: PingOptions = {}): Promise<PingResult> {
    const { clock } = this.#below
    const port = target.port === undefined ? '' : `:${target.port}`
    const ours = this.bound[0]?.advertised
    const from =
      options.from ?? (ours ? `sip:${bracketed(ours.host)}:${ours.port}` : 'sip:anonymous.invalid')
    const uri = options.requestUri ?? `sip:${bracketed(target.host)}${port}`
    const sentAtMs = clock.now()
    const parts = {
      method: 'OPTIONS',
      requestUri: uri,
      from: { displayName: '', uri: from, params: new Map([['tag', this.#options.token()]]) },
      to: { displayName: '', uri, params: noParams },
      callId: this.#options.token(),
      cseqNumber: 1,
      headers: [header('Accept', 'application/sdp'), ...headersFrom(options.headers)],
    }
    const { timeoutMs, contact = 'auto' } = options
    return new Promise(resolve => {
      const pending = this.#core.request(
        { parts, targets: [target], contact, timeoutMs, failoverStatuses: [] },
        {
          onResponse: ({ status }) => {
            if (status < 200) return
            resolve({ kind: 'answered', status, roundTripMs: clock.now() - sentAtMs })
          },
          onSilence: reason => {
            const peer = pending.sent()?.peer
            if (reason === 'timeout' && peer !== undefined) {
              this.#below.wire.abandon(peer, sentAtMs)
            }
            resolve({ kind: 'silent', reason })
          },
        },
      )
    })
  }

  register(
    registration: Registration,
    onState: (state: RegistrationState) => void,
  ): { stop(): void } {
    return new Registrar(this.#core, registration, onState)
  }

  askRegistrar(registration: Registration): Promise<PingResult> {
    return askRegistrar(this.#core, registration)
  }

  drain(): void {
    this.#server.draining = true
  }

  renew(renewed: RenewedIdentity): void {
    this.#below.wire.renew(renewed)
  }

  counts(): SipCounts {
    const { clients, servers, dialogs } = this.#core
    return {
      transactions: clients.count() + servers.count(),
      dialogs: dialogs.size,
      connections: this.#below.wire.connections(),
      timers: this.#below.clock.pending(),
    }
  }

  overload(): Overload | undefined {
    return this.#core.gate.overload
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.drain()
    for (const call of this.#core.calls) call.shutDown()
    this.#closed = true
    this.#core.gate.close()
    this.#core.clients.close()
    this.#core.servers.close()
    this.#core.dialogs.clear()
    await this.#below.wire.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  onArrival(arrival: Arrival): void {
    if (this.#closed) return
    const { source, bytes } = arrival
    const { transport, address, port } = source
    const log = (event: SipLogEvent): void => this.#options.log?.(event)
    const parsed = parseMessage(bytes)
    if (!parsed.ok) {
      log({ type: 'unreadable', reason: parsed.reason, bytes, transport, address, port })
      const answer = answerToUnreadable(parsed, arrival)
      if (answer === undefined) return
      this.#below.wire.send(answer.peer, printMessage(answer.response), () => undefined)
      return
    }
    const { message } = parsed
    log({ type: 'received', message, bytes, transport, address, port })
    if (message.kind === 'request') this.#onRequest(message, arrival)
    else if (!this.#core.clients.receive(message)) {
      this.#core.decided(
        'stray-response',
        message.callId,
        `${message.status} ${message.cseq.method}`,
      )
    }
  }

  #onRequest(received: SipRequest, arrival: Arrival): void {
    const request = stamped(received, arrival.source)
    this.#server.serve(request, arrival.source, answerPeer(request.via, arrival))
  }
}
