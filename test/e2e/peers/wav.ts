import { readFile, writeFile } from 'node:fs/promises'
import { sampleRate } from './tones.ts'

/** What is in a WAV file: its channels, each as samples of 16 bits. */
export interface Wav {
  readonly rate: number
  readonly channels: readonly Int16Array[]
}

/** Writes one channel of 16 bits. */
export async function writeWav(file: string, samples: Int16Array): Promise<void> {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(sampleRate, 24)
  head.writeUInt32LE(sampleRate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  await writeFile(file, Buffer.concat([head, data]))
}

/** Reads a WAV file of linear or G.711 µ-law samples. */
export async function readWav(file: string): Promise<Wav> {
  return parseWav(await readFile(file))
}

/** The same from its bytes. A file still being written has no length yet: what is there counts. */
export function parseWav(bytes: Buffer): Wav {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') throw new Error('not a WAV file')
  let format = { tag: 0, channels: 0, rate: 0, bits: 0 }
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const start = at + 8
    if (name === 'fmt ') {
      format = {
        tag: bytes.readUInt16LE(start),
        channels: bytes.readUInt16LE(start + 2),
        rate: bytes.readUInt32LE(start + 4),
        bits: bytes.readUInt16LE(start + 14),
      }
    }
    if (name === 'data')
      return samplesOf(bytes.subarray(start, start + (length || Infinity)), format)
    at = start + length + (length % 2)
  }
  throw new Error('a WAV file without data')
}

function samplesOf(
  data: Buffer,
  format: { tag: number; channels: number; rate: number; bits: number },
): Wav {
  const bytesEach = format.bits / 8
  const frames = Math.floor(data.length / (bytesEach * format.channels))
  const channels = Array.from({ length: format.channels }, (_, channel) =>
    Int16Array.from({ length: frames }, (__, frame) => {
      const at = (frame * format.channels + channel) * bytesEach
      return format.tag === 7 ? fromMuLaw(data.readUInt8(at)) : data.readInt16LE(at)
    }),
  )
  return { rate: format.rate, channels }
}

/** ITU-T G.711 µ-law, one sample to 16 bits. */
export function fromMuLaw(byte: number): number {
  const value = ~byte & 0xff
  const magnitude = (((value & 0x0f) << 3) + 0x84) << ((value & 0x70) >> 4)
  return (value & 0x80) === 0 ? magnitude - 0x84 : 0x84 - magnitude
}

/** ITU-T G.711 µ-law, one sample from 16 bits. */
export function toMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84
  const exponent = 24 - Math.clz32(magnitude)
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}
