import type { BoardView, DeskView, InteractionView } from '#contract'
import { createHttp } from '../connection/http.ts'
import { createLive, type Live } from '../connection/live.ts'
import { createLiveView, type LiveView } from '../connection/live-view.ts'
import type { Socket, SocketEvents } from '../connection/link.ts'
import { createServerClock } from '../connection/server-clock.ts'
import { createSession, type Session } from '../connection/session.ts'
import type { Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'
import { createDesk, type Desk } from '../model/desk.ts'
import { createDrafts, type Drafts } from '../model/drafts.ts'
import { createInteractions, type Interactions } from '../model/interaction-list.ts'
import { createSettings, type Settings } from '../model/settings.ts'
import type { Shelf } from '../model/shelf.ts'
import { createTicker, type Visibility } from '../model/ticker.ts'
import { fetchWaveform, type Lane } from '../model/waveform.ts'

/** Everything the pages show and do, without React: standing in for this shows any page in any state. */
export interface AppModel {
  readonly session: Session
  readonly live: Live
  readonly desk: Desk
  readonly board: LiveView<BoardView>
  readonly interactions: Interactions
  /** The page of one interaction; each call opens its own. */
  readonly interaction: (id: string) => LiveView<InteractionView>
  /** The shape of a recording, read as it arrives. */
  readonly waveformOf: (
    url: string,
    slices: number,
    signal: AbortSignal,
  ) => Promise<readonly Lane[] | undefined>
  readonly drafts: Drafts
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
  return {
    session,
    live,
    desk: createDesk(http, deskView),
    board: createLiveView<BoardView>(viewPorts, {
      path: '/api/board',
      topic: 'board',
      pick: message => (message.topic === 'board' ? message.view : undefined),
    }),
    interactions: createInteractions(http),
    interaction: id =>
      createLiveView<InteractionView>(viewPorts, {
        path: `/api/interactions/${encodeURIComponent(id)}`,
        topic: `interaction:${id}`,
        pick: message => (message.topic === 'interaction' ? message.view : undefined),
      }),
    waveformOf: (url, slices, signal) => fetchWaveform(ports.fetch, url, slices, signal),
    drafts: createDrafts(ports.tabShelf),
    settings: createSettings(ports.shelf, ports.languages),
    now: createTicker(clock, ports.visibility, serverClock.now),
  }
}
