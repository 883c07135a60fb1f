/**
 * How good a call probably sounded: the E-model of ITU-T G.107, cut down to what RTP statistics
 * know. R = 93.2 − Id(delay) − Ie,eff(loss), everything else at its default (G.107 §7, table 3).
 */
import type { CodecName } from '../media-engine.ts'

/** What the estimate is made of. */
export interface QualityInput {
  readonly codec: CodecName
  /** Lost and too-late packets among those expected, 0 to 1. */
  readonly lossRatio: number
  /** One way, mouth to ear as far as we know it: half a round trip, buffer and frame. */
  readonly delayMs: number
}

const ratingBest = 93.2
/** Equipment impairment and loss robustness with concealment (G.113 appendix I). */
const impairments: Readonly<Record<CodecName, { readonly ie: number; readonly bpl: number }>> = {
  PCMU: { ie: 0, bpl: 25.1 },
  PCMA: { ie: 0, bpl: 25.1 },
  G722: { ie: 0, bpl: 25.1 },
  // Opus at 24 kbit/s has no entry of its own: no worse than G.711, and robuster by its redundancy.
  OPUS: { ie: 0, bpl: 30 },
}

/** Mean opinion score, 1 to 4.5. */
export function estimateMos({ codec, lossRatio, delayMs }: QualityInput): number {
  const { ie, bpl } = impairments[codec]
  const lossPercent = 100 * Math.min(1, Math.max(0, lossRatio))
  // Ie,eff for random loss (G.107 §7.5, BurstR = 1).
  const equipment = ie + (95 - ie) * (lossPercent / (lossPercent + bpl))
  return scoreOf(ratingBest - delayImpairment(delayMs) - equipment)
}

/** Cole and Rosenbluth's fit of Id for echo-free connections: linear, steeper past 177.3 ms. */
function delayImpairment(delayMs: number): number {
  const past = Math.max(0, delayMs - 177.3)
  return 0.024 * delayMs + 0.11 * past
}

/** R to MOS (G.107 annex B). */
function scoreOf(rating: number): number {
  if (rating <= 0) return 1
  if (rating >= 100) return 4.5
  const score = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6
  return Math.round(100 * Math.max(1, score)) / 100
}
