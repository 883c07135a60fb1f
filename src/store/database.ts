import type { TenantId } from '#core'
import type { StoreFinding } from './check.ts'

/** What a database column of ours can hold. */
export type Value = string | number | null

/** One statement with its parameters, as a query builder compiles it. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Value[]
  /** The rows it must change; any other number undoes the whole batch and makes it `stale`. */
  readonly mustChange?: number
}

/** A row as it came, before a parser has looked at it. */
export type Row = Readonly<Record<string, unknown>>

/** Journal entries of one tenant that follow each other without a gap, ready to be stored. */
export interface AppendJob {
  readonly kind: 'append'
  readonly tenant: TenantId
  readonly entries: readonly StoredEntry[]
}

/** One input as the journal table holds it. */
export interface StoredEntry {
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly body: string
}

/** Statements that are carried out together or not at all. */
export interface BatchJob {
  readonly kind: 'batch'
  readonly statements: readonly Statement[]
}

/**
 * What the two databases have in common, and all that the rest of this folder knows of them.
 * A resolved write is durable; a rejected one (always with a StoreError) left nothing behind,
 * except where the connection broke: then only reading again tells.
 */
export interface Database {
  readonly kind: 'sqlite' | 'postgres'
  /** Reads. Never waits for a writer. */
  readonly query: (statement: Statement) => Promise<readonly Row[]>
  /** `gap` where the first number is not the one after the journal's last. */
  readonly append: (job: AppendJob) => Promise<'done' | 'gap'>
  /** `stale` where a statement did not change the rows it had to. */
  readonly write: (job: BatchJob) => Promise<'done' | 'stale'>
  /** What only this kind of database can say about its own health. */
  readonly look: () => Promise<readonly StoreFinding[]>
  readonly close: () => Promise<void>
}
