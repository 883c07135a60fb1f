import type { FlowId } from './ids.ts'

/** A place on the web where customers call from a page. */
export interface WebEntry {
  readonly id: string
  /** What the customer reads above the button. */
  readonly name: string
  readonly flow: FlowId
  /** Sites whose pages may hold the button, as `https://www.example.com`. */
  readonly origins: readonly string[]
  /** What the customer agrees to before calling. */
  readonly consent?: string
  /** Calls at a time by this entry. */
  readonly callsMax: number
  /** Calls at a time from one network address. */
  readonly callsPerSourceMax: number
}

/** The address of whoever calls from a page: a page proves nobody's name or number. */
export const webCustomer = 'web'

const doorBegins = 'web:'

/** What stands in the place of the dialled number. */
export function webDoor(entry: string): string {
  return `${doorBegins}${entry}`
}

/** The entry that stands in the place of a dialled number; nothing where a number was dialled. */
export function webEntryOf(dialled: string): string | undefined {
  return dialled.startsWith(doorBegins) ? dialled.slice(doorBegins.length) : undefined
}
