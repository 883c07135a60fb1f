import { header, valuesOf } from '../messages/header.ts'
import type { Header, SipMessage } from '../messages/message.ts'
import { parseCount, parseParams, quote } from '../messages/scan.ts'

/** What a Reason header field says about the end of a call (RFC 3326). */
export interface ReasonGiven {
  readonly q850?: number
  readonly text?: string
}

/** Reads the Q.850 cause, and the text of whichever reason has one; several reasons may stand side by side. */
export function readReason(message: SipMessage): ReasonGiven {
  let q850: number | undefined
  let text: string | undefined
  for (const value of valuesOf(message, 'reason')) {
    const semicolon = value.indexOf(';')
    const params = semicolon < 0 ? undefined : parseParams(value.slice(semicolon))
    const cause = parseCount(params?.get('cause') ?? '', 127)
    if (/^q\.850\s*;/i.test(value)) q850 ??= cause
    text ??= params?.get('text')
  }
  return { ...(q850 === undefined ? {} : { q850 }), ...(text === undefined ? {} : { text }) }
}

/** Writes a Q.850 reason, or nothing when there is no cause to tell. */
export function reasonHeaders({ q850, text }: ReasonGiven): readonly Header[] {
  if (q850 === undefined) return []
  const words = text === undefined ? '' : `;text=${quote(text)}`
  return [header('Reason', `Q.850;cause=${q850}${words}`)]
}
