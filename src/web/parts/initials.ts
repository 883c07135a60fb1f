/** The first letters of the first and last name. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).map(part => part.charAt(0))
  return `${letters[0] ?? ''}${letters.length > 1 ? (letters.at(-1) ?? '') : ''}`.toUpperCase()
}
