import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { DeskView, LiveMessage } from '#contract'
import type { Person } from '../e2e/peers/person.ts'

/** How often each agent does something, and how long a desk waits before it looks for the server again. */
const actEveryMs = 500
const againMs = 150

/** Desks of signed-in agents, each on a live socket of its own, through all lives of the server. */
export interface Desks extends AsyncDisposable {
  /** How often the API answered that it had taken a request, by what the journal must have for it. */
  readonly acknowledged: ReadonlyMap<string, number>
  /** What no desk may ever see. */
  readonly complaints: string[]
  /** From the start of each life until each desk was shown again, in milliseconds. */
  readonly backMs: readonly number[]
  /** A new life of the server has begun. */
  begin(): void
}

/** A request, and the name of the input that must be in the journal once it was taken. */
interface Act {
  readonly path: string
  readonly body?: object
  readonly input: string
}

type Choose = (desk: DeskView) => Act | undefined

/** What an agent does in the middle of a talk: it is about any of these. */
const inTalk: readonly Choose[] = [
  desk => ofTalk(desk, desk.talk?.held === undefined ? 'hold' : 'resume'),
  desk => ofTalk(desk, 'mute', { muted: true }),
  desk => ofTalk(desk, 'keys', { keys: '12#' }),
  desk => ofTalk(desk, 'note', { note: 'Called before' }),
  desk => ofTalk(desk, 'recording/pause'),
  desk => ofTalk(desk, 'recording/resume'),
  desk => ofTalk(desk, 'transfer', { to: { kind: 'queue', queue: 'sales' } }),
  desk => ofTalk(desk, 'consult', { to: { kind: 'number', number: '+441632960778' } }),
  desk => desk.talk?.consult && ofTalk(desk, 'consult/decide', { decision: 'join' }),
  desk => desk.talk?.consult && ofTalk(desk, 'consult/decide', { decision: 'return' }),
  desk => desk.talk?.consult && ofTalk(desk, 'consult/decide', { decision: 'complete' }),
  desk => ofTalk(desk, 'hang-up'),
]

/** The input each path becomes. */
const inputs: Readonly<Record<string, string>> = {
  hold: 'hold-requested',
  resume: 'resume-requested',
  mute: 'mute-requested',
  keys: 'keys-requested',
  note: 'note-written',
  'recording/pause': 'recording-pause-requested',
  'recording/resume': 'recording-pause-requested',
  transfer: 'transfer-requested',
  consult: 'consult-requested',
  'consult/decide': 'consult-decided',
  'hang-up': 'hang-up-requested',
  'wrap-up': 'wrap-up-completed',
  'wrap-up/skip': 'wrap-up-skipped',
}

/** Opens the desks of people who are signed in and ready, by the id of each agent. */
export function openDesks(people: ReadonlyMap<string, Person>, chance: () => number): Desks {
  const acknowledged = new Map<string, number>()
  const complaints: string[] = []
  const backMs: number[] = []
  const closing = new AbortController()
  const desks = [...people].map(([agent, person]) => newDesk(agent, person, complaints))
  const took = (input: string): void =>
    void acknowledged.set(input, (acknowledged.get(input) ?? 0) + 1)
  const running = desks.flatMap(desk => [
    keepSocket(desk, closing.signal, ms => backMs.push(ms)),
    work(desk, { closing: closing.signal, chance, took }),
  ])
  return {
    acknowledged,
    complaints,
    backMs,
    begin() {
      for (const desk of desks) desk.lifeSince = performance.now()
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      for (const { socket } of desks) socket?.close()
      await Promise.all(running)
    },
  }
}

interface Desk {
  readonly agent: string
  readonly person: Person
  readonly complaints: string[]
  socket: WebSocket | undefined
  /** What the live socket said last; nothing while there is none. */
  view: DeskView | undefined
  /** When the life began of which this desk has seen nothing yet. */
  lifeSince: number | undefined
}

function newDesk(agent: string, person: Person, complaints: string[]): Desk {
  return {
    agent,
    person,
    complaints,
    socket: undefined,
    view: undefined,
    lifeSince: undefined,
  }
}

/** Whenever the socket ends, the desk opens another, as the app does. */
async function keepSocket(
  desk: Desk,
  closing: AbortSignal,
  back: (ms: number) => void,
): Promise<void> {
  while (!closing.aborted) {
    await new Promise<void>(ended => {
      desk.socket = desk.person.watchDesk(message => hear(desk, message, back), ended)
    })
    desk.view = undefined
    await pause(againMs)
  }
}

function hear(desk: Desk, message: LiveMessage, back: (ms: number) => void): void {
  if (message.topic !== 'desk') return
  desk.view = message.view
  if (desk.lifeSince !== undefined) back(performance.now() - desk.lifeSince)
  desk.lifeSince = undefined
}

interface Working {
  readonly closing: AbortSignal
  readonly chance: () => number
  readonly took: (input: string) => void
}

async function work(desk: Desk, { closing, chance, took }: Working): Promise<void> {
  while (!closing.aborted) {
    await pause(actEveryMs * (0.5 + chance()))
    const act = desk.view && next(desk.view, chance)
    if (act === undefined) continue
    // A server that was killed meanwhile answers nobody: whether it took this, only the journal knows.
    const answer = await desk.person.post(act.path, act.body).catch(() => undefined)
    if (answer === undefined) continue
    const { status } = answer
    if (status < 300) took(inputName(act.input, desk.agent, act.path.split('/')[3] ?? ''))
    if (status === 401) desk.complaints.push(`${desk.agent} is signed in no more after a kill`)
    if (status === 500)
      desk.complaints.push(`${act.path} of ${desk.agent}: ${JSON.stringify(answer.body)}`)
  }
}

/** How an input is named where what was acknowledged is held against the journal. */
export function inputName(kind: string, agent: string, subject: string): string {
  return `${kind} of ${agent} about ${subject}`
}

function next(desk: DeskView, chance: () => number): Act | undefined {
  if (desk.state === 'signed-out') return toDesk('sign-in', 'agent-signed-in')
  if (desk.state === 'not-ready') return toDesk('state', 'agent-state-set', { state: 'available' })
  if (desk.state === 'available' && chance() < 0.05)
    return toDesk('state', 'agent-state-set', { state: 'not-ready', reason: 'Break' })
  if (desk.wrapUp !== undefined) return file(desk.wrapUp.interaction, chance)
  if (desk.offer !== undefined && chance() < 0.05) {
    return { path: `/api/offers/${desk.offer.offer}/decline`, input: 'offer-declined' }
  }
  if (chance() < 0.4) return undefined
  return inTalk[Math.floor(chance() * inTalk.length)]?.(desk)
}

function toDesk(what: string, input: string, body?: object): Act {
  return { path: `/api/desk/${what}`, input, ...(body && { body }) }
}

function file(interaction: string, chance: () => number): Act {
  const skips = chance() < 0.2
  const what = skips ? 'wrap-up/skip' : 'wrap-up'
  const body = { disposition: 'sold', note: 'Filed under fire.' }
  return { ...about(interaction, what), ...(skips ? {} : { body }) }
}

function ofTalk({ talk }: DeskView, what: string, body?: object): Act | undefined {
  return talk && { ...about(talk.interaction, what), ...(body && { body }) }
}

function about(interaction: string, what: string): Act {
  return {
    path: `/api/interactions/${interaction}/${what}`,
    input: inputs[what] ?? what,
  }
}
