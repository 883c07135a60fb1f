/** What other tools make of a capture of ours. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TraceEntry, TracedMessage } from '#engine'
import { toId } from '#core'
import { expect, test } from 'vitest'
import { captureOf } from '#api'

const body = 'v=0\r\nm=audio 4000 RTP/SAVP 0\r\na=crypto:1 X inline:****\r\n'

function message(nth: number, more: Partial<TracedMessage>, start: string): TracedMessage {
  const text = [
    start,
    'Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1',
    'From: <sip:1@b>;tag=1',
    'To: <sip:2@b>',
    'Call-ID: a@b',
    'CSeq: 1 INVITE',
    'Content-Type: application/sdp',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
  return {
    kind: 'message',
    at: 1_795_255_200_123 + nth,
    nth,
    leg: toId('c-1'),
    direction: 'in',
    transport: 'udp',
    local: { address: '192.0.2.1', port: 15_060 },
    remote: { address: '192.0.2.9', port: 5060 },
    callId: 'a@b',
    cseq: { number: 1, method: 'INVITE' },
    says: { kind: 'request', method: 'INVITE', uri: 'sip:2@b' },
    text,
    ...more,
  }
}

const six = { address: '2001:db8::9', port: 50_001 }
const tls = { transport: 'tls', remote: { address: '52.114.7.7', port: 5061 } } as const

const entries: readonly TraceEntry[] = [
  message(1, {}, 'INVITE sip:2@b SIP/2.0'),
  message(2, { direction: 'out' }, 'SIP/2.0 180 Ringing'),
  message(3, { ...tls, direction: 'out' }, 'INVITE sip:3@b SIP/2.0'),
  message(4, { ...tls }, 'SIP/2.0 200 OK'),
  message(5, { ...tls }, 'SIP/2.0 200 OK'),
  message(6, { transport: 'tcp', remote: six }, 'INVITE sip:4@b SIP/2.0'),
  message(7, { local: { address: 'sbc.example', port: 5060 } }, 'INVITE sip:5@b SIP/2.0'),
]

const fields = [
  'frame.time_epoch',
  'ip.src',
  'ipv6.src',
  'udp.srcport',
  'tcp.srcport',
  'sip.Request-Line',
  'sip.Status-Line',
  'sdp.media',
  'ip.checksum.status',
  'udp.checksum.status',
  'tcp.checksum.status',
  'tcp.analysis.flags',
]

/** What Wireshark's own reader says of a file; it has to be installed (Debian: tshark). */
function dissect(file: string, more: readonly string[]): ReturnType<typeof reader> {
  const said = reader(['-r', file, '-T', 'fields', '-E', 'separator=|', ...more])
  if (said.error !== undefined) throw new Error('tshark did not start', { cause: said.error })
  return said
}

const command = 'tshark'
const reader = (asked: readonly string[]) => spawnSync(command, asked, { encoding: 'utf8' })

test('tshark reads every message back, over UDP, TCP and what was TLS, with right checksums', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-capture-'))
  const file = join(folder, 'i1.pcapng')
  await writeFile(file, captureOf(entries, 'Interaction i1'))
  const asked = ['ip', 'udp', 'tcp'].flatMap(name => ['-o', `${name}.check_checksum:TRUE`])
  const { stdout, stderr } = dissect(file, [...asked, ...fields.flatMap(field => ['-e', field])])
  const comments = dissect(file, ['-e', 'frame.comment']).stdout
  await rm(folder, { recursive: true })
  const media = 'audio 4000 RTP/SAVP 0'
  expect([stdout.trim().split('\n'), stderr.includes('corrupt')]).toEqual([
    [
      `1795255200.124000000|192.0.2.9||5060||INVITE sip:2@b SIP/2.0||${media}|1|1||`,
      `1795255200.125000000|192.0.2.1||15060|||SIP/2.0 180 Ringing|${media}|1|1||`,
      `1795255200.126000000|192.0.2.1|||5060|INVITE sip:3@b SIP/2.0||${media}|1||1|`,
      `1795255200.127000000|52.114.7.7|||5061||SIP/2.0 200 OK|${media}|1||1|`,
      `1795255200.128000000|52.114.7.7|||5061||SIP/2.0 200 OK|${media}|1||1|`,
      `1795255200.129000000||2001:db8::9||50001|INVITE sip:4@b SIP/2.0||${media}|||1|`,
      `1795255200.130000000|192.0.2.9||5060||INVITE sip:5@b SIP/2.0||${media}|1|1||`,
    ],
    false,
  ])
  expect(comments.split('\n').slice(2, 4)).toEqual([
    'over TLS, port 5061 there and 15060 here',
    'over TLS, port 5061 there and 15060 here',
  ])
})
