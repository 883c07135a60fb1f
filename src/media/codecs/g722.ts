/**
 * G.722 at 64 kbit/s: 16 kHz sound in eight bits a pair of samples. A mirror filter splits the band
 * in two; six bits code the lower half and two the upper, each as its distance from a prediction
 * that both ends make alike (ITU-T G.722, §3 encoder, §4 decoder; block names are the standard's).
 */
import { g722Tables } from './g722-tables.ts'

/** One sub-band's predictor and step size. */
interface Band {
  /** The prediction, its zero part, the logarithmic and the linear step size. */
  s: number
  sz: number
  nb: number
  det: number
  readonly a: Int32Array
  readonly b: Int32Array
  readonly d: Int32Array
  readonly p: Int32Array
  readonly r: Int32Array
}

/** One direction of one stream. */
export interface G722State {
  readonly low: Band
  readonly high: Band
  /** The mirror filter's last 24 samples. */
  readonly x: Int32Array
}

const { q6, iln, ilp, wl, rl42, ilb, qm4, qm6, qm2, qmf, ihn, ihp, wh, rh2 } = g722Tables
const lowScale = { shift: 8, nbMax: 18_432 }
const highScale = { shift: 10, nbMax: 22_528 }

/** A stream before its first sample. */
export function openG722(): G722State {
  return { low: openBand(32), high: openBand(8), x: new Int32Array(24) }
}

function openBand(det: number): Band {
  const [a, p, r] = [new Int32Array(3), new Int32Array(3), new Int32Array(3)]
  return { s: 0, sz: 0, nb: 0, det, a, b: new Int32Array(7), d: new Int32Array(7), p, r }
}

/** Encodes pairs of 16 kHz samples into `into`, from `offset` on. */
export function encodeG722(
  state: G722State,
  samples: Int16Array,
  into: Uint8Array,
  offset: number,
): void {
  for (let pair = 0; 2 * pair + 1 < samples.length; pair += 1) {
    const { odd, even } = mirror(state.x, samples[2 * pair] ?? 0, samples[2 * pair + 1] ?? 0)
    const low = encodeLow(state.low, (even + odd) >> 14)
    const high = encodeHigh(state.high, (even - odd) >> 14)
    into[offset + pair] = (high << 6) | low
  }
}

/** Decodes octets into pairs of 16 kHz samples. */
export function decodeG722(state: G722State, octets: Uint8Array, into: Int16Array): void {
  for (let index = 0; index < octets.length; index += 1) {
    const code = octets[index] ?? 0
    const low = decodeLow(state.low, code & 0x3f)
    const high = decodeHigh(state.high, code >> 6)
    const { odd, even } = mirror(state.x, low + high, low - high)
    into[2 * index] = saturate16(even >> 11)
    into[2 * index + 1] = saturate16(odd >> 11)
  }
}

/** The quadrature mirror filter, the same at both ends (§3.1, §4.4). */
function mirror(x: Int32Array, first: number, second: number): { odd: number; even: number } {
  x.copyWithin(0, 2)
  x[22] = first
  x[23] = second
  let odd = 0
  let even = 0
  for (let tap = 0; tap < 12; tap += 1) {
    odd += at(x, 2 * tap) * at(qmf, tap)
    even += at(x, 2 * tap + 1) * at(qmf, 11 - tap)
  }
  return { odd, even }
}

function encodeLow(band: Band, sample: number): number {
  const error = saturate16(sample - band.s)
  const magnitude = error >= 0 ? error : -(error + 1)
  let level = 1
  while (level < 30 && magnitude >= (at(q6, level) * band.det) >> 12) level += 1
  const code = at(error < 0 ? iln : ilp, level)
  adaptLow(band, code >> 2)
  return code
}

function decodeLow(band: Band, code: number): number {
  const sample = clamp(band.s + ((band.det * at(qm6, code)) >> 15), -16_384, 16_383)
  adaptLow(band, code >> 2)
  return sample
}

function encodeHigh(band: Band, sample: number): number {
  const error = saturate16(sample - band.s)
  const magnitude = error >= 0 ? error : -(error + 1)
  const level = magnitude >= (564 * band.det) >> 12 ? 2 : 1
  const code = at(error < 0 ? ihn : ihp, level)
  adaptHigh(band, code)
  return code
}

function decodeHigh(band: Band, code: number): number {
  const sample = clamp(band.s + ((band.det * at(qm2, code)) >> 15), -16_384, 16_383)
  adaptHigh(band, code)
  return sample
}

/** Only the four upper bits adapt, so that the two lower ones may be stolen for data (§1.3). */
function adaptLow(band: Band, code: number): void {
  const difference = (band.det * at(qm4, code)) >> 15
  scale(band, at(wl, at(rl42, code)), lowScale)
  predict(band, difference)
}

function adaptHigh(band: Band, code: number): void {
  const difference = (band.det * at(qm2, code)) >> 15
  scale(band, at(wh, at(rh2, code)), highScale)
  predict(band, difference)
}

/** LOGSCL/LOGSCH and SCALEL/SCALEH: the step size follows the codes on a logarithmic scale. */
function scale(band: Band, step: number, limits: { shift: number; nbMax: number }): void {
  band.nb = clamp(((band.nb * 127) >> 7) + step, 0, limits.nbMax)
  const mantissa = at(ilb, (band.nb >> 6) & 31)
  const shift = limits.shift - (band.nb >> 11)
  band.det = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2
}

/** Blocks 4L and 4H: two poles and six zeros, all adapted by signs alone. */
function predict(band: Band, difference: number): void {
  const { a, b, d, p, r } = band
  d[0] = difference
  r[0] = saturate16(band.s + difference)
  p[0] = saturate16(band.sz + difference)
  adaptPoles(band)
  adaptZeros(band)
  d.copyWithin(1, 0, 6)
  r.copyWithin(1, 0, 2)
  p.copyWithin(1, 0, 2)
  let poles = 0
  for (let tap = 1; tap < 3; tap += 1) poles += (at(a, tap) * saturate16(2 * at(r, tap))) >> 15
  let zeros = 0
  for (let tap = 1; tap < 7; tap += 1) zeros += (at(b, tap) * saturate16(2 * at(d, tap))) >> 15
  band.sz = saturate16(zeros)
  band.s = saturate16(saturate16(poles) + band.sz)
}

/** UPPOL2 and UPPOL1. */
function adaptPoles({ a, p }: Band): void {
  const sameAsLast = sign(at(p, 0)) === sign(at(p, 1))
  const sameAsBefore = sign(at(p, 0)) === sign(at(p, 2))
  const doubled = saturate16(4 * at(a, 1))
  const pull = Math.min(32_767, sameAsLast ? -doubled : doubled)
  const second = (pull >> 7) + (sameAsBefore ? 128 : -128) + ((at(a, 2) * 32_512) >> 15)
  a[2] = clamp(second, -12_288, 12_288)
  const limit = saturate16(15_360 - at(a, 2))
  const first = saturate16((sameAsLast ? 192 : -192) + ((at(a, 1) * 32_640) >> 15))
  a[1] = clamp(first, -limit, limit)
}

/** UPZERO. */
function adaptZeros({ b, d }: Band): void {
  const step = at(d, 0) === 0 ? 0 : 128
  for (let tap = 1; tap < 7; tap += 1) {
    const push = sign(at(d, tap)) === sign(at(d, 0)) ? step : -step
    b[tap] = saturate16(push + ((at(b, tap) * 32_640) >> 15))
  }
}

function at(values: Int32Array, index: number): number {
  return values[index] ?? 0
}

function sign(value: number): number {
  return value >> 31
}

function clamp(value: number, least: number, most: number): number {
  if (value < least) return least
  return value > most ? most : value
}

function saturate16(value: number): number {
  return clamp(value, -32_768, 32_767)
}
