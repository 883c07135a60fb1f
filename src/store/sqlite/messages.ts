import type { AppendJob, BatchJob, Row, Statement } from '../database.ts'

/** What the opener may set; all else about the file is fixed. */
export interface SqliteFile {
  readonly file: string
  readonly readOnly: boolean
  readonly lockMsMax: number
  readonly fileBytesMax: number
}

/** What a database thread can be asked. */
export type Request =
  | { readonly kind: 'open'; readonly what: SqliteFile }
  | { readonly kind: 'query'; readonly statement: Statement }
  | { readonly kind: 'commit'; readonly jobs: readonly Job[] }
  | { readonly kind: 'close' }

/** A write that shares its commit with others. */
export type Job = AppendJob | BatchJob

/** What came of one write. A failed one was undone alone; the others of its group stand. */
export type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'gap' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'failed'; readonly fault: SqliteFault }

/** An error of SQLite's as it crosses threads: its extended result code, and its words. */
export interface SqliteFault {
  readonly errcode: number | undefined
  readonly words: string
}

/** What a database thread answers. */
export type Reply =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly fault: SqliteFault }

/** A request with the number its reply comes back under. */
export interface NumberedRequest {
  readonly number: number
  readonly request: Request
}

/** A reply with the number of its request. */
export interface NumberedReply {
  readonly number: number
  readonly reply: Reply
}
