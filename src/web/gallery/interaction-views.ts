import type { FlowsView, InteractionRow, InteractionView, TimelineEntry } from '#contract'
import { amara, customer, decision, dialled, firstDecision, joel, sales, support } from './cast.ts'

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
  const [agent, queue, flow, version] = ['amara', 'support', 'main', '4f2a91c0']
  return [
    entry(
      0,
      'interaction-arrived',
      'Priya Raman (+441632960147) called +441632960100 on trunk carrier.',
    ),
    entry(0, 'interaction-answered', 'Answered, to be greeted.'),
    entry(0, 'flow-started', 'Flow “Main line” began, version 4f2a91c0.', { flow, version }),
    entry(1, 'step-entered', 'Step greeting: says a prompt.', { flow, step: 'greeting' }),
    entry(5, 'step-entered', 'Step menu: asks for a key, first try.', { flow, step: 'menu' }),
    entry(9, 'digit-pressed', 'The customer pressed 2: Support.', {
      digit: '2',
      meaning: 'choice',
    }),
    entry(9, 'step-entered', 'Step support: waits in a queue.', { flow, step: 'support' }),
    entry(9, 'queue-entered', 'Joined the queue Support, second in line.', { queue }),
    {
      ...entry(40, 'decision-made', 'Joel Lindqvist was chosen: idle longest, 6 min 2 s.'),
      decision: firstDecision,
    },
    entry(40, 'offer-made', 'Offered to Joel Lindqvist, until 20 s from then.', {
      offer: 'f1',
      agent: 'joel',
    }),
    entry(55, 'offer-ended', 'Declined after 15 s.', {
      offer: 'f1',
      agent: 'joel',
      result: 'declined',
    }),
    {
      ...entry(56, 'decision-made', 'Amara Okafor was chosen: idle longest, 4 min 12 s.'),
      decision,
    },
    entry(56, 'offer-made', 'Offered to Amara Okafor, until 20 s from then.', {
      offer: 'f2',
      agent,
    }),
    entry(57, 'offer-ringing', 'Amara’s Teams phone rings.'),
    entry(63, 'offer-ended', 'Answered after 7 s.', { offer: 'f2', agent, result: 'answered' }),
    entry(63, 'queue-left', 'Left the queue: answered after 54 s.', { queue, why: 'answered' }),
    entry(63, 'talk-started', 'Amara Okafor talks with the customer.', { agent, queue }),
    entry(63, 'recording-started', 'Recording began, both sides.'),
    entry(68, 'held', 'Amara Okafor put the customer on hold.', { agent, by: 'agent' }),
    entry(71, 'resumed', 'Amara Okafor took the customer off hold.', { agent, by: 'agent' }),
    entry(75, 'talk-ended', 'The customer hung up after 12 s.', { agent, by: 'customer' }),
    entry(75, 'recording-finished', 'The recording is kept: 12 s.'),
    entry(75, 'wrap-up-started', 'Amara Okafor wraps up.', { agent }),
    entry(92, 'wrap-up-ended', 'Amara Okafor: Solved.', { agent }),
    entry(92, 'interaction-closed', 'Handled, 1 min 32 s after it arrived.'),
  ]
}

type Exit = FlowsView['flows'][number]['steps'][number]['exits'][number]

function exit(on: Exit['on'], to: string): Exit {
  return { on, to }
}

/** The flow the customer went through. */
export function flowsAt(at: number): FlowsView {
  return {
    at,
    flows: [
      {
        flow: 'main',
        name: 'Main line',
        version: '4f2a91c0',
        start: 'greeting',
        steps: [
          {
            id: 'greeting',
            kind: 'say',
            about: 'Welcome to Contoso',
            exits: [exit('next', 'menu')],
          },
          {
            id: 'menu',
            label: 'Sales or support',
            kind: 'menu',
            about: 'For sales, press 1',
            exits: [
              { on: 'key', of: '1', to: 'sales' },
              { on: 'key', of: '2', to: 'support' },
              { on: 'key', of: '9', to: 'menu' },
              exit('otherwise', 'sales'),
            ],
          },
          {
            id: 'sales',
            kind: 'queue',
            about: 'Sales',
            exits: [exit('timeout', 'message'), exit('closed', 'message')],
          },
          {
            id: 'support',
            kind: 'queue',
            about: 'Support',
            exits: [exit('timeout', 'message'), exit('closed', 'message')],
          },
          {
            id: 'message',
            kind: 'voicemail',
            about: 'Leave a message',
            exits: [exit('next', 'end')],
          },
          { id: 'end', kind: 'hang-up', about: '', exits: [] },
        ],
      },
    ],
  }
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
    filings: [
      {
        at: arrivedAt + 84_000,
        agent: joel,
        how: 'left',
        note: 'The zip is under warranty until March.',
      },
      {
        at: arrivedAt + 92_000,
        agent: amara,
        how: 'completed',
        disposition: { id: 'solved', name: 'Solved' },
        note: 'Replaced the zip under warranty. She will send the jacket back in the old parcel.',
      },
    ],
    timeline: [...timeline(arrivedAt)],
    segments: [
      { kind: 'flow', startedAt: arrivedAt, lastedMs: 9000, flow: 'main', result: 'queue' },
      {
        kind: 'queue',
        startedAt: arrivedAt + 9000,
        lastedMs: 54_000,
        queue: support,
        result: 'answered',
      },
      {
        kind: 'talk',
        startedAt: arrivedAt + 63_000,
        lastedMs: 12_000,
        queue: support,
        agent: amara,
        result: 'customer',
      },
    ],
    recordings: [
      {
        id: 'r-1',
        url: recordingUrl,
        startedAt: arrivedAt + 63_000,
        durationMs: 12_000,
        bytes: 384_044,
        sha256: '9f2c41d2a7b6e8d0c3f5a1928374655647382910abcdef0123456789abcdef01',
      },
    ],
  }
}
