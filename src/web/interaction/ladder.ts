import type { TraceView } from '#contract'

type Message = TraceView['messages'][number]
type Leg = TraceView['legs'][number]

/** A lane of the ladder: Parley, or the far end of a leg. */
export interface Lane {
  readonly key: string
  /** Absent for Parley itself. */
  readonly leg: Leg | undefined
  /** Where the far end is, as the network has it. */
  readonly place: string
}

/** A message as an arrow, with how often it was sent again. */
export interface Arrow {
  readonly message: Message
  /** Positions among the lanes. */
  readonly from: number
  readonly to: number
  readonly again: readonly Message[]
}

/** The ladder of an interaction. */
export interface Ladder {
  readonly lanes: readonly Lane[]
  readonly arrows: readonly Arrow[]
}

/** Draws the ladder: customers to the left of Parley, everybody else to its right. */
export function ladderOf(trace: TraceView): Ladder {
  const legs = legsWithMessages(trace)
  const lane = (leg: Leg): Lane => ({ key: leg.id, leg, place: placeOf(trace, leg.id) })
  const lanes: readonly Lane[] = [
    ...legs.filter(leg => leg.party === 'customer').map(lane),
    { key: 'parley', leg: undefined, place: '' },
    ...legs.filter(leg => leg.party !== 'customer').map(lane),
  ]
  const parley = lanes.findIndex(one => one.leg === undefined)
  const again = repeatsOf(trace.messages)
  const arrows = trace.messages.flatMap((message): readonly Arrow[] => {
    const there = lanes.findIndex(one => one.leg?.id === message.leg)
    if (message.repeats !== undefined || there === -1) return []
    const ends =
      message.direction === 'in' ? { from: there, to: parley } : { from: parley, to: there }
    return [{ message, ...ends, again: again.get(message.nth) ?? [] }]
  })
  return { lanes, arrows }
}

/** A leg whose story is not told yet still has its lane. */
function legsWithMessages({ legs, messages }: TraceView): readonly Leg[] {
  const known = new Map(legs.map(leg => [leg.id, leg]))
  const ids = new Set(messages.map(({ leg }) => leg))
  return [...ids].map(id => known.get(id) ?? { id, party: 'outside' })
}

function placeOf({ messages }: TraceView, leg: string): string {
  const first = messages.find(message => message.leg === leg)
  if (first === undefined) return ''
  return `${first.remote.address}:${first.remote.port} ${first.transport.toUpperCase()}`
}

function repeatsOf(messages: readonly Message[]): ReadonlyMap<number, readonly Message[]> {
  const again = new Map<number, Message[]>()
  for (const message of messages) {
    if (message.repeats === undefined) continue
    const so = again.get(message.repeats) ?? []
    so.push(message)
    again.set(message.repeats, so)
  }
  return again
}

/** What an arrow says: the method with whom it asks for, or the status with its reason. */
export function arrowTitle({ says, cseq }: Message): string {
  return says.kind === 'request' ? says.method : `${says.status} ${says.reason} (${cseq.method})`
}

/** Whom a request asks for: the number in its URI, where it has one. */
export function askedFor({ says }: Message): string {
  if (says.kind === 'response') return ''
  return /^(?:sips?|tel):([^@;]+)/.exec(says.uri)?.[1] ?? says.uri
}

const codecNames: Readonly<Record<string, string>> = {
  PCMU: 'G.711',
  PCMA: 'G.711',
  G722: 'G.722',
  opus: 'Opus',
}

/** Codecs as people call them, each once. */
export function codecsOf(names: readonly string[]): string {
  return [...new Set(names.map(name => knownAs(codecNames, name)))].join(', ')
}

function knownAs(known: Readonly<Record<string, string>>, name: string): string {
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? name
}

/** A line of a message, and the name under which something can be said about it. */
export interface MessageLine {
  readonly text: string
  /** A header's full lower-case name, `m=` and the like in a body; absent for what explains itself. */
  readonly about?: string
}

const compact: Readonly<Record<string, string>> = {
  c: 'content-type',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  r: 'refer-to',
  t: 'to',
  v: 'via',
  x: 'session-expires',
}

/** Cuts a message into lines that can be explained. */
export function linesOf(text: string): readonly MessageLine[] {
  const [head = '', ...body] = text.split(/\r?\n\r?\n/)
  const [start = '', ...headers] = head.split(/\r?\n/)
  return [
    { text: start },
    ...headers.map(line => {
      const name = /^([^:\s]+)\s*:/.exec(line)?.[1]?.toLowerCase()
      return name === undefined ? { text: line } : { text: line, about: knownAs(compact, name) }
    }),
    ...body
      .join('\n\n')
      .split(/\r?\n/)
      .filter(line => line !== '')
      .map(line => {
        const about = /^(?:a=(?:crypto|rtpmap|sendrecv|sendonly|recvonly|inactive)|[a-z]=)/.exec(
          line,
        )
        return about === null ? { text: line } : { text: line, about: aboutOf(about[0]) }
      }),
  ]
}

/** The four directions of sound are explained by one sentence. */
function aboutOf(found: string): string {
  return /^a=(?:send|recv|inactive)/.test(found) ? 'a=direction' : found
}
