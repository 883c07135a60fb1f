import { expect, test } from 'vitest'
import { sdpGist } from './sdp-gist.ts'

test('An offer of Teams reads as its codecs, encrypted', () => {
  const sdp = [
    'v=0',
    'c=IN IP4 52.112.0.7',
    'm=audio 50000 RTP/SAVP 104 9 103 0 8 13 101',
    'a=rtpmap:104 SILK/16000',
    'a=rtpmap:103 SILK/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=sendrecv',
  ].join('\r\n')
  expect(sdpGist(sdp)).toEqual({
    codecs: ['SILK', 'G722', 'PCMU', 'PCMA'],
    srtp: true,
    direction: 'sendrecv',
    address: '52.112.0.7',
    port: 50_000,
  })
})

test('A hold says so, and a body without audio says nothing', () => {
  expect(sdpGist('m=audio 4000 RTP/AVP 0\r\na=inactive\r\n')?.direction).toBe('inactive')
  expect(sdpGist('v=0\r\nm=video 4000 RTP/AVP 96\r\n')).toBeUndefined()
})
