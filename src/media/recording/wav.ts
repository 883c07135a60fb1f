/**
 * WAV: what we play and what we record. A file is RIFF chunks; `fmt ` says how, `data` holds sound.
 * We write 16-bit PCM, 8 kHz, two channels, and always the same 44-octet header.
 */
import { aLaw, muLaw } from '../codecs/g711.ts'

/** Octets before the sound in the files we write. */
export const wavHeaderBytes = 44
/** Sound read from a file: one channel at its own rate. */
export interface WavSound {
  readonly rateHz: number
  readonly samples: Int16Array
}

/** Why a file cannot be played, in words for the person who made it. */
export interface UnsupportedWav {
  readonly unsupported: string
}

const pcmFormat = 1
const aLawFormat = 6
const muLawFormat = 7
const extensibleFormat = 0xfffe

/** Header of a two-channel recording with so many octets of sound. */
export function wavHeader(dataBytes: number, rateHz = 8_000): Buffer {
  const channels = 2
  const header = Buffer.alloc(wavHeaderBytes)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(wavHeaderBytes - 8 + dataBytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(pcmFormat, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(rateHz, 24)
  header.writeUInt32LE(rateHz * channels * 2, 28)
  header.writeUInt16LE(channels * 2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(dataBytes, 40)
  return header
}

interface WavFormat {
  readonly format: number
  readonly channels: number
  readonly rateHz: number
  readonly bits: number
}

/** Reads PCM16, A-law or µ-law, one channel, 8 or 16 kHz. Never throws. */
export function parseWav(bytes: Buffer): WavSound | UnsupportedWav {
  const isRiff = bytes.length >= 12 && bytes.toString('latin1', 0, 4) === 'RIFF'
  if (!isRiff || bytes.toString('latin1', 8, 12) !== 'WAVE') return { unsupported: 'not a WAV' }
  let format: WavFormat | undefined
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length))
    if (name === 'fmt ') format = parseFormat(body)
    if (name === 'data') return readSound(format, body)
    // Chunks are padded to an even length.
    at += 8 + length + (length % 2)
  }
  return { unsupported: 'no data chunk' }
}

function parseFormat(body: Buffer): WavFormat | undefined {
  if (body.length < 16) return undefined
  const said = body.readUInt16LE(0)
  // An extensible header has the real format at the head of its GUID.
  const format = said === extensibleFormat && body.length >= 26 ? body.readUInt16LE(24) : said
  return {
    format,
    channels: body.readUInt16LE(2),
    rateHz: body.readUInt32LE(4),
    bits: body.readUInt16LE(14),
  }
}

function readSound(format: WavFormat | undefined, body: Buffer): WavSound | UnsupportedWav {
  if (format === undefined) return { unsupported: 'no fmt chunk before the data' }
  const { channels, rateHz, bits } = format
  if (channels !== 1) return { unsupported: `${channels} channels; make it mono` }
  if (rateHz !== 8_000 && rateHz !== 16_000) {
    return { unsupported: `${rateHz} Hz; make it 8000 or 16000` }
  }
  if (format.format === pcmFormat && bits === 16) return { rateHz, samples: readPcm(body) }
  if (format.format === muLawFormat) return { rateHz, samples: expand(body, muLaw.decode) }
  if (format.format === aLawFormat) return { rateHz, samples: expand(body, aLaw.decode) }
  return { unsupported: `format ${format.format} with ${bits} bits; make it 16-bit PCM` }
}

function readPcm(body: Buffer): Int16Array {
  return Int16Array.from({ length: body.length >> 1 }, (_, index) => body.readInt16LE(2 * index))
}

function expand(body: Buffer, decode: Int16Array): Int16Array {
  return Int16Array.from(body, octet => decode[octet] ?? 0)
}
