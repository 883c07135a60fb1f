import type { TenantId } from '#core'
import type { PhonesPort, SignInsPort, WallboardsPort, WebCallsPort } from '#engine'
import type { Administration } from './administration.ts'
import type { WhoIs } from './auth/person.ts'
import type { SignInPort } from './auth/sign-in-port.ts'
import type { ApiClock } from './clock.ts'
import type { Floor } from './floor.ts'
import type { Past } from './past.ts'
import type { Records } from './records.ts'

/** What the server is built from. */
export interface ApiOptions {
  /** The address to listen on; every address of the machine where none is given. */
  readonly host?: string
  /** 0 takes any free port. */
  readonly port: number
  /** How browsers reach this server: `https://…` makes cookies secure. Its own address where none is given. */
  readonly publicUrl?: string
  /** The built web app. */
  readonly webFolder: string
  /** Recordings are served from in here and from nowhere else. */
  readonly recordingsFolder: string
  readonly floor: Floor
  readonly records: Records
  readonly past: Past
  /** Browsers as phones; left out, a page that greets as one is none. */
  readonly phones?: PhonesPort
  /** Customers who call from web pages; left out, there are none. */
  readonly webCalls?: WebCallsPort
  /** Whether an address is a proxy before us, whose X-Forwarded-For is believed; none is. */
  readonly isProxy?: (address: string) => boolean
  readonly signIn: SignInPort
  readonly whoIs: WhoIs
  /** Where sign-ins outlive this process; without it everybody signs in again after a restart. */
  readonly signIns?: SignInsPort
  /** Where links of wallboards are kept; without it there are none. */
  readonly wallboards?: WallboardsPort
  readonly log: ApiLog
  readonly administration: Administration
  /** What proves the command line of this machine; none where it has no door. */
  readonly operatorKey?: string
  readonly clock?: ApiClock
  readonly limits?: Partial<ApiLimits>
  /** Said to every page, so that nobody takes a rehearsal for the real thing. */
  readonly emulated: boolean
  /** Serves the emulated world's own pages under `/emulator/api`, to browsers on this machine alone. */
  readonly emulatorPages?: EmulatorPages | undefined
  /** How the tenants' lanes stand, for `/readyz`: how many run, and why each other one does not. */
  readonly lanes?: () => { readonly running: number; readonly stopped: readonly string[] }
  /** How long new calls have been refused for load, and how many; undefined where none is. */
  readonly overload?: () => OverloadNow | undefined
  /** Why the presences of tenants are not heard, a code for each, for `/readyz`. */
  readonly presenceTroubles?: () => readonly string[]
  /** How many trunks want to be registered at their carriers, and how many are not. */
  readonly registrations?: () => RegistrationsNow
  /** How many legs the channels hold for a tenant now. */
  readonly channelLegs: (tenant: TenantId) => number
  /** Who may frame the pages, as CSP sources; Teams' hosts where the app runs in Teams. */
  readonly frameAncestors?: readonly string[]
}

/** What `/readyz` says: whether people may be sent here, and what is wrong all the same. */
export interface Readiness {
  readonly ready: boolean
  /** Tenants whose lanes take inputs. */
  readonly running: number
  /** Why each of the others does not, as `disk-full`. */
  readonly stopped: readonly string[]
  /** Why the presences of tenants are not heard, as `permission-missing`. */
  readonly unheard: readonly string[]
  readonly registrations: RegistrationsNow
  readonly overload: OverloadNow | undefined
}

/** How registrations at carriers stand. */
export interface RegistrationsNow {
  readonly wanted: number
  readonly failed: number
}

/** New calls are refused for load. */
export interface OverloadNow {
  readonly lastsMs: number
  readonly refused: number
}

/** What answers for an emulated world; it knows requests and nothing of this server. */
export interface EmulatorPages {
  readonly fetch: (request: Request) => Promise<Response>
}

/** Where the server tells what an operator should know. Never a token, a cookie, or a number dialled. */
export interface ApiLog {
  info(fields: object, words: string): void
  warn(fields: object, words: string): void
  error(fields: object, words: string): void
}

/** Everything that has an end. */
export interface ApiLimits {
  readonly bodyBytesMax: number
  /** Configurations and recordings of prompts are larger than what desks send. */
  readonly adminBodyBytesMax: number
  /** Requests one signed-in person may make per second, all tabs together, after a burst. */
  readonly requestsPerPersonPerSecondMax: number
  /** Requests per second from one address while nobody is signed in. */
  readonly requestsPerAddressPerSecondMax: number
  readonly sessionsMax: number
  readonly sessionsPerPersonMax: number
  /** A session ends this long after its last request, or after its last live socket closed. */
  readonly sessionIdleMsMax: number
  /** A session ends this long after its sign-in, whatever happens. */
  readonly sessionMsMax: number
  /** Sign-ins under way at the provider's page. */
  readonly signInsPendingMax: number
  readonly signInMsMax: number
  readonly socketsMax: number
  readonly socketsPerPersonMax: number
  /** Bytes that wait for one reader; one who lets more wait is cut off and comes back whole. */
  readonly socketBufferBytesMax: number
  readonly socketMessageBytesMax: number
  /** Messages one socket may send per second. */
  readonly messagesPerSocketPerSecondMax: number
  /** Sockets of customers’ pages at a time. */
  readonly webCallSocketsMax: number
  /** A customer’s page shows its token within this time, or is cut off. */
  readonly webCallJoinMsMax: number
  /** A socket is asked for a sign of life this often, and given up after one silence. */
  readonly heartbeatMs: number
  /** The board, and counts on desks, are told at most this often. */
  readonly boardMsMin: number
  /** How old the day's figures on a board may be while something changes. */
  readonly figuresMsMax: number
}

/** The limits of an ordinary installation. */
export const apiLimits: ApiLimits = {
  bodyBytesMax: 64 * 1024,
  adminBodyBytesMax: 32 * 1024 * 1024,
  requestsPerPersonPerSecondMax: 20,
  requestsPerAddressPerSecondMax: 50,
  sessionsMax: 50_000,
  sessionsPerPersonMax: 20,
  sessionIdleMsMax: 30 * 60_000,
  sessionMsMax: 12 * 3_600_000,
  signInsPendingMax: 10_000,
  signInMsMax: 10 * 60_000,
  socketsMax: 20_000,
  socketsPerPersonMax: 10,
  socketBufferBytesMax: 1024 * 1024,
  socketMessageBytesMax: 4096,
  messagesPerSocketPerSecondMax: 10,
  webCallSocketsMax: 2_000,
  webCallJoinMsMax: 10_000,
  heartbeatMs: 20_000,
  boardMsMin: 250,
  figuresMsMax: 1000,
}
