import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  answerCheck,
  iceSourcesMax,
  isAdmitted,
  newIceCredentials,
  openIceLite,
  useIceCredentials,
  wayOf,
} from './ice-lite.ts'
import type { IceCredentials, IceLite } from './ice-lite.ts'

const ours = { ufrag: 'ours', password: 'a password of ours, long enough' }
const home = { address: '192.0.2.10', port: 5_000 }
const cafe = { address: '198.51.100.7', port: 6_000 }

function openAgent(): IceLite {
  const ice = openIceLite()
  useIceCredentials(ice, ours)
  return ice
}

/** A browser's check as it looks on the wire. */
function checkOf({ ufrag, password }: IceCredentials, useCandidate: boolean): Buffer {
  const name = Buffer.from(`${ufrag}:brow`)
  const padded = Buffer.concat([name, Buffer.alloc((4 - (name.length % 4)) % 4)])
  const header = Buffer.from('000100002112a442000102030405060708090a0b', 'hex')
  const username = Buffer.from([0, 6, 0, name.length])
  const candidate = useCandidate ? Buffer.from([0, 0x25, 0, 0]) : Buffer.alloc(0)
  const open = Buffer.concat([header, username, padded, candidate])
  open.writeUInt16BE(open.length + 24 - 20, 2)
  const hmac = createHmac('sha1', password).update(open).digest()
  return Buffer.concat([open, Buffer.from([0, 8, 0, 20]), hmac])
}

test('A browser that knows the password is answered and may talk; the pair it chooses is the way', () => {
  const ice = openAgent()
  const first = answerCheck(ice, checkOf(ours, false), home, 10)
  expect([first === undefined, isAdmitted(ice, home), wayOf(ice), ice.heardMs]).toEqual([
    false,
    true,
    home,
    10,
  ])
  answerCheck(ice, checkOf(ours, true), cafe, 20)
  expect(wayOf(ice)).toEqual(cafe)
})

test('A stranger without the password gets no answer and no ear', () => {
  const ice = openAgent()
  const wrong = answerCheck(ice, checkOf({ ...ours, password: 'guess' }, true), cafe, 10)
  const unknown = answerCheck(ice, checkOf({ ...ours, ufrag: 'theirs' }, true), cafe, 10)
  expect([wrong, unknown, isAdmitted(ice, cafe), wayOf(ice), ice.strangers]).toEqual([
    undefined,
    undefined,
    false,
    undefined,
    2,
  ])
})

test('After a restart the old password still opens, and the one before it does not', () => {
  const ice = openAgent()
  const second = newIceCredentials()
  const third = newIceCredentials()
  useIceCredentials(ice, second)
  const old = answerCheck(ice, checkOf(ours, true), home, 10)
  useIceCredentials(ice, third)
  const older = answerCheck(ice, checkOf(ours, true), home, 20)
  const fresh = answerCheck(ice, checkOf(third, true), home, 30)
  expect([old === undefined, older, fresh === undefined]).toEqual([false, undefined, false])
})

test('However many addresses a browser checks from, the chosen one stays admitted', () => {
  const ice = openAgent()
  answerCheck(ice, checkOf(ours, true), home, 10)
  for (let port = 1; port <= 3 * iceSourcesMax; port += 1) {
    answerCheck(ice, checkOf(ours, false), { ...cafe, port }, 20)
  }
  expect([ice.admitted.length, isAdmitted(ice, home), wayOf(ice)]).toEqual([
    iceSourcesMax,
    true,
    home,
  ])
})
