import type { Fact, InteractionId } from '#core'
import type { InteractionView, LiveMessage } from '#contract'
import { interactionWithoutMonitors } from '../present/hide-monitors.ts'
import type { FeedSource } from './tenant-feed.ts'
import { sendAll, type LiveSocket } from './live-socket.ts'

/** Facts are told a moment before the records have them: how long to wait between two looks. */
export const catchUpMs = 25
/** Looks at the records before what they have is shown as it is. */
export const catchUpLooksMax = 40

/** Tells the pages that watch an interaction when it has new facts. */
export interface InteractionPush {
  readonly push: (id: InteractionId, newest: Fact | undefined) => void
}

interface Pushing {
  newest: Fact | undefined
}

/** One reading at a time per interaction; what comes meanwhile is in the next. */
export function createInteractionPush(
  { views, clock, log }: FeedSource,
  watching: (id: InteractionId) => ReadonlySet<LiveSocket>,
): InteractionPush {
  const under = new Map<InteractionId, Pushing>()

  async function run(id: InteractionId, pushing: Pushing): Promise<void> {
    for (;;) {
      const { newest } = pushing
      const view = await caughtUp(id, newest)
      if (view !== undefined) {
        tellOne(id, view)
      }
      if (pushing.newest === newest || watching(id).size === 0) return
    }
  }

  /** Agents may not be meant to see who listened in: each of the two texts is made at most once. */
  function tellOne(id: InteractionId, view: InteractionView): void {
    const { whole = [], without = [] } = Object.groupBy(watching(id), ({ asking }) =>
      views.hidesMonitors(asking.person) ? 'without' : 'whole',
    )
    const tell = (pages: readonly LiveSocket[], shown: InteractionView): void => {
      const message: LiveMessage = { topic: 'interaction', id, view: shown }
      if (pages.length > 0) sendAll(pages, JSON.stringify(message))
    }
    tell(whole, view)
    tell(without, interactionWithoutMonitors(view))
  }

  async function caughtUp(
    id: InteractionId,
    newest: Fact | undefined,
  ): Promise<InteractionView | undefined> {
    for (let look = 1; ; look += 1) {
      const record = await views.records.interaction(id)
      const view = record === undefined ? undefined : await views.interaction(record)
      if (look === catchUpLooksMax) return view
      if (view !== undefined && has(view, newest)) {
        // The record was read before the facts: read once more, it has all that they have.
        const folded = await views.records.interaction(id)
        return folded === undefined ? view : await views.interaction(folded)
      }
      await new Promise<void>(resolve => {
        clock.after(catchUpMs, resolve)
      })
    }
  }

  return {
    push: (id, newest) => {
      const before = under.get(id)
      if (before !== undefined) {
        before.newest = newest
        return
      }
      const pushing = { newest }
      under.set(id, pushing)
      run(id, pushing)
        .catch((error: unknown) => log.error({ error }, 'an interaction could not be shown'))
        .finally(() => under.delete(id))
    },
  }
}

/** Whether a view shows a fact already; the newest is near the end. */
function has(view: InteractionView, fact: Fact | undefined): boolean {
  if (fact === undefined) return true
  const sought = JSON.stringify(fact)
  return view.timeline.some(
    entry =>
      entry.at === fact.at && entry.kind === fact.kind && JSON.stringify(entry.fact) === sought,
  )
}
