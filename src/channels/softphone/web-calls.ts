import type { Consent, TenantId, WebEntry } from '#core'
import type {
  Clock,
  JoinedWebCall,
  PhoneIceServer,
  WebCallAsked,
  WebCallBegun,
  WebCallEnd,
  WebCallPage,
  WebCallsPort,
  WebCallState,
  WebEntryView,
} from '#engine'
import type { SoundAnswer } from './phones.ts'
import { phoneGraceMsMax } from './phones.ts'
import { openSources } from './sources.ts'

/** A page that asked to call has so long to describe its sound: a person looks for the microphone. */
export const webCallReadyMsMax = 60_000

/** Calls from web pages at a time, all tenants together. */
export const webCallsMax = 1_000

/** A place to call from, with what its tenant says beside it. */
export interface WebDoor extends WebEntry {
  readonly tenantName: string
  readonly language: string
}

/** A customer's call, as the voice channel takes it. */
export interface WebCall {
  readonly tenant: TenantId
  readonly entry: string
  readonly name?: string
  readonly consent?: Consent
  /** The page's description of its sound. */
  readonly offer: string
  /** Our answer to the newest description. */
  readonly answered: (sdp: string) => void
  readonly over: (why: WebCallEnd) => void
}

/** What the voice channel hears of a call it took. */
export interface WebCallEars {
  readonly described: (sdp: string) => Promise<SoundAnswer | 'later'>
  readonly hungUp: () => void
  /** The page is gone for good. */
  readonly gone: (words: string) => void
}

/** What web calls are opened with. */
export interface WebCallsParts {
  readonly clock: Pick<Clock, 'now' | 'setTimer' | 'elapsed'>
  readonly newToken: () => string
  readonly iceServers: () => readonly PhoneIceServer[]
  /** The entry as the tenant's configuration has it now. */
  readonly door: (tenant: TenantId, entry: string) => WebDoor | undefined
  /** Hands a call to the voice channel. */
  readonly arrive: (call: WebCall) => WebCallEars
}

interface Kept {
  readonly asked: WebCallAsked
  readonly token: string
  readonly consent: Consent | undefined
  state: WebCallState
  page: WebCallPage | undefined
  ears: WebCallEars | undefined
  /** Ends the wait for a page that has not come yet, or is gone. */
  cancelWait: (() => void) | undefined
}

/**
 * Every call from a web page, from the asking to the end.
 *
 * Invariants: 1. A call is in one page; a page that shows its token later takes it over. 2. A call
 * without a page lives for the grace time and no longer. 3. What is over is forgotten: its token
 * opens nothing.
 */
export class WebCalls implements WebCallsPort {
  readonly #parts: WebCallsParts
  readonly #calls = new Map<string, Kept>()
  readonly #sources

  constructor(parts: WebCallsParts) {
    this.#parts = parts
    this.#sources = openSources(parts.clock.elapsed)
  }

  /** How many calls there are, begun or ready to begin. */
  count(): number {
    return this.#calls.size
  }

  entry(tenant: TenantId, entry: string): WebEntryView | undefined {
    const door = this.#parts.door(tenant, entry)
    if (door === undefined) return undefined
    const { tenantName, name, language, origins, consent } = door
    return {
      tenant: tenantName,
      name,
      language,
      origins,
      ...(consent !== undefined && { consent }),
    }
  }

  begin(asked: WebCallAsked): WebCallBegun {
    const door = this.#parts.door(asked.tenant, asked.entry)
    if (door === undefined) return { ok: false, code: 'unknown-entry' }
    // Of other words than the page showed, the customer knows nothing.
    if (door.consent !== undefined && asked.consented !== door.consent) {
      return { ok: false, code: 'consent-needed' }
    }
    const retryAfterMs = this.#sources.take(asked.source)
    if (retryAfterMs > 0) return { ok: false, code: 'too-often', retryAfterMs }
    const here = [...this.#calls.values()].filter(
      one => one.asked.tenant === asked.tenant && one.asked.entry === asked.entry,
    )
    if (here.length >= door.callsMax || this.#calls.size >= webCallsMax) {
      return { ok: false, code: 'entry-full' }
    }
    const same = here.filter(one => one.asked.source === asked.source)
    if (same.length >= door.callsPerSourceMax) return { ok: false, code: 'too-many-from-here' }
    const token = this.#parts.newToken()
    const kept: Kept = {
      asked,
      token,
      consent:
        door.consent === undefined
          ? undefined
          : { to: door.consent, givenAt: this.#parts.clock.now() },
      state: { at: 'ready' },
      page: undefined,
      ears: undefined,
      cancelWait: this.#parts.clock.setTimer(webCallReadyMsMax, () => this.#end(kept, 'ended')),
    }
    this.#calls.set(token, kept)
    return { ok: true, token, iceServers: this.#parts.iceServers(), graceMs: phoneGraceMsMax }
  }

  join(token: string, page: WebCallPage): JoinedWebCall | undefined {
    const kept = this.#calls.get(token)
    if (kept === undefined) return undefined
    const before = kept.page
    kept.page = page
    before?.show({ at: 'over', why: 'elsewhere' })
    if (kept.state.at !== 'ready') this.#stopWaiting(kept)
    page.show(kept.state)
    const whileMine = (work: () => void): void => {
      if (kept.page === page && this.#calls.has(token)) work()
    }
    return {
      describe: sdp => whileMine(() => void this.#describe(kept, sdp)),
      hangUp: () => whileMine(() => this.#hangUp(kept)),
      lost: () => whileMine(() => this.#lose(kept)),
    }
  }

  async #describe(kept: Kept, sdp: string): Promise<void> {
    if (kept.ears === undefined) {
      this.#stopWaiting(kept)
      this.#become(kept, { at: 'calling' })
      const { tenant, entry, name } = kept.asked
      kept.ears = this.#parts.arrive({
        tenant,
        entry,
        ...(name !== undefined && { name }),
        ...(kept.consent !== undefined && { consent: kept.consent }),
        offer: sdp,
        answered: answer => {
          kept.page?.heard(answer)
          this.#become(kept, { at: 'talking' })
        },
        over: why => this.#end(kept, why),
      })
      return
    }
    const answer = await kept.ears.described(sdp)
    if (answer === 'later') return
    if (answer.ok) kept.page?.heard(answer.sdp)
    else this.#end(kept, answer.code === 'gone' ? 'ended' : 'no-sound')
  }

  #hangUp(kept: Kept): void {
    if (kept.ears === undefined) this.#end(kept, 'ended')
    else kept.ears.hungUp()
  }

  #lose(kept: Kept): void {
    kept.page = undefined
    if (kept.state.at === 'ready') return
    kept.cancelWait = this.#parts.clock.setTimer(phoneGraceMsMax, () => {
      this.#forget(kept)
      kept.ears?.gone('the customer’s page went away and did not come back')
    })
  }

  #become(kept: Kept, state: WebCallState): void {
    kept.state = state
    kept.page?.show(state)
  }

  #end(kept: Kept, why: WebCallEnd): void {
    if (!this.#calls.has(kept.token)) return
    this.#forget(kept)
    this.#become(kept, { at: 'over', why })
  }

  #forget(kept: Kept): void {
    this.#stopWaiting(kept)
    this.#calls.delete(kept.token)
  }

  #stopWaiting(kept: Kept): void {
    kept.cancelWait?.()
    kept.cancelWait = undefined
  }
}
