/**
 * A text that both databases keep as it is: PostgreSQL takes no NUL character and no half of a
 * surrogate pair. The fact's own body keeps the text to the last bit; only the row is cleaned.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
