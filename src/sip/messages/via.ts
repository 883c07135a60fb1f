/** One hop of the way back: where the response goes and which transaction it belongs to (RFC 3261 §20.42). */
export interface Via {
  /** The protocol of the hop in upper case: UDP, TCP, TLS. */
  readonly transport: string
  readonly host: string
  readonly port: number | undefined
  readonly params: ReadonlyMap<string, string>
}
