import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { followBoard, liveMessage, type BoardView, type HeldBoard } from '#contract'
import { randomBoard } from '../../contract/fake-board.ts'
import { boardWithoutMonitors } from '../present/hide-monitors.ts'
import { BoardTeller, type BoardPage } from './board-teller.ts'

type Role = 'agent' | 'supervisor'

/** A page as a browser keeps it, at the far end of a line that can be slow and can break. */
class Page {
  readonly role: Role
  held: HeldBoard | undefined
  /** What the server has sent and the kernel has not taken yet, and what is under way. */
  leaving: { readonly octets: Buffer; readonly left: (() => void) | undefined }[] = []
  onTheWire: Buffer[] = []
  /** Greetings that the server has not heard yet, each with the version it names. */
  greetings: string[] = []
  bytes = 0
  /** Messages that did not follow from what was held. */
  misfits = 0
  topics: string[] = []
  socket: BoardPage & { watched: { boardHeld: string | undefined } }

  constructor(role: Role) {
    this.role = role
    this.socket = this.connect()
  }

  /** A new socket, on which nothing of the old one arrives. */
  connect(): typeof this.socket {
    this.leaving = []
    this.onTheWire = []
    this.greetings = []
    this.socket = {
      asking: { person: { role: this.role } },
      watched: { boardHeld: undefined },
      sendOctets: (octets, left) => void this.leaving.push({ octets, left }),
    }
    this.ask()
    return this.socket
  }

  ask(): void {
    this.greetings.push(this.held?.version ?? '')
  }

  leave(): void {
    const first = this.leaving.shift()
    if (first === undefined) return
    this.onTheWire.push(first.octets)
    first.left?.()
  }

  arrive(): void {
    const octets = this.onTheWire.shift()
    if (octets === undefined) return
    this.bytes += octets.length
    const message = liveMessage.parse(JSON.parse(octets.toString()))
    this.topics.push(message.topic)
    if (message.topic !== 'board' && message.topic !== 'board-change') return
    const before = this.held
    this.held = followBoard(before, message)
    // Whoever holds nothing waits for the whole; everybody else understands every message.
    if (before !== undefined && this.held === undefined) this.misfits += 1
  }

  get isQuiet(): boolean {
    return this.leaving.length + this.onTheWire.length + this.greetings.length === 0
  }
}

/** A server whose boards agents see without who listens in, and the pages that watch one. */
class Room {
  readonly pages: readonly Page[]
  board: BoardView
  teller = new BoardTeller({ hidesMonitors: ({ role }) => role === 'agent' })

  constructor(roles: readonly Role[], board: BoardView) {
    this.pages = roles.map(role => new Page(role))
    this.board = board
  }

  change(board: BoardView): void {
    this.board = board
    this.teller.tell(board)
  }

  hear(page: Page): void {
    const held = page.greetings.shift()
    if (held === undefined) return
    page.socket.watched.boardHeld = held
    this.teller.greet(page.socket, this.board)
  }

  cut(page: Page): void {
    this.teller.forget(page.socket)
    page.connect()
  }

  restart(): void {
    this.teller = new BoardTeller({ hidesMonitors: ({ role }) => role === 'agent' })
    for (const page of this.pages) page.connect()
  }

  settle(): void {
    while (!this.pages.every(page => page.isQuiet)) {
      for (const page of this.pages) {
        this.hear(page)
        page.leave()
        page.arrive()
      }
    }
  }
}

/** What can befall a room; a number names the page it befalls. */
const happenings = fc.oneof(
  { weight: 1, arbitrary: randomBoard.map(board => ({ do: 'change' as const, board })) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('touch', 'remove', 'move'),
      nth: fc.nat({ max: 4 }),
      since: fc.nat({ max: 9 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('hear', 'leave', 'arrive'),
      page: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('ask', 'blank', 'cut'), page: fc.nat({ max: 2 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('settle', 'settle', 'restart') }) },
)

type Happening = typeof happenings extends fc.Arbitrary<infer One> ? One : never
type Nudge = Extract<Happening, { readonly nth: number }>

/** The board with one agent changed, gone, or at the end. */
function nudged(board: BoardView, { do: what, nth, since }: Nudge): BoardView {
  const row = board.agents[nth]
  const others = board.agents.filter(agent => agent !== row)
  if (row === undefined || what === 'remove') return { ...board, agents: others }
  if (what === 'move') return { ...board, agents: [...others, row] }
  return { ...board, agents: board.agents.with(nth, { ...row, since }) }
}

function befall(room: Room, happening: Happening): void {
  if ('board' in happening) {
    room.change(happening.board)
    return
  }
  if ('nth' in happening) {
    room.change(nudged(room.board, happening))
    return
  }
  if (!('page' in happening)) {
    if (happening.do === 'restart') room.restart()
    else room.settle()
    return
  }
  const page = room.pages[happening.page]
  if (page !== undefined) befallPage(room, page, happening.do)
}

function befallPage(room: Room, page: Page, what: string): void {
  if (what === 'hear') room.hear(page)
  if (what === 'leave') page.leave()
  if (what === 'arrive') page.arrive()
  if (what === 'cut') room.cut(page)
  // A page that forgot what it held asks for the whole; one that wakes asks whether all is well.
  if (what === 'blank') page.held = undefined
  if (what === 'blank' || what === 'ask') page.ask()
}

const roles = ['supervisor', 'agent', 'supervisor'] as const
const beside = (view: BoardView | undefined): object => ({ ...view, at: 0 })

test('whatever is lost, late, asked twice or restarted, every page ends with the board the server has', () => {
  fc.assert(
    fc.property(randomBoard, fc.array(happenings, { maxLength: 60, size: 'max' }), (board, all) => {
      const room = new Room(roles, board)
      room.settle()
      for (const happening of all) {
        befall(room, happening)
        for (const page of room.pages) expect(page.leaving.length).toBeLessThanOrEqual(1)
      }
      room.settle()
      for (const page of room.pages) {
        const meant = page.role === 'agent' ? boardWithoutMonitors(room.board) : room.board
        expect(beside(page.held?.view)).toEqual(beside(meant))
        expect(page.misfits).toBe(0)
      }
    }),
    { numRuns: 300 },
  )
})

/** A floor on which one change is little beside the whole. */
function largeBoard(): BoardView {
  const agents = Array.from({ length: 200 }, (_, nth) => ({
    id: `agent-${nth}`,
    name: `Agent ${nth}`,
    state: 'available' as const,
    since: 0,
    queues: [],
  }))
  const tenant = { id: 'acme', name: 'Acme' }
  return { at: 0, tenant, agents, queues: [], interactions: [], notReadyReasons: [] }
}

test('a page whose socket was lost is sent what it missed, in one message, and not the whole', () => {
  const room = new Room(['supervisor', 'supervisor'], largeBoard())
  room.settle()
  const [page] = room.pages
  if (page === undefined) throw new Error('there is no page')
  const whole = page.bytes
  room.cut(page)
  for (let nth = 0; nth < 3; nth += 1)
    room.change(nudged(room.board, { do: 'touch', nth, since: 7 }))
  room.settle()
  expect(page.topics).toEqual(['board', 'board-change'])
  expect(page.bytes - whole).toBeLessThan(whole / 20)
  expect(beside(page.held?.view)).toEqual(beside(room.board))
})

test('a page that does not read has one message waiting for it, and then the latest in one more', () => {
  const room = new Room(['supervisor'], largeBoard())
  const [page] = room.pages
  if (page === undefined) throw new Error('there is no page')
  room.hear(page)
  for (let nth = 0; nth < 150; nth += 1) {
    room.change(nudged(room.board, { do: 'touch', nth, since: 7 }))
    expect(page.leaving).toHaveLength(1)
  }
  room.settle()
  expect(page.topics).toEqual(['board', 'board-change'])
  expect(beside(page.held?.view)).toEqual(beside(room.board))
})

test('who has missed more than a board says is sent the whole', () => {
  const room = new Room(['supervisor'], largeBoard())
  room.settle()
  const [page] = room.pages
  if (page === undefined) throw new Error('there is no page')
  for (let time = 1; time < 60; time += 1) {
    for (let nth = 0; nth < 4; nth += 1) {
      room.change(nudged(room.board, { do: 'touch', nth, since: time }))
    }
  }
  room.settle()
  expect(page.topics).toEqual(['board', 'board-change', 'board'])
})

test('a change is written once for all who see the same', () => {
  const room = new Room(['supervisor', 'supervisor', 'agent'], largeBoard())
  room.settle()
  room.change(nudged(room.board, { do: 'touch', nth: 0, since: 7 }))
  const [first, second, agent] = room.pages.map(page => page.leaving[0]?.octets)
  expect(first).toBeDefined()
  expect(second).toBe(first)
  expect(agent).not.toBe(first)
})

test('a page that knows whole boards alone is sent nothing else', () => {
  const room = new Room([], largeBoard())
  const page = new Page('supervisor')
  page.greetings = []
  room.teller.greet(page.socket, room.board)
  page.leave()
  room.change(nudged(room.board, { do: 'touch', nth: 0, since: 7 }))
  page.leave()
  page.arrive()
  page.arrive()
  expect(page.topics).toEqual(['board', 'board'])
  expect(beside(page.held?.view)).toEqual(beside(room.board))
})
