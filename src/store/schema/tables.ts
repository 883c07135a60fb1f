/**
 * The tables as the query builder sees them. Every one begins with its tenant. Numbers are
 * whole and small enough for a double; moments are milliseconds since 1970; bodies are JSON.
 */
export interface Tables {
  readonly journal: JournalTable
  readonly journal_ends: JournalEndTable
  readonly facts: FactTable
  readonly positions: PositionTable
  readonly interactions: InteractionTable
  readonly segments: SegmentTable
  readonly recordings: RecordingTable
  readonly agent_states: AgentStateTable
  readonly snapshots: SnapshotTable
  readonly audit: AuditTable
  readonly sign_ins: SignInTable
  readonly wallboards: WallboardTable
  readonly settings: SettingsTable
  readonly traces: TraceTable
}

/** The inputs of all tenants. */
export interface JournalTable {
  readonly tenant: string
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly body: string
}

/** The last number of each tenant's journal: what the next append must follow. */
export interface JournalEndTable {
  readonly tenant: string
  readonly last_seq: number
}

/** The facts, with what they are looked up by beside the body. */
export interface FactTable {
  readonly tenant: string
  readonly seq: number
  readonly nth: number
  readonly at: number
  readonly kind: string
  readonly interaction: string | null
  readonly agent: string | null
  readonly queue: string | null
  readonly body: string
}

/** How far each tenant's facts are kept, and how far they are folded into the tables below. */
export interface PositionTable {
  readonly tenant: string
  readonly kept_seq: number
  readonly kept_nth: number
  readonly folded_seq: number
  readonly folded_nth: number
}

/** One row per interaction, folded from facts. */
export interface InteractionTable {
  readonly tenant: string
  readonly id: string
  readonly arrived_seq: number
  readonly last_seq: number
  readonly channel: string
  readonly customer_address: string
  readonly customer_name: string | null
  readonly dialled: string
  readonly title: string | null
  readonly arrived_at: number
  readonly ended_at: number | null
  readonly queue: string | null
  readonly agent: string | null
  readonly waited_ms: number | null
  readonly talk_ms: number | null
  readonly outcome: string | null
  readonly disposition: string | null
  readonly note: string | null
}

/** One row per stretch of an interaction, folded from facts. */
export interface SegmentTable {
  readonly tenant: string
  readonly interaction: string
  readonly nth: number
  readonly kind: string
  readonly started_at: number
  readonly ended_at: number | null
  readonly flow: string | null
  readonly version: string | null
  readonly queue: string | null
  readonly agent: string | null
  readonly number: string | null
  readonly result: string | null
  readonly lasted_ms: number | null
  readonly wrap_up_ms: number | null
  readonly service_level_ms: number | null
  /** Of a talk: the number of the input its interaction arrived with. */
  readonly arrived_seq: number | null
  readonly disposition: string | null
}

/** One row per change of an agent's state, folded from facts. */
export interface AgentStateTable {
  readonly tenant: string
  readonly agent: string
  readonly seq: number
  readonly nth: number
  readonly started_at: number
  readonly state: string
  readonly reason: string | null
  readonly interaction: string | null
}

/** One row per recording, folded from facts. */
export interface RecordingTable {
  readonly tenant: string
  readonly id: string
  readonly interaction: string
  readonly nth: number
  readonly started_at: number
  readonly file: string | null
  readonly duration_ms: number | null
  readonly bytes: number | null
  readonly sha256: string | null
}

/** The latest snapshot of each tenant's state, in parts that follow each other. */
export interface SnapshotTable {
  readonly tenant: string
  readonly part: number
  readonly seq: number
  readonly version: string
  readonly digest: string
  /** Base64. */
  readonly body: string
}

/** The audit log: each entry as it was sealed, with what it is looked up by beside the body. */
export interface AuditTable {
  readonly tenant: string
  readonly seq: number
  readonly at: number
  readonly what: string
  readonly body: string
  readonly hash: string
}

/** Versions of tenants' configurations; the body is the list of texts with their paths. */
export interface SettingsTable {
  readonly tenant: string
  readonly version: number
  readonly at: number
  readonly by: string
  readonly origin: string
  readonly why: string
  readonly body: string
}

/** Signalling messages and the sound of legs, one row each; beside the facts, decided by nobody. */
export interface TraceTable {
  readonly tenant: string
  readonly interaction: string
  readonly at: number
  readonly nth: number
  readonly kind: string
  readonly body: string
}

/** Who is signed in. The tenant is the person's directory, and found with the row, not before it. */
export interface SignInTable {
  readonly tenant: string
  readonly id: string
  readonly started_at: number
  readonly used_at: number
  readonly body: string
}

/** Links of wallboards, found by the digest of their token. */
export interface WallboardTable {
  readonly tenant: string
  readonly digest: string
  readonly id: string
  readonly made_at: number
  readonly body: string
}
