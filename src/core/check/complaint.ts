/** What is wrong with a configuration, where in it, and what to do about it. */
export interface Complaint {
  /** An error makes the configuration unfit to run; a warning is probably not what was meant. */
  readonly severity: 'error' | 'warning'
  readonly code: ComplaintCode
  readonly words: string
  readonly remedy: string
  /** The way to the value, from the configuration's root: keys of objects and positions in lists. */
  readonly path: readonly (string | number)[]
  /** The name nobody has, and the names there are, for whoever knows how to guess what was meant. */
  readonly lost?: { readonly name: string; readonly known: readonly string[] }
}

/** Every kind of complaint there is. */
export type ComplaintCode =
  | 'address-is-number'
  | 'bad-key'
  | 'bad-limit'
  | 'duplicate-address'
  | 'duplicate-entry'
  | 'duplicate-id'
  | 'duplicate-number'
  | 'duplicate-person'
  | 'empty-branch'
  | 'empty-prompt'
  | 'endless-loop'
  | 'flow-circle'
  | 'instant-loop'
  | 'menu-without-keys'
  | 'never-open'
  | 'never-returns'
  | 'never-without-agents'
  | 'no-dispositions'
  | 'prompt-too-long'
  | 'queue-unserved'
  | 'queue-without-skills'
  | 'return-to-nowhere'
  | 'secret-in-text'
  | 'unknown-disposition'
  | 'unknown-flow'
  | 'unknown-hours'
  | 'unknown-name'
  | 'unknown-queue'
  | 'unknown-step'
  | 'unreachable-step'
  | 'unused-flow'

/** A value's place in the configuration. */
export type ConfigPath = Complaint['path']
