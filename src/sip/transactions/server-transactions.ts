import { tagOf } from '../messages/address.ts'
import type { SipRequest, SipResponse } from '../messages/message.ts'
import type { Peer } from '../transport/wire.ts'
import { inviteServer } from './invite-server.ts'
import { initialState } from './machine.ts'
import type { TransactionState } from './machine.ts'
import { requestServer } from './request-server.ts'
import { feed, stopTimers } from './running.ts'
import type { Running, TransactionSurroundings } from './running.ts'
import { serverKey } from './transaction-key.ts'

/** A request that came in and wants an answer. */
export interface ServerTransaction {
  readonly request: SipRequest
  readonly peer: Peer
  respond(response: SipResponse): void
  /** Nobody acknowledged the final response, or it could not be sent. */
  onLost: (() => void) | undefined
}

/** The requests an endpoint has to answer, or has answered lately. */
export interface ServerTransactions {
  /** Opens the server side of a request that {@link ServerTransactions.repeat} did not know. */
  accept(request: SipRequest, peer: Peer): ServerTransaction
  /** Feeds a request that may be known already (a retransmission, an ACK); tells whether it was. */
  repeat(request: SipRequest): boolean
  /** The INVITE a CANCEL is for (RFC 3261 §9.2). */
  cancelled(request: SipRequest): ServerTransaction | undefined
  /** The same request came on another path and is being served there (RFC 3261 §8.2.2.2). */
  isMerged(request: SipRequest): boolean
  count(): number
  close(): void
}

interface RunningServer extends Running {
  readonly transaction: ServerTransaction
}

/** The server side of the transaction layer of one endpoint. */
export function createServerTransactions(
  surroundings: TransactionSurroundings,
): ServerTransactions {
  const { clock } = surroundings
  const table = new Map<string, RunningServer>()
  const paths = new Map<string, string>()
  return {
    accept: (request, peer) => {
      const key = serverKey(request)
      const sameRequest = mergeKey(request)
      const running = runServer(surroundings, request, peer, () => {
        table.delete(key)
        if (paths.get(sameRequest) === key) paths.delete(sameRequest)
      })
      table.set(key, running)
      paths.set(sameRequest, key)
      return running.transaction
    },
    repeat: request => {
      const ack = request.method === 'ACK'
      const running = table.get(serverKey(request, ack ? 'INVITE' : request.method))
      if (running === undefined) return false
      // An ACK of a 2xx should have a branch of its own; one that has not is still for the dialog (§13.2.2.4).
      if (ack && running.state.phase === 'accepted') return false
      feed(running, { type: ack ? 'ack' : 'repeat' }, clock)
      return true
    },
    cancelled: request => table.get(serverKey(request, 'INVITE'))?.transaction,
    isMerged: request => {
      const known = paths.get(mergeKey(request))
      return known !== undefined && known !== serverKey(request)
    },
    count: () => table.size,
    close: () => {
      for (const running of table.values()) stopTimers(running)
      table.clear()
      paths.clear()
    },
  }
}

function runServer(
  { clock, send }: TransactionSurroundings,
  request: SipRequest,
  peer: Peer,
  forget: () => void,
): RunningServer {
  const invite = request.method === 'INVITE'
  let newest: SipResponse | undefined
  const failed = (): void => feed(running, { type: 'transport-failed' }, clock)
  const transaction: ServerTransaction = {
    request,
    peer,
    onLost: undefined,
    respond: response => {
      if (!mayRespond(running.state, response.status)) return
      newest = response
      feed(running, { type: 'response', status: response.status }, clock)
    },
  }
  const running: RunningServer = {
    state: initialState(invite ? 'proceeding' : 'trying', peer.transport !== 'udp'),
    machine: invite ? inviteServer : requestServer,
    timers: new Map(),
    transaction,
    forget,
    perform: action => {
      if (action.type === 'transmit' && newest !== undefined) send(peer, newest, failed)
      else if (action.type === 'tell') transaction.onLost?.()
    },
  }
  return running
}

/** One final response is enough, but the 2xx of an INVITE is repeated by its user (RFC 3261 §13.3.1.4). */
function mayRespond(state: TransactionState, status: number): boolean {
  if (state.phase === 'accepted') return status >= 200 && status < 300
  return state.phase === 'trying' || state.phase === 'proceeding'
}

/** What stays the same whichever way a request came (RFC 3261 §8.2.2.2). */
function mergeKey({ from, callId, cseq }: SipRequest): string {
  return `${tagOf(from) ?? ''}|${callId}|${cseq.number}|${cseq.method}`
}
