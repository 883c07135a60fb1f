/** A way from one step of a flow to another, or back to itself, as one word. */
export function wayOf(from: string, to: string): string {
  return `${from} ${to}`
}
