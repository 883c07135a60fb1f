import type { AgentId, InteractionId, RecordingId, TenantId, QueueId } from '#core'
import type {
  AuditPort,
  JournalPort,
  PlacedFact,
  RecordsPort,
  SealedEntry,
  SettingsPort,
  SignInsPort,
  WallboardsPort,
  SnapshotsPort,
  TracePort,
} from '#engine'
import type { StoreCheck } from './check.ts'
import type { InteractionRecord, RecordingRecord } from './fold/rows.ts'
import type { QueueTally } from './fold/tally.ts'
import type { TenantSum } from './whole/backup-file.ts'
import type { PastCheck } from './whole/check-past.ts'
import type { OnProgress } from './whole/lines.ts'
import type { OtherRow } from './whole/other-rows.ts'
import type { BackupPlan, BackupSummary } from './whole/write-backup.ts'

/**
 * Where everything durable lives: the journals, the facts, and the rows folded from facts.
 * One shape over SQLite and PostgreSQL; both are held to the same suite.
 */
export interface Store extends AsyncDisposable {
  readonly journal: JournalPort
  readonly records: RecordsPort
  readonly snapshots: SnapshotsPort
  readonly audit: AuditPort
  readonly signIns: SignInsPort
  readonly wallboards: WallboardsPort
  readonly settings: SettingsPort
  readonly traces: TracePort
  /** The only way to a query: a tenant's handle, which adds the tenant to each of them. */
  readonly tenant: (id: TenantId) => TenantStore
  /** Drops a tenant's rows and folds them again from its facts. Reading meanwhile sees a part. */
  readonly rebuild: (id: TenantId) => Promise<void>
  /** What a doctor wants to know, in words, with a remedy for whatever is not well. */
  readonly check: () => Promise<StoreCheck>
  /** Every tenant that anything durable is known of, by name. */
  readonly tenants: () => Promise<readonly TenantId[]>
  /** Writes everything durable to a file that does not exist yet, while the store goes on. */
  readonly backup: (toFile: string, plan: BackupPlan) => Promise<BackupSummary>
  /** What a tenant's past adds up to: equal for equal pasts, over either database. */
  readonly sum: (id: TenantId, onProgress?: OnProgress) => Promise<TenantSum>
  /** Holds everything durable of a tenant against its journal. */
  readonly checkPast: (id: TenantId, onProgress?: OnProgress) => Promise<PastCheck>
  /** Takes entries of an audit log as they were sealed elsewhere: for a restore alone. */
  readonly takeDeeds: (id: TenantId, entries: readonly SealedEntry[]) => Promise<void>
  /** Takes rows that no fact tells of, as they were elsewhere: for a restore alone. */
  readonly takeRows: (id: TenantId, rows: readonly OtherRow[]) => Promise<void>
  /** Lets what was handed over become durable, then lets go of files, threads and connections. */
  readonly close: () => Promise<void>
}

/** One tenant's records, for reading. */
export interface TenantStore {
  /** The facts of one interaction in their order, `factsReadMax` at most, from a place on. */
  readonly facts: (of: {
    readonly interaction: InteractionId
    readonly after?: { readonly seq: number; readonly nth: number }
  }) => Promise<readonly PlacedFact[]>
  /** Interactions, the newest first. A cursor stays good whatever arrives meanwhile. */
  readonly interactions: (page: InteractionsAsked) => Promise<InteractionPage>
  readonly interaction: (id: InteractionId) => Promise<InteractionRecord | undefined>
  readonly recording: (id: RecordingId) => Promise<RecordingRecord | undefined>
  /** The number of the last configuration that came before an input's number. */
  readonly configuredBefore: (seq: number) => Promise<number | undefined>
  /** What came of the queue visits begun at or after a moment, by queue, read from the rows. */
  readonly tally: (asked: TallyAsked) => Promise<readonly QueueTally[]>
  /** An agent's states, one after the other: the one it began with, and those that followed. */
  readonly agentDay: (asked: AgentDay) => Promise<readonly AgentStretch[]>
  readonly agentFigures: (asked: {
    readonly agent: AgentId
    readonly since: number
  }) => Promise<AgentFigures>
  /** The same, counted again from every fact: slow, and equal. */
  readonly recount: (asked: TallyAsked) => Promise<readonly QueueTally[]>
}

/** Which interactions, and which page of them. */
export interface InteractionsAsked {
  readonly cursor?: string
  readonly limit: number
  /** Those of one customer's address alone. */
  readonly customer?: string
  /** Those in which an agent talked. */
  readonly agent?: AgentId
  /** Those that a number of a tally counts. */
  readonly visits?: VisitsAsked
}

/** Visits of queues, as a tally counts them; one interaction may have several. */
export interface VisitsAsked {
  /** Visits begun at this moment or later. */
  readonly since: number
  /** In these queues; in any where none is named. */
  readonly queues?: readonly QueueId[]
  readonly came: VisitCame
}

/** What came of a visit, in the words of a tally; “offered” is every visit. */
export type VisitCame = 'offered' | 'answered' | 'in-time' | 'abandoned' | 'otherwise'

/** What a tally is asked for. The service level of each visit is that of its moment: facts carry it. */
export interface TallyAsked {
  /** Visits begun at this moment or later count, in milliseconds since 1970. */
  readonly since: number
}

/** Which agent, from which moment up to which other. */
export interface AgentDay {
  readonly agent: AgentId
  readonly from: number
  readonly to: number
}

/** One state of an agent; the last lasts still. */
export interface AgentStretch {
  readonly state: string
  readonly from: number
  readonly to?: number
  readonly reason?: string
  readonly interaction?: InteractionId
}

/** What an agent has done: talks that have ended, with the wrap-ups after them. */
export interface AgentFigures {
  readonly handled: number
  readonly talkMs: number
  readonly wrapUpMs: number
}

/** A page of interactions, or word that the cursor was never one of ours. */
export type InteractionPage =
  | { readonly ok: true; readonly rows: readonly InteractionRecord[]; readonly next?: string }
  | { readonly ok: false; readonly reason: 'bad-cursor' }

/** Where the store is: a file of SQLite's, or a PostgreSQL server. */
export type StorePlace =
  | { readonly file: string }
  | {
      readonly url: string
      /** The schema that holds the tables; `parley` where none is named. */
      readonly schema?: string
    }

/** Everything that has an end. Tests and small machines may lower them. */
export interface StoreLimits {
  /** Longest body of one input or fact, in characters of JSON. */
  readonly bodyCharactersMax: number
  /** Inputs or facts in one call. */
  readonly batchLengthMax: number
  /** Calls that wait for their commit at the same time; one more is refused as `overloaded`. */
  readonly waitingMax: number
  /** Calls that share one commit. */
  readonly groupLengthMax: number
  /** How long a write waits for another process that holds the database. */
  readonly lockMsMax: number
  /** Below this much free disk the check warns. */
  readonly freeBytesMin: number
  /** How large a file of SQLite's may get. At it, writes are refused as on a full disk. */
  readonly fileBytesMax: number
  /** How long a PostgreSQL server may take to answer a write or to be reached. */
  readonly serverMsMax: number
}

/** The limits of an ordinary installation. */
export const storeLimits: StoreLimits = {
  bodyCharactersMax: 32 * 1024 * 1024,
  batchLengthMax: 10_000,
  waitingMax: 10_000,
  groupLengthMax: 256,
  lockMsMax: 5_000,
  freeBytesMin: 1024 * 1024 * 1024,
  fileBytesMax: 1024 * 1024 * 1024 * 1024,
  serverMsMax: 30_000,
}

/** The most facts one reading of an interaction gives; the next begins after the last of them. */
export const factsReadMax = 10_000

/** The most interactions on one page. */
export const pageLengthMax = 500
