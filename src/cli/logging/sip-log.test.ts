import { expect, test } from 'vitest'
import type { Log } from '#engine'
import type { SipLogEvent } from '#sip'
import { logSip } from './sip-log.ts'

const cases: readonly (readonly [SipLogEvent, string | undefined])[] = [
  [
    { type: 'overload', state: 'began', waitMs: 420 },
    'alarm calls-refused new calls wait 420 ms for an answer: some are refused with 503',
  ],
  [
    { type: 'overload', state: 'over', lastedMs: 9_000, refused: 77 },
    'info calls-taken-again 77 calls were refused in 9.0 s; all are taken again',
  ],
  [
    { type: 'overload', state: 'lasts', lastsMs: 61_500, refused: 9 },
    'alarm calls-refused 9 calls were refused in 61.5 s, and it goes on',
  ],
  [
    { type: 'transport', what: 'udp-error', detail: 'ECONNREFUSED' },
    'info sip-transport ECONNREFUSED',
  ],
  [{ type: 'decision', what: 'glare', callId: 'a', detail: '491' }, undefined],
]

test.each(cases)(
  'what the signalling tells is logged where an operator needs it: %o',
  (event, line) => {
    const lines: string[] = []
    const log: Log = (level, name, { words }) =>
      void lines.push(`${level} ${name} ${String(words)}`)
    logSip(log, event)
    expect(lines).toEqual(line === undefined ? [] : [line])
  },
)
