import type { EmulatorClock } from '../clock.ts'
import type { EmulatorLog, EntraAddresses } from '../emulator.ts'
import type { Directory } from './directory.ts'
import type { Grants } from '../tokens/grants.ts'
import type { TokenSigner } from '../tokens/signing.ts'

/** What every page and endpoint of the emulated Entra ID works with. */
export interface EntraWorld {
  readonly directory: Directory
  readonly grants: Grants
  readonly signer: TokenSigner
  readonly clock: EmulatorClock
  readonly log: EmulatorLog
  /** Known once the listeners have their ports. */
  addresses(): EntraAddresses
}
