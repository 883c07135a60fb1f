import { createSocket } from 'node:dgram'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { parseArgs } from 'node:util'

/*
 * A crowd of strangers at the door, in a process of its own: they call numbers, ask for options, end
 * calls they do not have, speak no SIP at all, hold connections open without a word, and throw noise at a port of sound.
 * Prints what it sent when it is stopped.
 *
 *     node flood-child.ts --sip 5060 --tls 5061 --sound 40000 --rate 3000
 */
const { values } = parseArgs({
  options: {
    sip: { type: 'string', default: '0' },
    tls: { type: 'string', default: '0' },
    sound: { type: 'string', default: '0' },
    rate: { type: 'string', default: '3000' },
  },
})
const [sip, tls, sound, rate] = [values.sip, values.tls, values.sound, values.rate].map(Number)
const here = '127.0.0.1'
const sources = 24
const heldMax = 400
const tickMs = 10

const counts = { invites: 0, options: 0, byes: 0, noise: 0, sound: 0, connections: 0, refused: 0 }
/** Strangers come from many addresses of the loopback network, none of them a trunk's. */
const sockets = Array.from({ length: sources }, (_, index) => {
  const socket = createSocket('udp4')
  socket.on('error', () => (counts.refused += 1))
  socket.bind(0, `127.0.3.${index + 1}`)
  return socket
})
const held: Socket[] = []

const request = (method: string, number: number, toTag = ''): string =>
  [
    `${method} sip:+441632960000@${here}:${sip} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.3.${1 + (number % sources)}:5060;branch=z9hG4bK-flood-${number};rport`,
    `From: <sip:nobody${number}@flood.example>;tag=f${number}`,
    `To: <sip:+441632960000@parley.example>${toTag}`,
    `Call-ID: flood-${process.pid}-${number}`,
    `CSeq: 1 ${method}`,
    'Contact: <sip:nobody@127.0.3.1:5060>',
    'Max-Forwards: 70',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')

function throwOne(number: number): void {
  const socket = sockets[number % sockets.length]
  if (socket === undefined) return
  const kind = number % 5
  if (kind === 0) counts.invites += 1
  if (kind === 1) counts.options += 1
  if (kind === 2) counts.noise += 1
  if (kind === 3) counts.sound += 1
  if (kind === 4) counts.byes += 1
  if (kind === 4) socket.send(request('BYE', number, ';tag=nobody'), sip, here)
  else if (kind === 3) socket.send(soundNoise(number), sound, here)
  else if (kind === 2) socket.send(Buffer.alloc(1_200, number), sip, here)
  else socket.send(request(kind === 0 ? 'INVITE' : 'OPTIONS', number), sip, here)
}

/** A well-formed RTP packet of a source nobody announced. */
function soundNoise(number: number): Buffer {
  const packet = Buffer.alloc(172, 0x7f)
  packet.writeUInt16BE(0x8000, 0)
  packet.writeUInt16BE(number % 65_536, 2)
  packet.writeUInt32BE((number * 160) >>> 0, 4)
  packet.writeUInt32BE(0x0bad_0bad, 8)
  return packet
}

/** A connection that says little or much, and never a whole message. */
function holdOne(number: number): void {
  if (held.length >= heldMax) held.shift()?.destroy()
  const socket =
    number % 3 === 0 && tls !== undefined && tls > 0
      ? connectTls({ host: here, port: tls, rejectUnauthorized: false })
      : connect({ host: here, port: (number % 3 === 1 ? tls : sip) ?? 0 })
  socket.on('error', () => (counts.refused += 1))
  socket.on('connect', () => {
    counts.connections += 1
    socket.write(number % 2 === 0 ? 'INVITE sip:' : Buffer.alloc(70_000, 0x61))
  })
  held.push(socket)
}

let sent = 0
const begun = performance.now()
const timer = setInterval(() => {
  const due = ((performance.now() - begun) / 1_000) * (rate ?? 0)
  while (sent < due) throwOne((sent += 1))
  holdOne(sent)
}, tickMs)

process.once('SIGTERM', () => {
  clearInterval(timer)
  for (const socket of sockets) socket.close()
  for (const socket of held) socket.destroy()
  process.stdout.write(`${JSON.stringify(counts)}\n`)
})
process.stdout.write('flooding\n')
