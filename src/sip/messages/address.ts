/** A From, To, Contact, Route or Refer-To value: who, under which URI, with which field parameters (RFC 3261 §20.10). */
export interface Address {
  readonly displayName: string
  /** The URI as written between the brackets, byte for byte. */
  readonly uri: string
  readonly params: ReadonlyMap<string, string>
}
