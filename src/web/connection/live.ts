import type { LiveMessage, PhoneGreeting, PhoneRequest } from '#contract'
import type { Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'
import { createBoardKept } from './board-kept.ts'
import { Link, type LinkState, type Socket, type SocketEvents } from './link.ts'
import type { ServerClock } from './server-clock.ts'

/** What one page may watch; the server takes the whole set each time. */
export type Topic = 'desk' | 'board' | `interaction:${string}`

/** A message for the page as a phone. */
export type PhoneMessage = Extract<LiveMessage, { readonly topic: 'phone' | 'phone-sound' }>

/** A message that carries a view, whole. */
export type ViewMessage = Exclude<
  LiveMessage,
  PhoneMessage | { readonly topic: 'board-change' | 'refused' }
>

/** What the live connection is made from. */
export interface LivePorts {
  readonly clock: Clock
  readonly serverClock: ServerClock
  readonly openSocket: (events: SocketEvents) => Socket
  readonly onFailedTry: () => void
}

/** The one live connection of a page, shared by everything on it. */
export interface Live {
  readonly state: Source<LinkState>
  /** Hears every view of a topic until the result is called. */
  readonly watch: (topic: Topic, hear: (message: ViewMessage) => void) => () => void
  /** The page is a phone, from now on and after every return, until the greeting is undefined. */
  readonly bePhone: (greeting: PhoneGreeting | undefined) => void
  readonly onPhone: (hear: (message: PhoneMessage) => void) => void
  /** False where there is no connection now, and nothing was asked. */
  readonly askPhone: (request: PhoneRequest) => boolean
  readonly wake: () => void
}

function topicOf(message: ViewMessage): Topic {
  return message.topic === 'interaction' ? `interaction:${message.id}` : message.topic
}

/** Parsed here and nowhere else: the server is our own and its shapes are tested there. */
function messageIn(text: string): LiveMessage {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a schema here would double the page's size.
  return JSON.parse(text) as LiveMessage
}

function greetingOf(
  watch: readonly Topic[],
  board: string,
  phone: PhoneGreeting | undefined,
): string {
  return JSON.stringify({
    watch,
    ...(watch.includes('board') && { board }),
    ...(phone && { phone }),
  })
}

/**
 * Keeps one connection open while anything is watched. A view sent after a return is whole, so
 * nothing can be missed. The board alone is kept here with its version: what changes on it follows
 * from the board that is held, or the whole is asked for.
 */
export function createLive(ports: LivePorts): Live {
  const hearers = new Map<Topic, Set<(message: ViewMessage) => void>>()
  let watched = ''
  const board = createBoardKept({ show, askAgain: () => link.greet() })
  let phone: PhoneGreeting | undefined
  let hearPhone: ((message: PhoneMessage) => void) | undefined
  let syncDue = false

  const link = new Link({
    ...ports,
    greeting: () => greetingOf([...hearers.keys()], board.version(), phone),
    hear: text => {
      const message = messageIn(text)
      if (message.topic === 'phone' || message.topic === 'phone-sound') hearPhone?.(message)
      else if (message.topic === 'board' || message.topic === 'board-change') board.hear(message)
      // What is refused was refused over HTTP too, with a remedy: the page shows that one.
      else if (message.topic !== 'refused') show(message)
    },
  })

  function show(message: ViewMessage): void {
    ports.serverClock.heard(message.view.at)
    for (const hear of hearers.get(topicOf(message)) ?? []) hear(message)
  }

  /** Once per turn, so that changing the page is one message and not three. */
  function sync(): void {
    syncDue = false
    if (!hearers.has('board')) board.forget()
    const before = watched
    const rings = phone === undefined ? '' : ` phone ${phone.id} ${phone.beside}`
    watched = `${[...hearers.keys()].join(' ')}${rings}`
    if (watched === '') link.close()
    else if (before === '') link.open()
    else if (before !== watched) link.greet()
  }

  function syncSoon(): void {
    if (!syncDue) queueMicrotask(sync)
    syncDue = true
  }

  return {
    state: link.state,
    wake: () => link.wake(),
    bePhone: greeting => {
      phone = greeting
      syncSoon()
    },
    onPhone: hear => {
      hearPhone = hear
    },
    askPhone: request => link.say(JSON.stringify({ phone: request })),
    watch: (topic, hear) => {
      const entry = (message: ViewMessage): void => hear(message)
      const ofTopic = hearers.get(topic) ?? new Set()
      hearers.set(topic, ofTopic.add(entry))
      syncSoon()
      return () => {
        ofTopic.delete(entry)
        if (ofTopic.size === 0 && hearers.get(topic) === ofTopic) hearers.delete(topic)
        syncSoon()
      }
    },
  }
}
