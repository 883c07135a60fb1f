import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { valueOf, valuesOf } from './header.ts'
import type { SipMessage } from './message.ts'
import { parseMessage } from './parse.ts'
import { printMessage } from './print.ts'
import { parseUri } from './uri.ts'

const folder = new URL('../../../test/vectors/sip/rfc4475/', import.meta.url)
const names = readdirSync(folder).map(file => file.replace('.dat', ''))

function read(name: string): Buffer {
  return readFileSync(new URL(`${name}.dat`, folder))
}

function accepted(name: string): SipMessage {
  const parsed = parseMessage(read(name))
  if (!parsed.ok) throw new Error(`${name}: ${parsed.reason}`)
  return parsed.message
}

/** RFC 4475 §3.1.2 and §3.3: what cannot be read, and what it is answered with. The rest must be read. */
const refused: Readonly<Record<string, number>> = {
  badaspec: 400,
  badinv01: 400,
  badvers: 505,
  bigcode: 400,
  clerr: 400,
  insuf: 400,
  ltgtruri: 400,
  lwsruri: 400,
  lwsstart: 400,
  mcl01: 400,
  mismatch01: 400,
  mismatch02: 501,
  multi01: 400,
  ncl: 400,
  quotbal: 400,
  regbadct: 400,
  scalar02: 400,
  scalarlg: 400,
}

test('there are 49 torture messages', () => {
  expect(names).toHaveLength(49)
})

test.each(names)('%s is read or refused as RFC 4475 says', name => {
  const parsed = parseMessage(read(name))
  expect(parsed.ok ? 'read' : parsed.status).toBe(refused[name] ?? 'read')
})

test.each(names.filter(name => refused[name] === undefined))(
  '%s says the same after printing',
  name => {
    const message = accepted(name)
    const again = parseMessage(printMessage(message))
    expect(again).toMatchObject({ ok: true })
    const { headers: _, ...rest } = message
    expect(again.ok && again.message).toMatchObject(rest)
  },
)

test('white space and folding stand almost anywhere (wsinv)', () => {
  const message = accepted('wsinv')
  expect(message.to.params.get('tag')).toBe('1918181833n')
  expect(message.from).toMatchObject({
    displayName: 'J Rosenberg \\"',
    uri: 'sip:jdrosen@example.com',
  })
  expect(message.cseq).toEqual({ number: 9, method: 'INVITE' })
  expect(message.via).toMatchObject({ transport: 'UDP', host: '192.0.2.2' })
  expect(valuesOf(message, 'via')).toHaveLength(3)
  expect(valueOf(message, 'subject')).toBe('')
  expect(valueOf(message, 'newfangledheader')).toBe('newfangled value continued newfangled value')
  expect(message.body).toHaveLength(150)
})

test('escapes belong to URIs, not to methods or header names (esc01, esc02)', () => {
  const message = accepted('esc01')
  expect(message.kind === 'request' && parseUri(message.requestUri)?.user).toBe(
    'sips:user@example.com',
  )
  expect(parseUri(message.to.uri)?.user).toBe('user')
  const odd = accepted('esc02')
  expect(odd.kind === 'request' && odd.method).toBe('RE%47IST%45R')
  expect(valuesOf(odd, 'contact')).toHaveLength(2)
})

test('the strangest legal characters survive (intmeth, unreason)', () => {
  const message = accepted('intmeth')
  expect(message.to.displayName).toBe('BEL:\u0007 NUL:\u0000 DEL:\u007f')
  expect(message.from.displayName).toBe("token1~` token2'+_ token3*%!.-")
  expect(message.callId).toBe('intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{')
  const response = accepted('unreason')
  expect(response.kind === 'response' && response.reason).toMatch(/^= 2\*\*3 \* 5\*\*2 но сто/)
})

test('what follows the counted body of a datagram is not part of it (dblreq)', () => {
  expect(accepted('dblreq').body).toHaveLength(0)
})

test('a body of several parts is bytes: its zeros count and survive (mpart01)', () => {
  const message = accepted('mpart01')
  expect(message.body).toHaveLength(553)
  expect(message.body.subarray(187, 191).toString('hex')).toBe('30820152')
  expect(message.body.subarray(0, 529).lastIndexOf(Buffer.from('99d005', 'hex'))).toBe(526)
})

test('long fields and many Vias are kept whole (longreq)', () => {
  const message = accepted('longreq')
  expect(valuesOf(message, 'via')).toHaveLength(34)
  expect(message.from.params.get('tag')).toHaveLength(155)
})

test('parameters belong to the field without brackets and to the URI inside them (cparam01, cparam02)', () => {
  expect(valueOf(accepted('cparam01'), 'contact')).toContain(';unknownparam')
  const semi = accepted('semiuri')
  expect(semi.kind === 'request' && parseUri(semi.requestUri)).toMatchObject({
    user: 'user;par=u@example.net',
    host: 'example.com',
  })
})
