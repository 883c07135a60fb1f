import type { InteractionId, LegId, TenantId } from '#core'
import type {
  Clock,
  KeptTrace,
  Log,
  TracePoint,
  TracePort,
  TracedMessage,
  TracedSound,
} from '#engine'
import type { BoundPoint, SipLogEvent } from '#sip'
import type { TraceLimits } from './trace-limits.ts'
import { traceLimits } from './trace-limits.ts'
import type { HeardMessage, RawMessage } from './traced-message.ts'
import { sameness, tracedMessage } from './traced-message.ts'

/** Whose messages are kept: nobody's, those of legs on which something failed, or everybody's. */
export type TraceMode = 'off' | 'errors' | 'all'

/** A leg that has come to be, and the call it is. */
export interface TracedLeg {
  readonly tenant: TenantId
  readonly leg: LegId
}

/** A leg's sound as it is told at the end; moment and number are set here. */
export type SoundTold = Omit<TracedSound, 'kind' | 'at' | 'nth' | 'leg'>

/** Listens to every SIP message and keeps those of interactions. */
export interface SignalTrace {
  /** Must be told everything the SIP endpoint logs. */
  readonly hear: (event: SipLogEvent) => void
  /** A call is a leg's, with all that was heard of it already. */
  readonly follow: (callId: string, leg: TracedLeg) => void
  /** A leg is an interaction's. Told as often as one likes. */
  readonly belongs: (of: TracedLeg & { readonly interaction: InteractionId }) => void
  /** A leg is over, and this is how it sounded, if it ever did. */
  readonly over: (leg: TracedLeg, sound: SoundTold | undefined) => void
  /** Hands over what is gathered, ended or not; for a stop. */
  readonly settle: () => Promise<void>
}

/** What a trace is made of. */
export interface TraceParts {
  readonly mode: TraceMode
  readonly keep: TracePort['keep']
  readonly clock: Clock
  readonly log: Log
  /** Where Parley listens. */
  readonly bound: () => readonly BoundPoint[]
  readonly limits?: Partial<TraceLimits>
}

/** One call under watch, from its first INVITE to a moment after its end. */
interface Watched {
  readonly callId: string
  readonly since: number
  owner: TracedLeg | undefined
  interaction: InteractionId | undefined
  raw: RawMessage[]
  readonly heard: Map<string, number>
  count: number
  failed: boolean
  sound: TracedSound | undefined
  overAt: number | undefined
}

/** Nothing is listened to, nothing kept. */
export const noTrace: SignalTrace = {
  hear() {},
  follow() {},
  belongs() {},
  over() {},
  settle: async () => {},
}

/** Opens a trace; `off` is none at all. */
export function openTrace(parts: TraceParts): SignalTrace {
  if (parts.mode === 'off') return noTrace
  const trace = new Trace(parts)
  return {
    hear: event => trace.hear(event),
    follow: (callId, leg) => trace.follow(callId, leg),
    belongs: of => trace.belongs(of),
    over: (leg, sound) => trace.over(leg, sound),
    settle: () => trace.settle(),
  }
}

/**
 * The trace. What is done for each message is little: a look into a map and a push. Secrets are
 * taken out and rows are written when a batch is handed over.
 *
 * 1. A message of a call that began before this process is nobody's, and is not kept.
 * 2. Nothing here is waited for by a call, and nothing fails one.
 */
class Trace {
  readonly #parts: TraceParts
  readonly #limits: TraceLimits
  readonly #calls = new Map<string, Watched>()
  readonly #byLeg = new Map<string, Watched>()
  /** Interactions of legs whose INVITE has not been sent yet. */
  readonly #early = new Map<string, InteractionId>()
  /** Messages kept of each interaction that has a call under watch, and how many calls it has. */
  readonly #interactions = new Map<string, { kept: number; calls: number }>()
  #unclaimed = 0
  #nth = 0
  #waiting = 0
  #dropped = 0
  #gathering = false
  #writing: Promise<unknown> = Promise.resolve()

  constructor(parts: TraceParts) {
    this.#parts = parts
    this.#limits = { ...traceLimits, ...parts.limits }
  }

  hear(event: SipLogEvent): void {
    if (event.type !== 'received' && event.type !== 'sent') return
    const call = this.#calls.get(event.message.callId) ?? this.#begun(event)
    if (call === undefined) return
    if (call.count >= this.#limits.messagesPerLegMax) {
      this.#dropped += 1
      return
    }
    call.count += 1
    this.#nth += 1
    const key = sameness(event)
    const repeats = call.heard.get(key)
    if (repeats === undefined) call.heard.set(key, this.#nth)
    if (isFailure(event)) call.failed = true
    call.raw.push({ at: this.#parts.clock.now(), nth: this.#nth, heard: event, repeats })
    this.#gather()
  }

  follow(callId: string, owner: TracedLeg): void {
    const call = this.#calls.get(callId)
    if (call === undefined || call.owner !== undefined) return
    call.owner = owner
    this.#unclaimed -= 1
    const name = nameOf(owner)
    this.#byLeg.set(name, call)
    const interaction = this.#early.get(name)
    this.#early.delete(name)
    if (interaction !== undefined) this.belongs({ ...owner, interaction })
  }

  belongs({ tenant, leg, interaction }: TracedLeg & { readonly interaction: InteractionId }): void {
    const call = this.#byLeg.get(nameOf({ tenant, leg }))
    if (call === undefined) this.#early.set(nameOf({ tenant, leg }), interaction)
    if (call === undefined || call.interaction !== undefined) return
    call.interaction = interaction
    const name = `${tenant}/${interaction}`
    const so = this.#interactions.get(name) ?? { kept: 0, calls: 0 }
    so.calls += 1
    this.#interactions.set(name, so)
  }

  over(owner: TracedLeg, sound: SoundTold | undefined): void {
    this.#early.delete(nameOf(owner))
    const call = this.#byLeg.get(nameOf(owner))
    if (call === undefined || call.overAt !== undefined) return
    const at = this.#parts.clock.now()
    call.overAt = at
    if (sound !== undefined) {
      this.#nth += 1
      call.sound = { kind: 'sound', at, nth: this.#nth, leg: owner.leg, ...sound }
    }
    this.#gather()
  }

  async settle(): Promise<void> {
    this.#hand()
    await this.#writing
  }

  /** A call is watched from an INVITE that begins it, ours or theirs; everything else is nobody's. */
  #begun({ message }: HeardMessage): Watched | undefined {
    const begins =
      message.kind === 'request' && message.method === 'INVITE' && !message.to.params.has('tag')
    if (!begins || this.#unclaimed >= this.#limits.unclaimedCallsMax) return undefined
    const call: Watched = {
      callId: message.callId,
      since: this.#parts.clock.now(),
      owner: undefined,
      interaction: undefined,
      raw: [],
      heard: new Map(),
      count: 0,
      failed: false,
      sound: undefined,
      overAt: undefined,
    }
    this.#calls.set(call.callId, call)
    this.#unclaimed += 1
    return call
  }

  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    this.#parts.clock.setTimer(this.#limits.gatherMs, () => {
      this.#gathering = false
      this.#hand()
      // A call that is over is looked at again until its tail has passed.
      if (this.#someLeft()) this.#gather()
    })
  }

  #someLeft(): boolean {
    if (this.#unclaimed > 0) return true
    for (const call of this.#byLeg.values()) if (call.overAt !== undefined) return true
    return false
  }

  /** Hands over what is gathered, and lets go of calls that are long over or were never anybody's. */
  #hand(): void {
    const now = this.#parts.clock.now()
    const batches = new Map<TenantId, KeptTrace[]>()
    for (const call of this.#calls.values()) {
      this.#take(call, batches)
      if ((call.overAt ?? (call.owner ? now : call.since)) <= now - this.#limits.tailMs) {
        this.#letGo(call)
      }
    }
    for (const [tenant, entries] of batches) this.#write(tenant, entries)
    if (this.#dropped === 0) return
    this.#parts.log('warn', 'trace-dropped', { messages: this.#dropped })
    this.#dropped = 0
  }

  #take(call: Watched, batches: Map<TenantId, KeptTrace[]>): void {
    const { owner, interaction, raw, sound } = call
    if (owner === undefined || interaction === undefined) return
    if (this.#parts.mode === 'errors' && !call.failed) return
    if (raw.length === 0 && sound === undefined) return
    const entries = batches.get(owner.tenant) ?? []
    batches.set(owner.tenant, entries)
    const so = this.#interactions.get(`${owner.tenant}/${interaction}`) ?? { kept: 0, calls: 1 }
    for (const one of raw) {
      if (so.kept >= this.#limits.messagesPerInteractionMax) {
        this.#dropped += 1
        continue
      }
      so.kept += 1
      const entry = tracedMessage(one, {
        leg: owner.leg,
        local: localOf(this.#parts.bound(), one.heard.transport),
        charactersMax: this.#limits.messageCharactersMax,
      })
      entries.push({ interaction, entry })
    }
    if (sound !== undefined) entries.push({ interaction, entry: sound })
    call.raw = []
    call.sound = undefined
  }

  #letGo(call: Watched): void {
    this.#calls.delete(call.callId)
    if (call.owner === undefined) {
      this.#unclaimed -= 1
      return
    }
    this.#byLeg.delete(nameOf(call.owner))
    const name = `${call.owner.tenant}/${call.interaction ?? ''}`
    const so = this.#interactions.get(name)
    if (so === undefined) return
    so.calls -= 1
    if (so.calls === 0) this.#interactions.delete(name)
  }

  #write(tenant: TenantId, entries: readonly KeptTrace[]): void {
    if (this.#waiting + entries.length > this.#limits.waitingMax) {
      this.#dropped += entries.length
      return
    }
    this.#waiting += entries.length
    // Results are let go: each would hold the one before it.
    this.#writing = Promise.all([this.#writing, this.#kept(tenant, entries)]).then(() => undefined)
  }

  async #kept(tenant: TenantId, entries: readonly KeptTrace[]): Promise<void> {
    try {
      await this.#parts.keep(tenant, entries)
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      this.#parts.log('warn', 'trace-not-kept', { tenant, entries: entries.length, words })
    } finally {
      this.#waiting -= entries.length
    }
  }
}

/** Parley's side of a message: where it listens for that transport, as others see it. */
function localOf(bound: readonly BoundPoint[], transport: TracedMessage['transport']): TracePoint {
  const point = bound.find(one => one.transport === transport) ?? bound[0]
  return point === undefined
    ? { address: 'parley.invalid', port: 0 }
    : { address: point.advertised.host, port: point.advertised.port }
}

function nameOf({ tenant, leg }: TracedLeg): string {
  return `${tenant}/${leg}`
}

/** A refusal is a failure; a challenge is none, nor is a call that we took back ourselves. */
function isFailure({ message }: HeardMessage): boolean {
  if (message.kind === 'request' || message.status < 400) return false
  return ![401, 407, 487].includes(message.status)
}
