import { chanceOf } from './chance.ts'
import { header, valueOf } from './header.ts'
import type { Header, SipResponse } from './message.ts'
import { parseCount } from './scan.ts'

/** What an offer that came too soon is told: to come back in up to ten seconds, by chance (RFC 3261 §14.2). */
export function retrySoon(token: string): Header {
  return header('Retry-After', String(Math.floor(chanceOf(token) * 11)))
}

/** How long the far end asks us to leave it alone: `5`, `5;duration=60`, `5 (I'm in a meeting)` (RFC 3261 §20.33). */
export function retryAfterMsOf(response: SipResponse): number | undefined {
  const [digits = ''] = (valueOf(response, 'retry-after') ?? '').split(/[;( ]/)
  const seconds = parseCount(digits, 86_400)
  return seconds === undefined ? undefined : seconds * 1_000
}
