import type { TraceEntry } from '#engine'
import { toId } from '#core'
import { expect, test } from 'vitest'
import { captureOf } from './capture.ts'

const bye = 'BYE sip:2@b SIP/2.0\r\nCall-ID: a@b\r\n\r\n'

const message: TraceEntry = {
  kind: 'message',
  at: 1_795_255_200_123,
  nth: 1,
  leg: toId('c-1'),
  direction: 'in',
  transport: 'udp',
  local: { address: '192.0.2.1', port: 15_060 },
  remote: { address: '192.0.2.9', port: 5060 },
  callId: 'a@b',
  cseq: { number: 2, method: 'BYE' },
  says: { kind: 'request', method: 'BYE', uri: 'sip:2@b' },
  text: bye,
}

/** The types and bodies of a capture's blocks; each length stands before and behind its block. */
function blocksOf(capture: Buffer): readonly (readonly [type: number, body: Buffer])[] {
  const blocks: (readonly [number, Buffer])[] = []
  for (let at = 0; at < capture.length;) {
    const length = capture.readUInt32LE(at + 4)
    expect(capture.readUInt32LE(at + length - 4)).toBe(length)
    blocks.push([capture.readUInt32LE(at), capture.subarray(at + 8, at + length - 4)])
    at += length
  }
  return blocks
}

test('A capture is a section, an interface, and a packet for each message', () => {
  const blocks = blocksOf(captureOf([message, message], 'Interaction i1'))
  expect(blocks.map(([type]) => type.toString(16))).toEqual(['a0d0d0a', '1', '6', '6'])
  const packet = blocks[2]?.[1] ?? Buffer.alloc(0)
  const moment = (BigInt(packet.readUInt32LE(4)) << 32n) | BigInt(packet.readUInt32LE(8))
  const ip = packet.subarray(20, 20 + packet.readUInt32LE(12))
  expect([
    moment,
    ip.readUInt16BE(2),
    [...ip.subarray(12, 20)].join('.'),
    ip.readUInt16BE(20),
    ip.subarray(28).toString(),
  ]).toEqual([1_795_255_200_123_000n, ip.length, '192.0.2.9.192.0.2.1', 5060, bye])
})

test('A capture of nothing is a capture: a section and an interface', () => {
  expect(blocksOf(captureOf([], 'Nothing')).map(([type]) => type)).toEqual([0x0a0d0d0a, 1])
})
