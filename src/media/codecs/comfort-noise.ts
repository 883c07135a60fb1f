/** Comfort noise: what a silent line sounds like, so that silence does not sound like a dead line. */

/** Louder than this would no longer be comfort; RFC 3389 lets a peer ask for full scale. */
const levelLoudest = 30

/** Fills a frame with white noise of a level in −dBov (RFC 3389 §3); returns the next seed. */
export function fillNoise(into: Int16Array, level: number, seed: number): number {
  const quiet = Math.min(127, Math.max(levelLoudest, level))
  // Uniform noise between ±a has a power of a²/3.
  const amplitude = 32_768 * 10 ** (-quiet / 20) * Math.sqrt(3)
  let state = seed | 0
  for (let index = 0; index < into.length; index += 1) {
    // Marsaglia's 32-bit xorshift: enough for hiss, repeatable in tests.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    into[index] = Math.round((state / 0x8000_0000) * amplitude)
  }
  return state
}
