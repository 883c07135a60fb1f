/** The ways a store fails that lead to different remedies. */
export type StoreErrorCode =
  | 'disk-full'
  | 'read-only'
  | 'locked'
  | 'damaged'
  | 'newer-schema'
  | 'older-schema'
  | 'unreachable'
  | 'refused'
  | 'overloaded'
  | 'too-large'
  | 'unsupported'
  | 'closed'
  | 'fault'

/**
 * The database would not do what it was asked. Nothing of the failed call was written: each call
 * is one transaction. `message` says what happened, `remedy` what the operator can do.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  readonly remedy: string

  constructor(
    code: StoreErrorCode,
    said: { readonly words: string; readonly remedy: string; readonly cause?: unknown },
  ) {
    super(said.words, { cause: said.cause })
    this.code = code
    this.remedy = said.remedy
  }
}
