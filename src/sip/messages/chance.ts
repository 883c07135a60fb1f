/** A number from 0 up to 1 out of a random token, so that all chance comes from the one injected place. */
export function chanceOf(token: string): number {
  let hash = 0
  for (const char of token) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003
  return hash / 1_000_003
}
