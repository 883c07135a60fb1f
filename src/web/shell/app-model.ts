import type { BoardView, DeskView, InteractionView, WallView } from '#contract'
import { createHttp } from '../connection/http.ts'
import { createPast, type PastModel } from '../interaction/past.ts'
import { createLive, type Live } from '../connection/live.ts'
import { createLiveView, type LiveView, type Screen } from '../connection/live-view.ts'
import type { Socket, SocketEvents } from '../connection/link.ts'
import { createServerClock } from '../connection/server-clock.ts'
import { createSession, type Session } from '../connection/session.ts'
import type { AdminPorts } from '../model/admin.ts'
import type { Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'
import { createDesk, type Desk } from '../model/desk.ts'
import { createDrafts, type Drafts } from '../model/drafts.ts'
import { createEarlier, type Earlier } from '../model/earlier.ts'
import { createFloor, type Floor } from '../model/floor.ts'
import { createInteractions, type Interactions } from '../model/interaction-list.ts'
import { createPeople, type People } from '../model/people.ts'
import { createSettings, type Settings } from '../model/settings.ts'
import type { Shelf } from '../model/shelf.ts'
import { settleBoard } from '../model/steady-board.ts'
import { createTicker, type Visibility } from '../model/ticker.ts'
import { createSoftphone, type Softphone } from '../softphone/softphone.ts'
import type { SoundPort } from '../softphone/sound.ts'
import { createWall } from '../model/wall.ts'
import { createWallboards, type Wallboards } from '../model/wallboards.ts'
import type { Lane } from '../model/waveform.ts'

/** Everything the pages show and do, without React: standing in for this shows any page in any state. */
export interface AppModel {
  readonly session: Session
  /** Whether this is a rehearsal, which has a first screen of its own; asked before anybody signs in. */
  readonly isEmulated: () => Promise<boolean>
  readonly live: Live
  readonly desk: Desk
  readonly board: LiveView<BoardView>
  /** What a supervisor can do on the floor. */
  readonly floor: Floor
  /** A wallboard by its link. */
  readonly wall: (token: string) => Source<Screen<WallView>>
  /** The wallboards a supervisor has made. */
  readonly wallboards: Wallboards
  readonly interactions: Interactions
  /** The page of one interaction; each call opens its own. */
  readonly interaction: (id: string) => LiveView<InteractionView>
  /** What lies beside its timeline; each call opens its own. */
  readonly past: (id: string) => PastModel
  /** The shape of a recording, read as it arrives. */
  readonly waveformOf: (
    url: string,
    slices: number,
    signal: AbortSignal,
  ) => Promise<readonly Lane[] | undefined>
  /** Whom a call can be handed to. */
  readonly people: People
  /** What there was with a customer before; each call asks anew. */
  readonly earlier: (of: { readonly address: string; readonly without: string }) => Source<Earlier>
  readonly softphone: Softphone
  readonly drafts: Drafts
  /** What the pages of administration are made from; they and their model are fetched when they are looked at. */
  readonly admin: AdminPorts
  readonly settings: Settings
  /** The server's time, once a second while a clock is on screen. */
  readonly now: Source<number>
}

/** What the browser gives. */
export interface AppPorts {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  readonly openSocket: (events: SocketEvents) => Socket
  readonly visibility: Visibility
  /** Kept for this browser, for good. */
  readonly shelf: Shelf
  /** Kept for this tab, until it is closed. */
  readonly tabShelf: Shelf
  readonly languages: readonly string[]
  readonly sound: SoundPort
  /** A name nobody else has. */
  readonly newId: () => string
}

/** Joins the models; nothing is asked of the server before somebody looks. */
export function createAppModel(ports: AppPorts): AppModel {
  const { clock } = ports
  const http = createHttp({ fetch: ports.fetch, clock, onSignedOut: () => session.ended() })
  const session = createSession(http, clock)
  const serverClock = createServerClock(clock)
  const live = createLive({
    clock,
    serverClock,
    openSocket: ports.openSocket,
    onFailedTry: () => void session.check(),
  })
  const viewPorts = { http, live, clock, serverClock }
  const deskView = createLiveView<DeskView>(viewPorts, {
    path: '/api/desk',
    topic: 'desk',
    pick: message => (message.topic === 'desk' ? message.view : undefined),
  })
  const desk = createDesk(http, deskView)
  return {
    session,
    isEmulated: async () => {
      const ways = await http.get<{ readonly emulated: boolean }>('/auth/ways')
      return ways.ok && ways.value.emulated
    },
    live,
    desk,
    board: createLiveView<BoardView>(viewPorts, {
      path: '/api/board',
      topic: 'board',
      pick: message => (message.topic === 'board' ? message.view : undefined),
      settle: settleBoard,
    }),
    floor: createFloor(http),
    wall: token => createWall({ http, clock, serverClock }, token),
    wallboards: createWallboards(http),
    interactions: createInteractions(http),
    interaction: id =>
      createLiveView<InteractionView>(viewPorts, {
        path: `/api/interactions/${encodeURIComponent(id)}`,
        topic: `interaction:${id}`,
        pick: message => (message.topic === 'interaction' ? message.view : undefined),
      }),
    past: id => createPast({ http, clock }, id),
    waveformOf: async (url, slices, signal) => {
      const { fetchWaveform } = await import('../model/waveform.ts')
      return fetchWaveform(ports.fetch, url, slices, signal)
    },
    people: createPeople(http, clock),
    earlier: of => createEarlier(http, of),
    softphone: createSoftphone({ ...ports, live }),
    drafts: createDrafts({ ...ports, shelf: ports.tabShelf }, desk),
    admin: { http, clock, shelf: ports.tabShelf },
    settings: createSettings(ports.shelf, ports.languages),
    now: createTicker(clock, ports.visibility, serverClock.now),
  }
}
