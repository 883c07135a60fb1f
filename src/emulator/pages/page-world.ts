import type { Emulator } from '../emulator.ts'
import type { KnownBrowser } from '../entra/sign-in.ts'
import { scheduleCalls } from '../phones/plan-traffic.ts'
import type { TrafficPlan } from '../phones/plan-traffic.ts'
import type { PlacedCall, PlannedCall, TrunkTarget } from '../phones/script.ts'
import type { Timers } from '../timers.ts'
import { PagePeople } from './page-people.ts'
import type { PeopleParts } from './page-people.ts'
import { PageTroubles } from './page-troubles.ts'
import type { TroubleParts } from './page-troubles.ts'
import type { CallerView, WorldView } from './world-view.ts'

/** Callers the page remembers, those whose call is over among them. */
export const callersShownMax = 60
/** Calls one wish may place. */
export const callersAtOnceMax = 50
/** Violations the page shows. */
const violationsShownMax = 50
/** The longest a person stays on the phone. */
const liveCallMsMax = 3_600_000

/** What the pages move. */
export interface PageParts
  extends PeopleParts, Omit<TroubleParts, 'setProxyFault' | 'setGraphFault'> {
  readonly emulator: Pick<
    Emulator,
    'call' | 'counts' | 'isCalling' | 'setGraphFault' | 'setProxyFault' | 'violations'
  >
  readonly admit: (personId: string) => KnownBrowser | undefined
  readonly timers: Timers
  readonly now: () => number
}

/** What the pages are given by whoever serves them. */
export interface PageOptions {
  readonly trunk: TrunkTarget
  /** Numbers worth dialling, and what answers there. */
  readonly numbers: WorldView['numbers']
  /** Pages by which customers call, as `/call/…`. */
  readonly webPages?: WorldView['webPages']
  /** Who calls about what, for callers placed from the panel; without it the panel places none. */
  readonly traffic?: TrafficPlan
  /** Where somebody signs in who is known at Entra ID by a user name, and is led on to a page. */
  readonly signInAt?: (userName: string, page: string) => string
}

/** Callers somebody wishes for. */
export interface Wish {
  readonly count: number
  readonly story?: string | undefined
  /** The number they dial; where their plan says, by default. */
  readonly to?: string | undefined
  /** The time from one to the next; all at once by default. */
  readonly everyMs?: number | undefined
}

interface Caller {
  readonly call: PlacedCall
  readonly plan: PlannedCall
  readonly story: string | undefined
  readonly sinceMs: number
}

/** The emulated world as a person at the page sees it and takes part in it. */
export class PageWorld {
  readonly people: PagePeople
  readonly troubles: PageTroubles
  readonly #parts: PageParts
  readonly #options: PageOptions
  readonly #callers = new Map<string, Caller>()
  readonly #waiting = new Set<() => void>()
  #bursts = 0

  constructor(parts: PageParts, options: PageOptions) {
    this.#parts = parts
    this.#options = options
    const { emulator } = parts
    this.people = new PagePeople(parts)
    this.troubles = new PageTroubles({
      ...parts,
      setProxyFault: fault => emulator.setProxyFault(fault),
      setGraphFault: fault => emulator.setGraphFault(fault),
    })
  }

  caller(callId: string): PlacedCall | undefined {
    return this.#callers.get(callId)?.call
  }

  /** A person dials. */
  dial(call: { readonly from: string; readonly fromName?: string; readonly to: string }): string {
    const plan: PlannedCall = {
      ...call,
      trunk: this.#options.trunk,
      script: [{ kind: 'wait-for', what: 'hang-up', msMax: liveCallMsMax }],
    }
    return this.#place(plan, undefined)
  }

  /** Several callers, out of the demo's stories; the answer says how many come. */
  placeCallers({ count, story, to, everyMs = 0 }: Wish): number {
    const traffic = this.#trafficOf(story)
    if (traffic === undefined) return 0
    // Some of them dial later: whoever was asked is not asked again while anybody else is free.
    const asked = new Set<string>()
    const { emulator, now } = this.#parts
    const calls = scheduleCalls(
      traffic,
      now(),
      number => asked.has(number) || emulator.isCalling(number),
    )
    const wished = Math.min(count, callersAtOnceMax)
    for (let placed = 0; placed < wished; placed += 1) {
      const next = calls.next()
      if (next.done === true) return placed
      asked.add(next.value.plan.from)
      const plan = { ...next.value.plan, ...(to === undefined ? {} : { to }) }
      this.#placeAfter(placed * everyMs, plan, next.value.story)
    }
    return wished
  }

  /** Ends every call of the page, and those that were still to come. */
  hangUpAll(): void {
    for (const stop of this.#waiting) stop()
    this.#waiting.clear()
    for (const { call } of this.#callers.values()) call.hangUp()
  }

  /** Lets a browser be signed in as somebody: what it shows Entra ID, and where to send it. */
  signIn(personId: string, page: string): { cookie: string; address: string } | undefined {
    const known = this.#parts.admit(personId)
    const { signInAt } = this.#options
    if (known === undefined || signInAt === undefined) return undefined
    return { cookie: known.cookie, address: signInAt(known.userName, page) }
  }

  view(): WorldView {
    const { emulator, now } = this.#parts
    const { numbers, traffic, webPages = [] } = this.#options
    const { clientCalls, mediaLegs } = emulator.counts()
    return {
      atMs: now(),
      people: this.people.views(),
      callers: [...this.#callers.values()].map(callerView).toReversed(),
      numbers,
      webPages,
      identities: (traffic?.callers ?? []).map(({ name, number }) => ({ name, number })),
      stories: (traffic?.stories ?? []).map(({ name }) => name),
      troubles: this.troubles.list(),
      violations: emulator.violations().slice(-violationsShownMax),
      counts: { clientCalls, mediaLegs },
    }
  }

  /** Every wish throws other dice, and the same ones after the same start. */
  #trafficOf(story: string | undefined): TrafficPlan | undefined {
    const { traffic } = this.#options
    if (traffic === undefined) return undefined
    this.#bursts += 1
    const seed = traffic.seed + this.#bursts
    if (story === undefined) return { ...traffic, seed }
    const stories = traffic.stories
      .filter(({ name }) => name === story)
      .map(({ weight: _weight, ...wished }) => wished)
    return { ...traffic, seed, stories }
  }

  #placeAfter(ms: number, plan: PlannedCall, story: string): void {
    if (ms === 0) {
      this.#place(plan, story)
      return
    }
    const stop = this.#parts.timers.after(ms, () => {
      this.#waiting.delete(stop)
      this.#place(plan, story)
    })
    this.#waiting.add(stop)
  }

  #place(plan: PlannedCall, story: string | undefined): string {
    const call = this.#parts.emulator.call(plan)
    this.#callers.set(call.callId, { call, plan, story, sinceMs: this.#parts.now() })
    for (const [callId, { call: old }] of this.#callers) {
      if (this.#callers.size <= callersShownMax) break
      if (old.phase() === 'over') this.#callers.delete(callId)
    }
    return call.callId
  }
}

function callerView({ call, plan, story, sinceMs }: Caller): CallerView {
  const last = call.happenings().at(-1)
  return {
    callId: call.callId,
    name: plan.fromName ?? plan.from,
    from: plan.from,
    to: plan.to,
    phase: call.phase(),
    sinceMs,
    ...(story === undefined ? {} : { story }),
    ...(last === undefined ? {} : { last }),
  }
}
