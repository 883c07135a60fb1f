import type { InteractionRow, InteractionView, TimelineEntry } from '#contract'
import { amara, customer, decision, dialled, joel, sales, support } from './cast.ts'

/** A row of the list: one in five gave up. */
export function rowAt(at: number, index: number): InteractionRow {
  const minutesAgo = 4 + index * 7
  const arrivedAt = at - minutesAgo * 60_000
  const isAbandoned = index % 5 === 3
  return {
    id: `i-${index + 1}`,
    channel: 'voice',
    customer: index % 3 === 1 ? { address: `+4416329601${20 + index}` } : customer,
    dialled,
    arrivedAt,
    endedAt: arrivedAt + 200_000,
    queue: index % 2 === 0 ? support : sales,
    waitedMs: 9000 + index * 3100,
    recorded: !isAbandoned,
    outcome: isAbandoned ? 'abandoned-in-queue' : 'handled',
    ...(isAbandoned
      ? {}
      : {
          agent: index % 3 === 2 ? joel : amara,
          talkMs: 123_000 + index * 9000,
          disposition: { id: 'solved', name: 'Solved' },
        }),
  }
}

function timeline(at: number): readonly TimelineEntry[] {
  const entry = (s: number, kind: string, words: string, more: object = {}): TimelineEntry => ({
    at: at + s * 1000,
    kind,
    words,
    fact: { kind, interaction: 'i-1', at: at + s * 1000, ...more },
  })
  return [
    entry(
      0,
      'interaction-arrived',
      'Priya Raman (+441632960147) called +441632960100 on trunk carrier.',
    ),
    entry(0, 'interaction-answered', 'Answered, to be greeted.'),
    entry(0, 'flow-started', 'Flow “Main line” began, version 4f2a91c0.'),
    entry(1, 'step-entered', 'Step greeting: says a prompt.'),
    entry(5, 'step-entered', 'Step menu: asks for a key, first try.'),
    entry(9, 'digit-pressed', 'The customer pressed 2: Support.', {
      digit: '2',
      meaning: 'choice',
    }),
    entry(9, 'queue-entered', 'Joined the queue Support, second in line.'),
    {
      ...entry(56, 'decision-made', 'Amara Okafor was chosen: idle longest, 4 min 12 s.'),
      decision,
    },
    entry(56, 'offer-made', 'Offered to Amara Okafor, until 20 s from then.'),
    entry(57, 'offer-ringing', 'Amara’s Teams phone rings.'),
    entry(63, 'offer-ended', 'Answered after 7 s.'),
    entry(63, 'queue-left', 'Left the queue: answered after 54 s.'),
    entry(63, 'talk-started', 'Amara Okafor talks with the customer.'),
    entry(63, 'recording-started', 'Recording began, both sides.'),
    entry(75, 'talk-ended', 'The customer hung up after 12 s.'),
    entry(75, 'recording-finished', 'The recording is kept: 12 s.'),
    entry(92, 'wrap-up-completed', 'Amara Okafor: Solved.'),
    entry(92, 'interaction-ended', 'Handled, 1 min 32 s after it arrived.'),
  ]
}

/** One interaction an hour ago, whole. */
export function interactionAt(at: number, recordingUrl: string): InteractionView {
  const arrivedAt = at - 3_600_000
  return {
    at,
    row: {
      ...rowAt(at, 0),
      id: 'i-1',
      arrivedAt,
      endedAt: arrivedAt + 92_000,
      waitedMs: 54_000,
      talkMs: 12_000,
    },
    note: 'Replaced the zip under warranty. She will send the jacket back in the old parcel.',
    timeline: [...timeline(arrivedAt)],
    recording: {
      id: 'r-1',
      url: recordingUrl,
      durationMs: 12_000,
      bytes: 384_044,
      sha256: '9f2c41d2a7b6e8d0c3f5a1928374655647382910abcdef0123456789abcdef01',
    },
  }
}
