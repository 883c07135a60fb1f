import { expect, test } from 'vitest'
import { openVoiceCodec } from '../codecs/voice-codec.ts'
import type { RtpPacket } from '../rtp/rtp-packet.ts'
import { openInbound, pullFrame, receivePacket, useFormat } from './inbound.ts'

test('keys are heard on after the sender’s clock went back a little, its numbers with it', () => {
  const inbound = openInbound()
  const codec = openVoiceCodec('PCMU', { dtx: false, fec: false })
  useFormat(inbound, { voice: 0, digits: 101, noise: undefined, digitsRatio: 1, codec })
  const heard: string[] = []
  let nowMs = 0
  const receive = (payloadType: number, frame: number, payload: Uint8Array): void => {
    const packet: RtpPacket = {
      marker: false,
      payloadType,
      sequence: frame,
      timestamp: frame * 160,
      ssrc: 1,
      payload,
    }
    const digits = receivePacket(inbound, packet, nowMs)
    if (digits !== 'ignored') heard.push(...digits.map(({ digit }) => digit))
    pullFrame(inbound, nowMs)
    nowMs += 20
  }
  const speak = (from: number): void => {
    for (let frame = from; frame < from + 10; frame += 1) receive(0, frame, new Uint8Array(160))
  }
  const press = (event: number, frame: number): void =>
    receive(101, frame, Uint8Array.of(event, 0x8a, 0, 160))
  speak(1_000)
  press(1, 1_010)
  speak(950)
  press(2, 960)
  speak(961)
  expect(heard).toEqual(['1', '2'])
})
