/**
 * G.711: sixteen-bit sound in eight bits, on a nearly logarithmic scale, by two laws.
 *
 * Both directions are table look-ups, because the mixer does one of them for every sample of
 * every leg. The tables are built once from the segment rule of ITU-T G.711 §3.
 */

/** A companding law: 256 values out, 65,536 values in. */
export interface G711Law {
  /** PCM for each octet. */
  readonly decode: Int16Array
  /** The octet for each PCM value, indexed by the sample as an unsigned 16-bit number. */
  readonly encode: Uint8Array
  /** The octet for silence. */
  readonly silence: number
}

const muLawBias = 0x84
const muLawClip = 32_635

/** µ-law: eight segments of sixteen steps on the magnitude with a bias, all bits inverted. */
export const muLaw: G711Law = buildLaw(decodeMuLaw, encodeMuLaw, 0xff)

/** A-law: the first two segments share one slope, even bits inverted. */
export const aLaw: G711Law = buildLaw(decodeALaw, encodeALaw, 0xd5)

function buildLaw(
  decodeOne: (octet: number) => number,
  encodeOne: (sample: number) => number,
  silence: number,
): G711Law {
  const decode = Int16Array.from({ length: 256 }, (_, octet) => decodeOne(octet))
  const encode = Uint8Array.from({ length: 65_536 }, (_, index) => encodeOne((index << 16) >> 16))
  return { decode, encode, silence }
}

function decodeMuLaw(octet: number): number {
  const bits = ~octet & 0xff
  const segment = (bits >> 4) & 0x07
  const magnitude = ((((bits & 0x0f) << 3) + muLawBias) << segment) - muLawBias
  return (bits & 0x80) === 0 ? magnitude : -magnitude
}

function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), muLawClip) + muLawBias
  const segment = 31 - Math.clz32(magnitude) - 7
  const step = (magnitude >> (segment + 3)) & 0x0f
  return ~(sign | (segment << 4) | step) & 0xff
}

function decodeALaw(octet: number): number {
  const bits = octet ^ 0x55
  const segment = (bits >> 4) & 0x07
  const step = ((bits & 0x0f) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return (bits & 0x80) === 0 ? -magnitude : magnitude
}

function encodeALaw(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80
  const magnitude = sample < 0 ? -sample - 1 : sample
  const segment = magnitude < 0x100 ? 0 : 31 - Math.clz32(magnitude) - 7
  const step = (magnitude >> (segment < 2 ? 4 : segment + 3)) & 0x0f
  return (sign | (segment << 4) | step) ^ 0x55
}
