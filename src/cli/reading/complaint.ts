/** What is wrong in a file, where, and what to do about it. */
export interface Complaint {
  readonly severity: 'error' | 'warning'
  readonly file: string
  /** From 1; the place of the value that is wrong, or of the key it stands under. */
  readonly line: number
  readonly column: number
  /** The way to the value within the file; left out where the file could not be read at all. */
  readonly path?: readonly (string | number)[]
  readonly code: string
  readonly words: string
  readonly remedy: string
}

/** How many complaints are gathered before reading gives up: enough to fix a file in one go. */
export const complaintsMax = 200
