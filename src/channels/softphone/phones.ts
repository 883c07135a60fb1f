import type { AgentId, LegId, TenantId } from '#core'
import type {
  Clock,
  OpenPhone,
  PhoneAnswer,
  PhoneAsk,
  PhoneCall,
  PhoneIceServer,
  PhonePage,
  PhonesPort,
} from '#engine'

/** A page that lost its socket may come back for so long; then its call is over. */
export const phoneGraceMsMax = 30_000

/** Tabs of one person that may be phones at once. */
export const phonesPerAgentMax = 10

/** How browsers reach an agent: not at all, alone, or beside the Teams phone. */
export type BrowserReach = 'none' | 'alone' | 'beside'

/** What a call to a browser tells whoever rang it. */
export interface BrowserCallEars {
  /** The first page that answers, or later the one that took the call with a new description. */
  readonly described: (sdp: string, kind: 'answer' | 'renew') => Promise<SoundAnswer>
  readonly declined: () => void
  readonly hungUp: () => void
  /** Every page is gone for good. */
  readonly gone: (words: string) => void
}

/** Our description, or why there is none. */
export type SoundAnswer =
  | { readonly ok: true; readonly sdp: string }
  | { readonly ok: false; readonly code: 'gone' | 'no-sound'; readonly words: string }

/** A call for an agent's browsers. */
export interface BrowserCall {
  readonly tenant: TenantId
  readonly agent: AgentId
  readonly leg: LegId
  readonly from: string
  readonly fromName?: string
  readonly ears: BrowserCallEars
}

interface Phone {
  page: PhonePage
  /** Ends the wait for a page whose socket is gone; undefined while it is there. */
  cancelGrace: (() => void) | undefined
}

interface OngoingCall {
  readonly call: BrowserCall
  /** The phone that took it. */
  takenBy: string | undefined
}

/** The phones of one agent. */
interface Pocket {
  readonly phones: Map<string, Phone>
  readonly calls: Map<LegId, OngoingCall>
}

/** What phones are opened with. */
export interface PhonesParts {
  readonly clock: Pick<Clock, 'setTimer'>
  /** Servers that help browsers, with credentials that are good now. */
  readonly iceServers: () => readonly PhoneIceServer[]
  /** An agent has a browser to ring, or has none any more. */
  readonly onReach: (tenant: TenantId, agent: AgentId, reach: BrowserReach) => void
}

/**
 * Every browser that is a phone now, and every call in one.
 *
 * Invariants: 1. A call is taken by one phone; the others of the person stop ringing at once.
 * 2. A phone without a socket keeps its call for the grace time, and rings nobody. 3. What a page
 * asks about a call that is not its own is refused and changes nothing.
 */
export class Phones implements PhonesPort {
  readonly #parts: PhonesParts
  readonly #pockets = new Map<string, Pocket>()

  constructor(parts: PhonesParts) {
    this.#parts = parts
  }

  /** How many phones are open, and how many calls are in them. */
  counts(): { readonly phones: number; readonly calls: number } {
    const pockets = [...this.#pockets.values()]
    return {
      phones: pockets.reduce((sum, { phones }) => sum + phones.size, 0),
      calls: pockets.reduce((sum, { calls }) => sum + calls.size, 0),
    }
  }

  reach(tenant: TenantId, agent: AgentId): BrowserReach {
    const pocket = this.#pockets.get(keyOf(tenant, agent))
    const here = [...(pocket?.phones.values() ?? [])].filter(isHere)
    if (here.length === 0) return 'none'
    return here.every(({ page }) => page.beside) ? 'beside' : 'alone'
  }

  open(page: PhonePage): OpenPhone {
    const pocket = this.#pocketOf(page)
    const before = pocket.phones.get(page.id)
    before?.cancelGrace?.()
    const phone: Phone = before ?? { page, cancelGrace: undefined }
    phone.page = page
    phone.cancelGrace = undefined
    if (before === undefined && pocket.phones.size < phonesPerAgentMax) {
      pocket.phones.set(page.id, phone)
    }
    this.#show(pocket)
    this.#tellReach(page)
    return {
      ask: asked => {
        if (phone.page === page) void this.#hear(pocket, page, asked)
      },
      lost: () => {
        if (phone.page === page) this.#lose(pocket, phone)
      },
      leave: () => {
        if (phone.page === page) this.#forget(pocket, phone, 'the softphone was put away')
      },
    }
  }

  /** Rings every browser of the agent that is there. */
  ring(call: BrowserCall): void {
    const pocket = this.#pocketOf(call)
    pocket.calls.set(call.leg, { call, takenBy: undefined })
    this.#show(pocket)
  }

  /** The call is over, or was taken by another phone than a browser; the pages show it no more. */
  end(call: Pick<BrowserCall, 'tenant' | 'agent' | 'leg'>): void {
    const pocket = this.#pockets.get(keyOf(call.tenant, call.agent))
    if (pocket === undefined || !pocket.calls.delete(call.leg)) return
    this.#show(pocket)
    this.#tidy(call, pocket)
  }

  async #hear(pocket: Pocket, page: PhonePage, asked: PhoneAsk): Promise<void> {
    const ongoing = pocket.calls.get(asked.leg)
    if (asked.do === 'answer' || asked.do === 'renew') {
      page.heard(await this.#describe(pocket, ongoing, { page, asked }))
      return
    }
    if (ongoing === undefined) return
    if (asked.do === 'decline' && ongoing.takenBy === undefined) ongoing.call.ears.declined()
    if (asked.do === 'hang-up' && ongoing.takenBy === page.id) ongoing.call.ears.hungUp()
  }

  async #describe(
    pocket: Pocket,
    ongoing: OngoingCall | undefined,
    { page, asked }: { page: PhonePage; asked: Extract<PhoneAsk, { readonly sdp: string }> },
  ): Promise<PhoneAnswer> {
    const { leg, sdp } = asked
    if (ongoing === undefined) return { ok: false, leg, code: 'gone', words: 'The call is over.' }
    const { takenBy, call } = ongoing
    const mine = asked.do === 'answer' ? takenBy === undefined : takenBy === page.id
    if (!mine) {
      return { ok: false, leg, code: 'taken', words: 'Another phone of yours has this call.' }
    }
    // Taken before anything is awaited, so that two tabs cannot both have it.
    ongoing.takenBy = page.id
    if (asked.do === 'answer') this.#show(pocket)
    const answer = await call.ears.described(sdp, asked.do)
    return { ...answer, leg }
  }

  #lose(pocket: Pocket, phone: Phone): void {
    phone.cancelGrace = this.#parts.clock.setTimer(phoneGraceMsMax, () =>
      this.#forget(pocket, phone, 'the agent’s browser went away and did not come back'),
    )
    this.#tellReach(phone.page)
  }

  #forget(pocket: Pocket, phone: Phone, words: string): void {
    phone.cancelGrace?.()
    const { page } = phone
    if (pocket.phones.get(page.id) === phone) pocket.phones.delete(page.id)
    const over = [...pocket.calls.values()].filter(({ takenBy }) =>
      takenBy === undefined ? pocket.phones.size === 0 : takenBy === page.id,
    )
    for (const { call } of over) call.ears.gone(words)
    this.#tellReach(page)
    this.#tidy(page, pocket)
  }

  #tidy(whose: { readonly tenant: TenantId; readonly agent: AgentId }, pocket: Pocket): void {
    if (pocket.phones.size > 0 || pocket.calls.size > 0) return
    this.#pockets.delete(keyOf(whose.tenant, whose.agent))
  }

  #tellReach({ tenant, agent }: PhonePage): void {
    this.#parts.onReach(tenant, agent, this.reach(tenant, agent))
  }

  #show(pocket: Pocket): void {
    const iceServers = this.#parts.iceServers()
    for (const phone of pocket.phones.values()) {
      if (!isHere(phone)) continue
      const calls = [...pocket.calls.values()].map(one => seenFrom(one, phone.page.id))
      phone.page.show({ calls, iceServers })
    }
  }

  #pocketOf(whose: { readonly tenant: TenantId; readonly agent: AgentId }): Pocket {
    const key = keyOf(whose.tenant, whose.agent)
    const known = this.#pockets.get(key)
    if (known !== undefined) return known
    const pocket: Pocket = { phones: new Map(), calls: new Map() }
    this.#pockets.set(key, pocket)
    return pocket
  }
}

function seenFrom({ call, takenBy }: OngoingCall, phone: string): PhoneCall {
  const { leg, from, fromName } = call
  const state = takenBy === undefined ? 'ringing' : takenBy === phone ? 'talking' : 'elsewhere'
  return { leg, from, state, ...(fromName === undefined ? {} : { fromName }) }
}

function isHere({ cancelGrace }: Phone): boolean {
  return cancelGrace === undefined
}

function keyOf(tenant: TenantId, agent: AgentId): string {
  return `${tenant}/${agent}`
}
