import { randomUUID } from 'node:crypto'
import type { EmulatorLog } from '../emulator.ts'
import type { Offer } from '../rules/offer.ts'
import type { SoundLeg, SoundStudio } from '../sound/sound-leg.ts'
import { microsoftShape } from './microsoft-sdp.ts'

/** An SBC's description as it came, and as it was read. */
export interface Described {
  readonly offer: Offer
  readonly body: string
}

/** The media processor's part of one call: the leg, and what was agreed on last. */
export class CallSound {
  readonly #studio: SoundStudio
  readonly #log: EmulatorLog
  readonly #sessionId: number
  #agreed: Described
  #leg: Promise<SoundLeg | undefined> | undefined
  #closed = false
  #sdp = ''
  #version = 0

  constructor(
    first: Described,
    lent: { readonly studio: SoundStudio; readonly log: EmulatorLog; readonly correlation: string },
  ) {
    this.#agreed = first
    this.#studio = lent.studio
    this.#log = lent.log
    this.#sessionId = Number.parseInt(lent.correlation.slice(0, 4), 16) + 1
  }

  /** The leg that answers the first offer; undefined when nothing could be agreed on. */
  open(): Promise<SoundLeg | undefined> {
    this.#leg ??= this.#answerFirst()
    return this.#leg
  }

  /** The leg, if one was opened. */
  leg(): Promise<SoundLeg | undefined> {
    return this.#leg ?? Promise.resolve(undefined)
  }

  /** Our description, in Microsoft's shape. */
  sdp(): string {
    return this.#sdp
  }

  agreed(): Described {
    return this.#agreed
  }

  /** Answers a changed offer at the old address: a new one is negotiated and ignored (direct-routing §2.8). */
  async answerChange(changed: Described): Promise<string | undefined> {
    const leg = await this.leg()
    const { address, port } = this.#agreed.offer
    const answer = await leg?.answer(atOldAddress(changed, { address, port }))
    if (answer?.ok !== true) return undefined
    this.#agreed = { offer: { ...changed.offer, address, port }, body: changed.body }
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
    const offer = await leg?.offer()
    return offer?.ok === true ? this.#shaped(offer.sdp) : undefined
  }

  /** The SBC's answer to that offer; without one, things stay as they were. */
  async settleHold(held: boolean, answer: string | undefined): Promise<boolean> {
    const leg = await this.leg()
    const done = answer !== undefined && leg !== undefined && (await leg.accept(answer))
    if (!done) await leg?.direction(held ? 'sendrecv' : 'inactive')
    return done
  }

  async close(): Promise<void> {
    this.#closed = true
    const leg = await this.leg()
    await leg?.close()
  }

  async #answerFirst(): Promise<SoundLeg | undefined> {
    const leg = await this.#studio.open({ id: `teams-${randomUUID()}`, secure: true })
    if (leg === undefined) return undefined
    const answer = await leg.answer(this.#agreed.body)
    if (answer.ok && !this.#closed) {
      this.#sdp = this.#shaped(answer.sdp)
      return leg
    }
    if (!answer.ok) this.#log('warn', 'media refused', { why: answer.words })
    await leg.close()
    return undefined
  }

  #shaped(sdp: string): string {
    return microsoftShape(sdp, { sessionId: this.#sessionId, version: this.#version++ })
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
