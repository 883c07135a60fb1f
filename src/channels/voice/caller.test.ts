import { expect, test } from 'vitest'
import { parseAddress } from '#sip'
import { callerOf } from './caller.ts'

/** A caller as the INVITE's From and, on a trunk that vouches for it, P-Asserted-Identity name them. */
function caller(from: string, asserted?: readonly string[]): string {
  const address = parseAddress(from)
  if (address === undefined) throw new Error(`${from} is no address`)
  const headers = (name: string): readonly string[] =>
    name === 'p-asserted-identity' ? (asserted ?? []) : []
  const policy = { show: { kind: 'caller' }, assert: false, trust: true } as const
  const trust = asserted === undefined ? {} : { callerId: policy }
  const found = callerOf({ from: address, headers }, trust)
  return found.fromName === undefined ? found.from : `${found.fromName}, ${found.from}`
}

test.each([
  ['<sip:+441632960777;cpc=ordinary@carrier.example;user=phone>', '+441632960777'],
  ['"Ann" <sip:+44-1632-960777@carrier.example>', 'Ann, +441632960777'],
  ['"Ann" <tel:+44(1632)960777;oli=62>', 'Ann, +441632960777'],
  ['tel:7042;phone-context=carrier.example', '7042'],
  ['<sip:ann-marie.smith;x@pbx.example>', 'ann-marie.smith;x'],
  ['<sip:carrier.example>', 'anonymous'],
  ['"Unknown" <sip:anonymous@anonymous.invalid>', 'anonymous'],
])('Who calls as %s is %s', (from, expected) => {
  expect(caller(from)).toBe(expected)
})

test.each([
  [['<sip:+441632960777;rn=+441632900000@carrier.example>']],
  [['<tel:+44-1632-960777>']],
  [['"Ann" <sip:ann@carrier.example>', '<tel:+441632960777>']],
])('A number asserted as %s is the caller’s, whatever From says', asserted => {
  expect(caller('<sip:100@pbx.example>', asserted)).toBe('+441632960777')
})
