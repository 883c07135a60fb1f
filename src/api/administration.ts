import type {
  AuditView,
  CheckedView,
  ConfigChanges,
  ConfigView,
  PromptsView,
  TrunksView,
  VersionsView,
} from '#contract'
import type { Refusal, TenantId } from '#core'

/** Where tenants' configurations are looked after: behind this port files, store and lanes meet. */
export interface Administration {
  readonly tenant: (id: TenantId) => TenantAdministration | undefined
}

/** What is to hold: new values of sections, whole files, or what held in an earlier version. */
export type Proposal =
  | { readonly kind: 'changes'; readonly changes: ConfigChanges }
  | {
      readonly kind: 'files'
      readonly files: readonly { readonly path: string; readonly text: string }[]
    }
  | { readonly kind: 'version'; readonly version: number }

/** Who changes something, for the audit log. */
export interface Changer {
  readonly id: string
  readonly name: string
  readonly role: string
}

/** A change that is meant: by whom, why, and made on which version. */
export interface Change {
  readonly proposal: Proposal
  readonly by: Changer
  readonly why: string
  /** Left out, it holds whatever is in force now. */
  readonly version?: number | undefined
}

/** A change is taken wholly or not at all. */
export type ChangeOutcome =
  | { readonly ok: true; readonly checked: CheckedView }
  | { readonly ok: false; readonly reason: 'changed-meanwhile'; readonly by: string }
  | { readonly ok: false; readonly reason: 'complaints'; readonly checked: CheckedView }
  | { readonly ok: false; readonly reason: 'no-such-version' }
  | { readonly ok: false; readonly reason: 'refused'; readonly refused: Refusal }

/** One tenant's configuration: what holds, what would, and what did. */
export interface TenantAdministration {
  readonly config: (asked: { readonly withFiles: boolean }) => Promise<ConfigView>
  readonly check: (proposal: Proposal) => Promise<CheckedView | undefined>
  readonly change: (change: Change) => Promise<ChangeOutcome>
  readonly versions: () => Promise<VersionsView>
  readonly audit: (page: {
    readonly before?: number | undefined
    readonly limit: number
  }) => Promise<AuditView>
  readonly trunks: () => TrunksView
  readonly prompts: PromptLibrary
}

/** What became of a new prompt: it can be played, or why not and what to do. */
export type PromptOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly code: string
      readonly words: string
      readonly remedy: string
    }

/** A tenant's recorded and spoken prompts, by name. */
export interface PromptLibrary {
  readonly list: () => Promise<PromptsView>
  /** The file to listen to. */
  readonly file: (name: string) => Promise<string | undefined>
  readonly put: (name: string, sound: Uint8Array, placing: Placing) => Promise<PromptOutcome>
  readonly speak: (name: string, asked: SpokenText, placing: Placing) => Promise<PromptOutcome>
  readonly remove: (name: string, by: Changer) => Promise<PromptOutcome>
}

/** Who puts a prompt in its place, and whether one that lies there may go: it is gone for good. */
export interface Placing {
  readonly by: Changer
  readonly mayReplace: boolean
}

/** A text, and in which language and voice; the tenant's language and its voice where left out. */
export interface SpokenText {
  readonly text: string
  readonly language?: string | undefined
  readonly voice?: string | undefined
}
