import { setTimeout as pause } from 'node:timers/promises'
import type { DeskView } from '#contract'
import type { Person } from '../../e2e/peers/person.ts'

/** How often each agent looks at the desk and does something. */
const lookEveryMs = 1_200

type Act = (person: Person, desk: DeskView) => readonly [path: string, body?: object] | undefined

/** What agents do in the middle of a talk, each about as often as the next; most of the time they talk. */
const acts: readonly Act[] = [
  (_, { talk }) =>
    talk && [
      `/api/interactions/${talk.interaction}/${talk.held === undefined ? 'hold' : 'resume'}`,
    ],
  (_, { talk }) =>
    talk && [
      `/api/interactions/${talk.interaction}/transfer`,
      { to: { kind: 'queue', queue: 'sales' } },
    ],
  (_, { talk }) =>
    talk && [
      `/api/interactions/${talk.interaction}/transfer`,
      { to: { kind: 'number', number: '+441632960777' } },
    ],
  (_, { talk }) =>
    talk && [
      `/api/interactions/${talk.interaction}/consult`,
      { to: { kind: 'number', number: '+441632960778' } },
    ],
  (_, { talk }) =>
    talk?.consult && [`/api/interactions/${talk.interaction}/consult/decide`, { decision: 'join' }],
  (_, { talk }) =>
    talk?.consult && [
      `/api/interactions/${talk.interaction}/consult/decide`,
      { decision: 'complete' },
    ],
  (_, { talk }) =>
    talk?.consult && [
      `/api/interactions/${talk.interaction}/consult/decide`,
      { decision: 'return' },
    ],
  (_, { talk }) => talk && [`/api/interactions/${talk.interaction}/hang-up`],
  (_, { offer }) => offer && [`/api/offers/${offer.offer}/decline`],
]

/** An agent's next request: to be ready again, to file what is to be filed, or something with the talk. */
function next(person: Person, desk: DeskView, chance: () => number): ReturnType<Act> {
  if (desk.state === 'not-ready') return ['/api/desk/state', { state: 'available' }]
  if (desk.wrapUp !== undefined && chance() < 0.5) {
    const { interaction } = desk.wrapUp
    return chance() < 0.3
      ? [`/api/interactions/${interaction}/wrap-up/skip`]
      : [`/api/interactions/${interaction}/wrap-up`, { disposition: 'sold', note: 'Soaked.' }]
  }
  if (chance() < 0.6) return undefined
  return acts[Math.floor(chance() * acts.length)]?.(person, desk)
}

/** Lets signed-in people work until they are stopped. Refusals (a talk that just ended) are part of a day. */
export function openFloor(
  people: readonly Person[],
  chance: () => number,
): { stop(): Promise<number> } {
  const closing = new AbortController()
  let done = 0
  const work = async (person: Person): Promise<void> => {
    while (!closing.signal.aborted) {
      await pause(lookEveryMs * (0.5 + chance()))
      const request = next(person, await person.desk(), chance)
      if (request === undefined) continue
      const { status } = await person.post(...request)
      if (status >= 500) throw new Error(`${request[0]}: ${status}`)
      if (status < 300) done += 1
    }
  }
  const working = people.map(work)
  return {
    async stop() {
      closing.abort()
      await Promise.all(working)
      return done
    },
  }
}
