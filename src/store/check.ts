/** What was found when the store looked itself over. `ok` is true when nothing is broken. */
export interface StoreCheck {
  readonly ok: boolean
  readonly database: 'sqlite' | 'postgres'
  readonly findings: readonly StoreFinding[]
}

/** One thing that was looked at. `poor` still works and should be seen to; `broken` does not. */
export interface StoreFinding {
  readonly about: 'schema' | 'integrity' | 'writing' | 'durability' | 'free-disk'
  readonly state: 'good' | 'poor' | 'broken'
  readonly words: string
  readonly remedy?: string
}
