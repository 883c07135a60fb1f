import type { SipLogEvent, SipMessage, SipTransport } from '#sip'
import { valueOf } from '#sip'

/** Everything our endpoint said and heard over one transport; over TLS that is Microsoft. */
export interface SipTap {
  readonly hear: (event: SipLogEvent) => void
  /** Requests of ours with this method, as they went out. */
  sent(method: string): readonly Tapped[]
  /** What came in: requests by method, responses by status. */
  received(what: string): readonly Tapped[]
  forget(): void
}

/** A message that passed, and where to or from. */
export interface Tapped {
  readonly text: string
  readonly port: number
  field(name: string): string
}

/** Opens a tap to be given to the endpoint as its log. */
export function openSipTap(transport: SipTransport = 'tls'): SipTap {
  let heard: { readonly way: 'received' | 'sent'; readonly first: string; readonly one: Tapped }[] =
    []
  const those = (way: 'received' | 'sent', start: string): readonly Tapped[] =>
    heard.filter(entry => entry.way === way && entry.first.startsWith(start)).map(({ one }) => one)
  return {
    hear: event => {
      if (event.type !== 'received' && event.type !== 'sent') return
      if (event.transport !== transport) return
      const { message, bytes, port, type } = event
      const text = bytes.toString('utf8')
      const first = text.slice(0, text.indexOf('\r\n'))
      heard.push({ way: type, first, one: { text, port, field: name => fieldOf(message, name) } })
    },
    sent: method => those('sent', `${method} `),
    received: what => those('received', /^\d/.test(what) ? `SIP/2.0 ${what}` : `${what} `),
    forget: () => {
      heard = []
    },
  }
}

function fieldOf(message: SipMessage, name: string): string {
  return valueOf(message, name) ?? ''
}
