import { expect, test } from 'vitest'
import {
  isIntact,
  parseBindingRequest,
  printBindingSuccess,
  printRoleConflict,
} from './stun-message.ts'

/** The sample request of RFC 5769 §2.1, and the password that goes with it. */
const sample = Buffer.from(
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74' +
    '002400046e0001ff80290008932ff9b151263b36000600096576746a3a683676592020200008' +
    '00149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf',
  'hex',
)
const password = 'VOkJxbRl1RmTxUk/WvJxBt'

test('the sample of RFC 5769 is read, and intact under its password alone', () => {
  const request = parseBindingRequest(sample)
  if (request === undefined) throw new Error('not read')
  expect([
    request.username,
    request.useCandidate,
    request.senderIsControlled,
    isIntact(request, password),
    isIntact(request, `${password}x`),
  ]).toEqual(['evtj:h6vY', false, true, true, false])
})

test('a reply names the sender’s address under the cookie, as RFC 5769 prints it', () => {
  const request = parseBindingRequest(sample)
  if (request === undefined) throw new Error('not read')
  const four = printBindingSuccess(request, { address: '192.0.2.1', port: 32_853 }, password)
  const six = printBindingSuccess(
    request,
    { address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32_853 },
    password,
  )
  // The values of §2.2 and §2.3, whose transaction is the request's own.
  expect([four.subarray(20, 32).toString('hex'), six.subarray(20, 44).toString('hex')]).toEqual([
    '002000080001a147e112a643',
    '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9',
  ])
  expect(four.readUInt16BE(2)).toBe(four.length - 20)
})

test('a sender who takes us for the controlling side is told 487', () => {
  const request = parseBindingRequest(sample)
  if (request === undefined) throw new Error('not read')
  const reply = printRoleConflict(request, password)
  expect([reply.readUInt16BE(0), reply[26], reply[27]]).toEqual([0x0111, 4, 87])
})

test('whatever is cut, doubled or changed in a check is no check and no crash', () => {
  const covered = sample.length - 8
  const believed = Array.from({ length: covered }, (_, at) => {
    const changed = Buffer.from(sample)
    changed[at] = (changed[at] ?? 0) ^ 0xff
    const request = parseBindingRequest(changed)
    const cut = parseBindingRequest(sample.subarray(0, at))
    return cut !== undefined || (request !== undefined && isIntact(request, password))
  })
  expect(believed.filter(Boolean)).toEqual([])
  expect(parseBindingRequest(Buffer.concat([sample, sample]))).toBeUndefined()
})
