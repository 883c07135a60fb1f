/** To whom a call can be handed, or who can be asked; the shape the server takes. */
export type Target =
  | { readonly kind: 'agent'; readonly agent: string }
  | { readonly kind: 'queue'; readonly queue: string }
  | { readonly kind: 'expert'; readonly expert: string }
  | { readonly kind: 'number'; readonly number: string }

/** A telephone number out of what somebody typed, without the blanks and strokes people write in it. */
export function typedNumber(text: string): string | undefined {
  const bare = text.replaceAll(/[\s().\-/]/g, '')
  return /^\+?[0-9]{3,15}$/.test(bare) ? bare : undefined
}
