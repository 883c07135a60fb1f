import * as fc from 'fast-check'
import type { BoardView } from './views.ts'

/** What a row says: one number is enough to tell two rows of an id apart. */
interface Said {
  readonly id: string
  readonly says: number
}

/** Few ids and few words, so that boards meet again in every way: rows stay, come, go, move and return. */
const rows: fc.Arbitrary<Said[]> = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), says: fc.nat({ max: 2 }) }),
  { selector: ({ id }) => id, maxLength: 5 },
)

/** Boards for tests, small and alike. */
export const randomBoard: fc.Arbitrary<BoardView> = fc
  .record({ at: fc.nat(), name: fc.nat({ max: 1 }), queues: rows, agents: rows, calls: rows })
  .map(({ at, name, queues, agents, calls }) => ({
    at,
    tenant: { id: 'acme', name: `Acme ${name}` },
    notReadyReasons: name === 0 ? [] : ['Lunch'],
    queues: queues.map(queueOf),
    agents: agents.map(({ id, says }) => ({
      id,
      name: id,
      state: 'not-ready',
      since: says,
      queues: [],
      ...(says > 0 && { reason: `Reason ${says}` }),
    })),
    interactions: calls.map(({ id, says }) => ({
      id,
      customer: { address: 'web' },
      dialled: '',
      phase: 'arrived',
      since: says,
      arrivedAt: 0,
      ...(says > 0 && { monitor: monitorSince(says) }),
    })),
  }))

function monitorSince(since: number): BoardView['interactions'][number]['monitor'] {
  return { supervisor: { id: 'sue', name: 'Sue' }, mode: 'listen', state: 'up', since }
}

function queueOf({ id, says }: Said): BoardView['queues'][number] {
  return {
    id,
    name: id,
    open: true,
    why: 'Always open.',
    waiting: says,
    agents: { available: says, reserved: 0, talking: 0, wrapUp: 0, notReady: 0, signedOut: 0 },
    today: {
      offered: says,
      answered: 0,
      abandoned: 0,
      leftOtherwise: 0,
      answeredInTime: 0,
      waitMsAnswered: 0,
    },
    serviceLevelMs: 20_000,
  }
}
