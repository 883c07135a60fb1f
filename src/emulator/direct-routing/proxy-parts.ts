import type { EmulatorLog } from '../emulator.ts'
import type { SoundStudio } from '../sound/sound-leg.ts'
import type { Timers } from '../timers.ts'
import type { Exchanges } from '../wire/exchanges.ts'
import type { Link } from '../wire/links.ts'
import type { CallInHand } from '../clients/offered-call.ts'
import type { OutboundUser } from './outbound-call.ts'
import type { PlacedOut } from './switchboard.ts'
import type { ScoreCard } from '../rules/score-card.ts'

/** What the proxy lends to everything inside it. */
export interface ProxyParts {
  readonly studio: SoundStudio
  readonly exchanges: Exchanges
  readonly timers: Timers
  readonly scoreCard: ScoreCard
  readonly log: EmulatorLog
  /** Milliseconds since 1970. */
  now(): number
  /** What the SBC must put into its Route: the URI of our Record-Route. */
  routeUri(): string
  /** Calls a number outside for a person. */
  place(call: PlacedOut, user: OutboundUser): CallInHand
  /** The port an SBC's name leads to, as its trunk is configured. */
  portOf(fqdn: string): number | undefined
  /** A connection of ours to an SBC, for requests of ours (direct-routing §1.6). */
  reach(fqdn: string, contactPort: number | undefined): Promise<Link>
}
