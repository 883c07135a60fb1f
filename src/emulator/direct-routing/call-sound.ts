import { randomUUID } from 'node:crypto'
import type { EmulatorLog } from '../emulator.ts'
import type { Described } from '../rules/check-offer.ts'
import type { SoundLeg, SoundStudio } from '../sound/sound-leg.ts'
import { microsoftShape } from './microsoft-sdp.ts'

/** What a call's sound lives on. */
export interface LentToSound {
  readonly studio: SoundStudio
  readonly log: EmulatorLog
  readonly correlation: string
  /** Sounds of one group can be joined. */
  readonly group?: string
}

/** The media processor's part of one call: the leg, and what was agreed on last. */
export class CallSound {
  readonly #studio: SoundStudio
  readonly #log: EmulatorLog
  readonly #sessionId: number
  readonly #group: string | undefined
  #agreed: Described | undefined
  #leg: Promise<SoundLeg | undefined> | undefined
  #closed = false
  #sdp = ''
  #version = -1
  /** What was sent last. */
  #shown = ''

  /** `first` is the SBC's offer; without it the first offer is ours. */
  constructor(lent: LentToSound, first?: Described) {
    this.#agreed = first
    this.#studio = lent.studio
    this.#log = lent.log
    this.#group = lent.group
    this.#sessionId = Number.parseInt(lent.correlation.slice(0, 4), 16) + 1
  }

  /** The leg that answers the first offer; undefined when nothing could be agreed on. */
  open(): Promise<SoundLeg | undefined> {
    this.#leg ??= this.#answerFirst()
    return this.#leg
  }

  /** Our own first offer; undefined when there is no room for another leg. */
  async firstOffer(): Promise<string | undefined> {
    this.#leg ??= this.#openLeg()
    const offer = await (await this.#leg)?.offer()
    if (offer?.ok !== true) return undefined
    this.#sdp = this.#shaped(offer.sdp)
    return this.#sdp
  }

  /** The SBC's answer to it, early or final; false when nothing was agreed on. */
  async settleFirst(answer: Described): Promise<boolean> {
    const leg = await this.leg()
    if (leg === undefined || !(await leg.accept(answer.body))) return false
    this.#agreed = answer
    return true
  }

  /** The leg, if one was opened. */
  leg(): Promise<SoundLeg | undefined> {
    return this.#leg ?? Promise.resolve(undefined)
  }

  /** Our description, in Microsoft's shape. */
  sdp(): string {
    return this.#sdp
  }

  agreed(): Described | undefined {
    return this.#agreed
  }

  /** Answers a changed offer at the old address: a new one is negotiated and ignored (direct-routing §2.8). */
  async answerChange(changed: Described): Promise<string | undefined> {
    const leg = await this.leg()
    const { address, port } = (this.#agreed ?? changed).offer
    const answer = await leg?.answer(atOldAddress(changed, { address, port }))
    if (answer?.ok !== true) return undefined
    this.#describe(changed)
    this.#sdp = this.#shaped(answer.sdp)
    return this.#sdp
  }

  /** The answer to an offer that never came: silence (direct-routing §2.8). */
  async answerNothing(): Promise<string> {
    const leg = await this.leg()
    await leg?.direction('inactive')
    return this.#shaped(this.#sdp.replace(/a=(sendrecv|sendonly|recvonly)/, 'a=inactive'))
  }

  /** Our own offer to hold or go on. */
  async offerHold(held: boolean): Promise<string | undefined> {
    const leg = await this.leg()
    await leg?.direction(held ? 'inactive' : 'sendrecv')
    return this.offerAgain()
  }

  /** Our own offer of how things are. */
  async offerAgain(): Promise<string | undefined> {
    const offer = await (await this.leg())?.offer()
    return offer?.ok === true ? this.#shaped(offer.sdp) : undefined
  }

  /** The SBC's answer to an offer to hold; without one, things stay as they were. */
  async settleHold(held: boolean, answer: Described | undefined): Promise<boolean> {
    const done = await this.settle(answer)
    if (!done) await (await this.leg())?.direction(held ? 'sendrecv' : 'inactive')
    return done
  }

  /** The SBC's answer to an offer of ours. */
  async settle(answer: Described | undefined): Promise<boolean> {
    const leg = await this.leg()
    const done = answer !== undefined && leg !== undefined && (await leg.accept(answer.body))
    if (done) this.#describe(answer)
    return done
  }

  /** The SBC's newest description, but for its address, which stays what it was. */
  #describe({ offer, body }: Described): void {
    const { address, port } = this.#agreed?.offer ?? offer
    this.#agreed = { offer: { ...offer, address, port }, body }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const leg = await this.leg()
    await leg?.close()
  }

  async #answerFirst(): Promise<SoundLeg | undefined> {
    const leg = await this.#openLeg()
    if (leg === undefined) return undefined
    const answer = await leg.answer(this.#agreed?.body ?? '')
    if (answer.ok && !this.#closed) {
      this.#sdp = this.#shaped(answer.sdp)
      return leg
    }
    if (!answer.ok) this.#log('warn', 'media refused', { why: answer.words })
    await leg.close()
    return undefined
  }

  #openLeg(): Promise<SoundLeg | undefined> {
    const group = this.#group === undefined ? {} : { group: this.#group }
    return this.#studio.open({ id: `teams-${randomUUID()}`, secure: true, ...group })
  }

  /** A description that changed has a higher version, one that did not has none (RFC 3264 §8). */
  #shaped(sdp: string): string {
    const shape = (version: number): string =>
      microsoftShape(sdp, { sessionId: this.#sessionId, version })
    if (shape(this.#version) !== this.#shown) this.#version += 1
    this.#shown = shape(this.#version)
    return this.#shown
  }
}

function atOldAddress(
  { body, offer }: Described,
  old: { readonly address: string; readonly port: number },
): string {
  return body
    .replaceAll(`IP4 ${offer.address}`, `IP4 ${old.address}`)
    .replace(`m=audio ${offer.port} `, `m=audio ${old.port} `)
}
