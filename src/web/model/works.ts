import type { DeskView, WorkView } from '#contract'

/** A piece of work on the desk, the call among them with all that is known of it. */
export type DeskWork =
  | { readonly kind: 'offer'; readonly id: string; readonly offer: NonNullable<DeskView['offer']> }
  | { readonly kind: 'talk'; readonly id: string; readonly talk: NonNullable<DeskView['talk']> }
  | {
      readonly kind: 'wrap-up'
      readonly id: string
      readonly wrapUp: NonNullable<DeskView['wrapUp']>
    }
  | { readonly kind: 'task'; readonly id: string; readonly work: WorkView }

/** The call on the desk, if there is one. */
function callOf({ offer, talk, wrapUp }: DeskView): DeskWork | undefined {
  if (offer !== undefined) return { kind: 'offer', id: offer.interaction, offer }
  if (talk !== undefined) return { kind: 'talk', id: talk.interaction, talk }
  if (wrapUp !== undefined) return { kind: 'wrap-up', id: wrapUp.interaction, wrapUp }
  return undefined
}

/** What is most urgent first: what rings, then what is under way, then what is to be filed. */
const urgency: readonly WorkView['state'][] = ['reserved', 'talking', 'wrap-up']

/** A task that is to be filed is filed as a call is. */
function taskWork(work: WorkView): DeskWork {
  const { state, queue, dispositions, form } = work
  if (state !== 'wrap-up' || queue === undefined || dispositions === undefined) {
    return { kind: 'task', id: work.interaction, work }
  }
  const { interaction, customer, since, until = since } = work
  const wrapUp = { interaction, customer, queue, since, until, dispositions }
  if (form !== undefined) return { kind: 'wrap-up', id: interaction, wrapUp: { ...wrapUp, form } }
  return { kind: 'wrap-up', id: interaction, wrapUp }
}

/** All the agent is at, the call first: it cannot wait. */
export function worksOf(view: DeskView): readonly DeskWork[] {
  const call = callOf(view)
  const others = (view.works ?? [])
    .filter(({ interaction }) => interaction !== call?.id)
    .toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state) || a.since - b.since)
    .map(taskWork)
  return call === undefined ? others : [call, ...others]
}

/** Whether an agent who is at work is at work that is no call. */
export function isAtTask({ state, talk, works = [] }: DeskView): boolean {
  return state === 'talking' && talk === undefined && works.some(work => work.channel !== 'voice')
}

/** What of the desk's work is shown: what rings by phone, else what was chosen, else the first. */
export function shownWork(
  works: readonly DeskWork[],
  chosen: string | undefined,
): DeskWork | undefined {
  const ringing = works.find(({ kind }) => kind === 'offer')
  return ringing ?? works.find(({ id }) => id === chosen) ?? works[0]
}
