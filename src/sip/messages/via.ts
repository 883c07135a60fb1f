import { noParams, parseParams, parsePort, printParams } from './scan.ts'
import type { Params } from './scan.ts'

/** One hop of the way back: where the response goes and which transaction it belongs to (RFC 3261 §20.42). */
export interface Via {
  /** The protocol of the hop in upper case: UDP, TCP, TLS. */
  readonly transport: string
  readonly host: string
  readonly port: number | undefined
  readonly params: Params
}

/** The prefix that tells a branch is unique in space and time (RFC 3261 §8.1.1.7). */
export const branchCookie = 'z9hG4bK'

const shape =
  /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9\-.!%*_+`'~]+)\s+(\[[0-9A-Fa-f:.]+\]|[^\s:;,[\]]+)\s*(?::\s*(\d{1,5})\s*)?(;[\s\S]*)?$/i

/** Reads one Via value; white space may stand round slashes, colon and semicolons (RFC 3261 §25.1). */
export function parseVia(text: string): Via | undefined {
  const match = shape.exec(text.trim())
  const transport = match?.[1]
  const host = match?.[2]
  if (match === null || transport === undefined || host === undefined) return undefined
  const port = match[3] === undefined ? undefined : parsePort(match[3])
  if (match[3] !== undefined && port === undefined) return undefined
  const params = match[4] === undefined ? noParams : parseParams(match[4])
  return params && { transport: transport.toUpperCase(), host, port, params }
}

/** Writes one Via value. */
export function printVia(via: Via): string {
  const port = via.port === undefined ? '' : `:${via.port}`
  return `SIP/2.0/${via.transport} ${via.host}${port}${printParams(via.params)}`
}
