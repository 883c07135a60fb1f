import type { SipClock } from '../endpoint/endpoint-options.ts'
import { buildResponse } from '../messages/build.ts'
import type { ResponseParts } from '../messages/build.ts'
import type { PlainMessage, SipMessage, SipRequest } from '../messages/message.ts'
import { parseMessage } from '../messages/parse.ts'
import { printMessage } from '../messages/print.ts'
import { defaultLimits } from '../endpoint/limits.ts'
import type { FakeNetwork } from './fake-wire.ts'

/** A far end without a stack: a test says every message of it itself. */
export interface FakeStranger {
  /** Everything that came, newest last. */
  readonly received: SipMessage[]
  send(to: string, message: PlainMessage | string): void
  answer(request: SipRequest, parts: ResponseParts): void
  /** The newest request with this method. */
  newest(method: string): SipRequest
  /** The statuses received for this method. */
  statuses(method: string): readonly number[]
}

/** Puts a stranger on the network. */
export async function openFakeStranger(
  network: FakeNetwork,
  clock: SipClock,
  address: string,
): Promise<FakeStranger> {
  const received: SipMessage[] = []
  const wire = await network.open(
    {
      listen: [{ transport: 'udp', host: address, port: 5060 }],
      tlsClient: undefined,
      clock,
      limits: defaultLimits,
      isPeer: () => false,
    },
    {
      onArrival: ({ bytes }) => {
        const parsed = parseMessage(bytes)
        if (parsed.ok) received.push(parsed.message)
      },
      onTransport: () => undefined,
    },
  )
  const put = (to: string, bytes: Buffer): void =>
    wire.send({ transport: 'udp', address: to, port: 5060 }, bytes, () => undefined)
  return {
    received,
    send: (to, message) =>
      put(to, typeof message === 'string' ? crlf(message) : printMessage(message)),
    answer: (request, parts) => put(request.via.host, printMessage(buildResponse(request, parts))),
    newest: method => {
      const found = received.findLast(
        (message): message is SipRequest => message.kind === 'request' && message.method === method,
      )
      if (found === undefined) throw new Error(`no ${method} came`)
      return found
    },
    statuses: method =>
      received.flatMap(message =>
        message.kind === 'response' && message.cseq.method === method ? [message.status] : [],
      ),
  }
}

/** Test messages are written with plain line ends; the wire wants CRLF, and a blank line behind the head. */
function crlf(text: string): Buffer {
  const lines = text.trim().split('\n')
  const blank = lines.includes('') ? '' : '\r\n\r\n'
  return Buffer.from(lines.join('\r\n') + blank)
}
