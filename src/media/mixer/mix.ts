/** Adding voices: sums in 32 bits, back to 16 with saturation, so that loud never turns to noise. */

/** Replaces `into` with the sum of `voices`. */
export function mixFrames(voices: readonly Int16Array[], into: Int16Array): void {
  for (let index = 0; index < into.length; index += 1) {
    let sum = 0
    for (const voice of voices) sum += voice[index] ?? 0
    into[index] = saturate(sum)
  }
}

/** The nearest value that sixteen bits can hold. */
export function saturate(value: number): number {
  if (value > 32_767) return 32_767
  return value < -32_768 ? -32_768 : value
}
