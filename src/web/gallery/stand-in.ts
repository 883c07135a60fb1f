import type { LiveMessage } from '#contract'
import type { Socket, SocketEvents } from '../connection/link.ts'
import type { Clock } from '../model/clock.ts'
import { createFakeSound } from '../softphone/fake-sound.ts'
import { createShelf } from '../model/shelf.ts'
import type { AppPorts } from '../shell/app-model.ts'

/** A server's answer: a body, and a status where it is not 200. Undefined never answers. */
export interface Answer {
  readonly status?: number
  readonly body: unknown
}

/** What was asked of the stand-in, in order. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

/** A server that is not there: the ports of an app, answered by a function. */
export interface StandIn {
  readonly ports: AppPorts
  readonly asked: readonly Asked[]
  /** What was said on the socket that is open. */
  readonly said: readonly string[]
  readonly push: (message: LiveMessage) => void
  /** The socket breaks. */
  readonly cut: () => void
  /** The socket that is being opened opens. */
  readonly open: () => void
  readonly show: (visible: boolean) => void
}

function memory(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    clear: () => kept.clear(),
    key: index => [...kept.keys()][index] ?? null,
    getItem: key => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: key => void kept.delete(key),
  }
}

function toResponse({ status = 200, body }: Answer): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type } })
}

/** Ports whose server is the function given: undefined never answers. */
export function createStandIn(
  clock: Clock,
  answer: (asked: Asked) => Answer | undefined | 'unreachable',
): StandIn {
  const asked: Asked[] = []
  const said: string[] = []
  let events: SocketEvents | undefined
  let isVisible = true
  let onVisibility: (() => void) | undefined
  function fetchAnswer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    const path = input instanceof Request ? input.url : input.toString()
    const question: Asked = { method: init?.method ?? 'GET', path, body }
    asked.push(question)
    const given = answer(question)
    if (given === undefined) {
      return new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      })
    }
    if (given === 'unreachable') return Promise.reject(new TypeError('Failed to fetch'))
    return Promise.resolve(toResponse(given))
  }
  function openSocket(given: SocketEvents): Socket {
    events = given
    said.length = 0
    return { send: text => void said.push(text), close: () => undefined }
  }
  return {
    asked,
    said,
    push: message => events?.message(JSON.stringify(message)),
    cut: () => events?.closed(),
    open: () => events?.opened(),
    show: visible => {
      isVisible = visible
      onVisibility?.()
    },
    ports: {
      clock,
      fetch: fetchAnswer,
      openSocket,
      visibility: {
        visible: () => isVisible,
        onChange: listener => {
          onVisibility = listener
          return () => {
            onVisibility = undefined
          }
        },
      },
      shelf: createShelf(memory),
      tabShelf: createShelf(memory),
      languages: ['en-GB'],
      sound: createFakeSound().port,
      newId: () => 'tab-0001',
    },
  }
}
