import { buildRequest } from '../messages/build.ts'
import { linesOf } from '../messages/header.ts'
import type { SipRequest, SipResponse } from '../messages/message.ts'
import type { Peer, TransportFailure } from '../transport/wire.ts'
import { inviteClient } from './invite-client.ts'
import { initialState } from './machine.ts'
import { requestClient } from './request-client.ts'
import { feed, stopTimers } from './running.ts'
import type { Running, TransactionSurroundings } from './running.ts'
import { clientKey } from './transaction-key.ts'

/** Who started a request and waits for its answers (RFC 3261 §17: the transaction user). */
export interface ClientUser {
  onResponse(response: SipResponse): void
  /** Timer B or F: to be treated as a 408 (RFC 3261 §8.1.3.1). */
  onTimeout(): void
  /** To be treated as a 503 (RFC 3261 §8.1.3.1). */
  onTransportFailed(failure: TransportFailure): void
}

/** The requests an endpoint has under way. */
export interface ClientTransactions {
  /** Sends a request and looks after it; `timeoutMs` shortens timer B or F. */
  start(request: SipRequest, peer: Peer, user: ClientUser, timeoutMs?: number): void
  /** Feeds a response; tells whether anybody waited for it. */
  receive(response: SipResponse): boolean
  /** Gives an INVITE up whose final response is not waited for any longer (RFC 3261 §9.1). */
  forget(request: SipRequest): void
  count(): number
  close(): void
}

interface RunningClient extends Running {
  response: SipResponse | undefined
}

/** The client side of the transaction layer of one endpoint. */
export function createClientTransactions({
  clock,
  send,
}: TransactionSurroundings): ClientTransactions {
  const table = new Map<string, RunningClient>()
  return {
    start: (request, peer, user, timeoutMs) => {
      const key = clientKey(request)
      const invite = request.method === 'INVITE'
      const failed = (failure: TransportFailure): void =>
        feed(running, { type: 'transport-failed' }, clock, failure)
      const running: RunningClient = {
        state: initialState(invite ? 'calling' : 'trying', peer.transport !== 'udp', timeoutMs),
        machine: invite ? inviteClient : requestClient,
        timers: new Map(),
        response: undefined,
        forget: () => table.delete(key),
        perform: (action, failure) => {
          if (action.type === 'transmit') send(peer, request, failed)
          else if (action.type === 'acknowledge' && running.response !== undefined) {
            send(peer, ackFor(request, running.response), failed)
          } else if (action.type === 'tell') tellUser(user, action.what, running.response, failure)
        },
      }
      table.set(key, running)
      feed(running, { type: 'start' }, clock)
    },
    receive: response => {
      const running = table.get(clientKey(response))
      if (running === undefined) return false
      running.response = response
      feed(running, { type: 'response', status: response.status }, clock)
      return true
    },
    forget: request => {
      const running = table.get(clientKey(request))
      if (running === undefined) return
      stopTimers(running)
      running.forget()
    },
    count: () => table.size,
    close: () => {
      for (const running of table.values()) stopTimers(running)
      table.clear()
    },
  }
}

function tellUser(
  user: ClientUser,
  what: 'response' | 'timeout' | 'transport-failed',
  response: SipResponse | undefined,
  failure: TransportFailure = { code: 'unreachable', detail: 'unknown' },
): void {
  if (what === 'timeout') user.onTimeout()
  else if (what === 'transport-failed') user.onTransportFailed(failure)
  else if (response !== undefined) user.onResponse(response)
}

/** The ACK of a final response that is no 2xx: same branch, same route, the response's To (§17.1.1.3). */
function ackFor(invite: SipRequest, response: SipResponse): SipRequest {
  const { requestUri, from, callId, via } = invite
  const routes = linesOf(invite, 'route')
  const { to } = response
  const cseqNumber = invite.cseq.number
  return buildRequest({ method: 'ACK', requestUri, from, to, callId, cseqNumber, routes }, via)
}
