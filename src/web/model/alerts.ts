import type { DeskView } from '#contract'

/** What the page tells an agent who is looking elsewhere. */
export interface Alert {
  readonly ringing: boolean
  /** Changes when there is something new to say aloud, and only then. */
  readonly key: string
  readonly says:
    | { readonly kind: 'nothing' }
    | { readonly kind: 'offer'; readonly customer: DeskCustomer; readonly queue: string }
    | { readonly kind: 'talk'; readonly customer: DeskCustomer }
    | { readonly kind: 'wrap-up'; readonly seconds: number }
    /** Work that is no call is offered: it is accepted here. */
    | { readonly kind: 'task'; readonly title: string }
    /** The system, not the agent, made him not ready: a missed offer, most often. */
    | { readonly kind: 'set-not-ready'; readonly reason: string }
}

/** Who calls, as far as an alert needs to know. */
export interface DeskCustomer {
  readonly address: string
  readonly name?: string | undefined
}

/** The reason the server gives while an agent has signed in and not yet chosen. */
const justSignedIn = 'signed in'

/** Whether the present reason is the system's own, so that the agent may not have seen it happen. */
export function wasSetNotReady(view: DeskView): boolean {
  return (
    view.state === 'not-ready' &&
    view.reason !== undefined &&
    view.reason !== justSignedIn &&
    !view.notReadyReasons.includes(view.reason)
  )
}

/** The alert a desk calls for. */
export function alertOf(view: DeskView): Alert {
  if (view.offer !== undefined) {
    const { offer, customer, queue } = view.offer
    return { ringing: true, key: offer, says: { kind: 'offer', customer, queue: queue.name } }
  }
  const task = view.works?.find(({ state, channel }) => state === 'reserved' && channel !== 'voice')
  if (task !== undefined) {
    const title = task.title ?? task.customer.name ?? task.customer.address
    // Told in the middle of a call too, but without a ring in the ear of who talks.
    const ringing = view.talk === undefined
    return { ringing, key: `task ${task.interaction}`, says: { kind: 'task', title } }
  }
  if (view.talk !== undefined) {
    const { interaction, customer } = view.talk
    return { ringing: false, key: `talk ${interaction}`, says: { kind: 'talk', customer } }
  }
  if (view.wrapUp !== undefined) {
    const seconds = Math.round((view.wrapUp.until - view.wrapUp.since) / 1000)
    const key = `wrap-up ${view.wrapUp.interaction}`
    return { ringing: false, key, says: { kind: 'wrap-up', seconds } }
  }
  if (wasSetNotReady(view)) {
    const says = { kind: 'set-not-ready', reason: view.reason ?? '' } as const
    return { ringing: false, key: `not-ready ${view.since}`, says }
  }
  return { ringing: false, key: '', says: { kind: 'nothing' } }
}
