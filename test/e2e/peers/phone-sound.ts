import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { joined, loudness, msLoud, msOf, sampleRate, sine } from './tones.ts'
import { fromMuLaw, toMuLaw } from './wav.ts'

const samplesPerPacket = 160
const packetMs = 20
const eventPayloadType = 101
const keyNames = '0123456789*#'

interface Frame {
  readonly at: number
  readonly samples: Int16Array
}

/**
 * The ear and mouth of a phone: RTP with G.711 µ-law (RFC 3551) and keys as events (RFC 4733), on a
 * socket of its own. It is written from the RFCs and shares nothing with what it tests.
 */
export interface PhoneSound extends AsyncDisposable {
  readonly port: number
  /** Begins to speak to there: silence, until there is something to say. */
  talkTo(port: number, host?: string): void
  /** From now on says a tone; 0 for silence. */
  hum(hz: number): void
  /** Presses a key for 100 ms. */
  press(digit: string): Promise<void>
  /** The keys that came as events (RFC 4733), each once, in order. */
  keys(): string
  /** Now, on the clock of what is heard. */
  now(): number
  /** What was heard since a moment. */
  heard(since?: number): Int16Array
  /** Milliseconds of a pitch heard since a moment. */
  msOf(hz: number, since?: number): number
  /** Milliseconds of any sound heard since a moment. */
  msLoud(since?: number): number
  /** How loud the last half second was. */
  loudness(): number
  /** When the last packet came. */
  lastHeardAt(): number
}

/** Opens a phone's sound on a free port. */
export async function openPhoneSound(host = '127.0.0.1'): Promise<PhoneSound> {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  socket.on('error', () => undefined)
  const frames: Frame[] = []
  // All packets of one key have the time at which it began (RFC 4733 §2.5.1.2).
  const keys = new Map<number, string>()
  socket.on('message', packet => {
    const key = keyOf(packet)
    if (key !== undefined) keys.set(packet.readUInt32BE(4), key)
    const samples = voiceOf(packet)
    if (samples !== undefined) frames.push({ at: performance.now(), samples })
  })
  const mouth = openMouth((packet, to) => socket.send(packet, to.port, to.host, () => undefined))
  const heard = (since = 0): Int16Array =>
    joined(frames.filter(frame => frame.at >= since).map(({ samples }) => samples))
  return {
    port: socket.address().port,
    talkTo: (port, to = '127.0.0.1') => mouth.begin({ host: to, port }),
    hum: hz => mouth.hum(hz),
    press: digit => mouth.press(digit),
    keys: () => [...keys.values()].join(''),
    now: () => performance.now(),
    heard,
    msOf: (hz, since) => msOf(heard(since), hz),
    msLoud: since => msLoud(heard(since)),
    loudness: () => loudness(heard(performance.now() - 500)),
    lastHeardAt: () => frames.at(-1)?.at ?? 0,
    async [Symbol.asyncDispose]() {
      mouth.end()
      socket.close()
      await once(socket, 'close')
    },
  }
}

function voiceOf(packet: Buffer): Int16Array | undefined {
  if (packet.length <= 12 || packet.readUInt8(0) >> 6 !== 2) return undefined
  if ((packet.readUInt8(1) & 0x7f) !== 0) return undefined
  return Int16Array.from(packet.subarray(12), fromMuLaw)
}

function keyOf(packet: Buffer): string | undefined {
  if (packet.length < 16 || (packet.readUInt8(1) & 0x7f) !== eventPayloadType) return undefined
  return keyNames[packet.readUInt8(12)]
}

interface Place {
  readonly host: string
  readonly port: number
}

interface Mouth {
  begin(to: Place): void
  hum(hz: number): void
  press(digit: string): Promise<void>
  end(): void
}

/** Sends a packet every 20 ms on a drift-free beat; a key takes the voice's place while it is down. */
function openMouth(send: (packet: Buffer, to: Place) => void): Mouth {
  const ssrc = Math.floor(Math.random() * 2 ** 32)
  let sequence = Math.floor(Math.random() * 2 ** 16)
  let timestamp = Math.floor(Math.random() * 2 ** 32)
  let pitch = 0
  let phase = 0
  let timer: NodeJS.Timeout | undefined
  let key: { event: number; sent: number; begunAt: number; done: () => void } | undefined

  const packet = (type: number, at: number, payload: Uint8Array, marked = false): Buffer => {
    const head = Buffer.alloc(12)
    head.writeUInt8(0x80, 0)
    head.writeUInt8(type | (marked ? 0x80 : 0), 1)
    head.writeUInt16BE(sequence, 2)
    head.writeUInt32BE(at, 4)
    head.writeUInt32BE(ssrc, 8)
    sequence = (sequence + 1) & 0xffff
    return Buffer.concat([head, payload])
  }
  const voice = (): Uint8Array => {
    if (pitch === 0) return new Uint8Array(samplesPerPacket).fill(0xff)
    const whole = sine(pitch, 1000)
    const samples = Array.from(
      { length: samplesPerPacket },
      (_, index) => whole[(phase + index) % sampleRate] ?? 0,
    )
    phase = (phase + samplesPerPacket) % sampleRate
    return Uint8Array.from(samples, toMuLaw)
  }
  /** RFC 4733 §2.5.1: five updates, then the end three times, all with the time at which it began. */
  const pressed = (now: NonNullable<typeof key>): Buffer => {
    now.sent += 1
    const isEnd = now.sent > 5
    const duration = Math.min(now.sent, 6) * samplesPerPacket
    const payload = Buffer.from([
      now.event,
      (isEnd ? 0x80 : 0) | 10,
      duration >> 8,
      duration & 0xff,
    ])
    return packet(eventPayloadType, now.begunAt, payload, now.sent === 1)
  }
  const beat = (to: Place): void => {
    if (key === undefined) send(packet(0, timestamp, voice()), to)
    else {
      send(pressed(key), to)
      if (key.sent === 8) {
        key.done()
        key = undefined
      }
    }
    timestamp = (timestamp + samplesPerPacket) >>> 0
  }
  const end = (): void => clearTimeout(timer)
  return {
    begin(to) {
      let due = performance.now()
      const tick = (): void => {
        beat(to)
        due += packetMs
        timer = setTimeout(tick, Math.max(0, due - performance.now()))
      }
      end()
      tick()
    },
    hum(hz) {
      pitch = hz
    },
    press: digit =>
      new Promise(resolve => {
        key = { event: keyNames.indexOf(digit), sent: 0, begunAt: timestamp, done: resolve }
      }),
    end,
  }
}
