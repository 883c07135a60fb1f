import type { Log } from '#engine'
import type { SipLogEvent } from '#sip'

/** Writes what an operator should know of the signalling; single messages and choices are the trace's. */
export function logSip(log: Log, event: SipLogEvent): void {
  switch (event.type) {
    case 'transport':
      log('info', 'sip-transport', { what: event.what, words: event.detail })
      return
    case 'unreadable':
      log('warn', 'sip-unreadable', { words: event.reason, from: event.address })
      return
    case 'overload':
      logOverload(log, event)
      return
    case 'received':
    case 'sent':
    case 'decision':
  }
}

function logOverload(log: Log, event: Extract<SipLogEvent, { type: 'overload' }>): void {
  switch (event.state) {
    case 'began': {
      const { waitMs } = event
      const words = `new calls wait ${waitMs} ms for an answer: some are refused with 503`
      log('alarm', 'calls-refused', { waitMs, words })
      return
    }
    case 'lasts': {
      const { lastsMs, refused } = event
      const words = `${refused} calls were refused in ${seconds(lastsMs)} s, and it goes on`
      log('alarm', 'calls-refused', { lastsMs, refused, words })
      return
    }
    case 'over': {
      const { lastedMs, refused } = event
      const words = `${refused} calls were refused in ${seconds(lastedMs)} s; all are taken again`
      log('info', 'calls-taken-again', { lastedMs, refused, words })
    }
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}
