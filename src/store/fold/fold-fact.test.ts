import { expect, test } from 'vitest'
import type { Folded } from './fold-fact.ts'
import { foldFact } from './fold-fact.ts'
import type { InteractionRecord } from './rows.ts'
import { told } from './stories.ts'

function fold(lines: string): InteractionRecord | undefined {
  const first: Folded | undefined = undefined
  return told(lines).reduce<Folded | undefined>(foldFact, first)?.record
}

/** A record in a few lines, so that a test shows all of it. */
function drawn(record: InteractionRecord | undefined): string[] {
  if (record === undefined) return []
  const { segments, recordings, customer, ...row } = record
  const fields = (of: object): string =>
    Object.entries(of)
      .map(([name, value]) => `${name}=${typeof value === 'object' ? fields(value) : value}`)
      .join(' ')
  return [
    fields({ ...customer, ...row }),
    ...segments.map(({ nth, kind, ...rest }) => `${nth} ${kind} ${fields(rest)}`),
    ...recordings.map(fields),
  ]
}

const arrived = `1 1000 interaction-arrived interaction=i-1 channel=voice leg=l from=+441 to=+442 trunk=t`
const head = 'address=+441 id=i-1 channel=voice dialled=+442 arrivedAt=1000'

const stories: readonly (readonly [string, string, readonly string[]])[] = [
  ['a call that has just arrived has nothing but its arrival', arrived, [head]],
  [
    'a served call adds up its wait, its talk, its recording and how it was filed',
    `${arrived}
     1  1000 flow-started        interaction=i-1 flow=welcome version=v1
     1  1000 step-entered        interaction=i-1 flow=welcome step=hello does=say attempt=1
     2  3000 queue-entered       interaction=i-1 queue=sales priority=3 position=1 serviceLevelMs=9000
     3  5000 offer-made          interaction=i-1 queue=sales offer=o-1 agent=ada leg=l-2 until=9000
     4  8000 queue-left          interaction=i-1 queue=sales why=answered waitedMs=5000
     4  8000 talk-started        interaction=i-1 queue=sales agent=ada
     5  8010 recording-started   interaction=i-1 recording=r-1
     6 20000 talk-ended          interaction=i-1 queue=sales agent=ada talkMs=12000 by=customer
     7 20100 recording-finished  interaction=i-1 recording=r-1 recordingFile=r-1.wav
     8 30000 wrap-up-ended       interaction=i-1 queue=sales agent=ada how=completed wrapUpMs=10000 disposition=sold note=two_chairs
     8 30000 interaction-closed  interaction=i-1 outcome=handled lastedMs=29000`,
    [
      `${head} queue=sales waitedMs=5000 agent=ada talkMs=12000 disposition=sold note=two chairs outcome=handled endedAt=30000`,
      '1 flow flow=welcome version=v1 startedAt=1000 endedAt=3000 result=queue lastedMs=2000',
      '2 queue queue=sales serviceLevelMs=9000 startedAt=3000 endedAt=8000 result=answered lastedMs=5000',
      '3 talk queue=sales agent=ada startedAt=8000 endedAt=20000 result=customer lastedMs=12000 wrapUpMs=10000 disposition=sold',
      `id=r-1 interaction=i-1 startedAt=8010 file=file=r-1.wav durationMs=5000 bytes=160044 sha256=${'ab'.repeat(32)}`,
    ],
  ],
  [
    'a flow that goes on after a time-out in the queue is a stretch of its own',
    `${arrived}
     1  1000 flow-started       interaction=i-1 flow=welcome version=v1
     2  2000 queue-entered      interaction=i-1 queue=sales priority=3 position=1 serviceLevelMs=9000
     3  9000 queue-left         interaction=i-1 queue=sales why=timeout waitedMs=7000
     3  9000 step-entered       interaction=i-1 flow=welcome step=sorry does=say attempt=1
     3  9000 queue-entered      interaction=i-1 queue=service priority=3 position=4 serviceLevelMs=9000
     4 12000 queue-left         interaction=i-1 queue=service why=abandoned waitedMs=3000
     4 12000 interaction-closed interaction=i-1 outcome=abandoned-in-queue lastedMs=11000`,
    [
      `${head} queue=service waitedMs=10000 outcome=abandoned-in-queue endedAt=12000`,
      '1 flow flow=welcome version=v1 startedAt=1000 endedAt=2000 result=queue lastedMs=1000',
      '2 queue queue=sales serviceLevelMs=9000 startedAt=2000 endedAt=9000 result=timeout lastedMs=7000',
      '3 flow flow=welcome version=v1 startedAt=9000 endedAt=9000 result=queue lastedMs=0',
      '4 queue queue=service serviceLevelMs=9000 startedAt=9000 endedAt=12000 result=abandoned lastedMs=3000',
    ],
  ],
  [
    'a caller turned away by a full queue has visited it for no time at all',
    `${arrived}
     2 2000 queue-left interaction=i-1 queue=sales why=full waitedMs=0`,
    [
      `${head} queue=sales waitedMs=0`,
      '1 queue queue=sales startedAt=2000 endedAt=2000 result=full lastedMs=0',
    ],
  ],
  [
    'a talk outside is a stretch from its answer to its end; a number that only rang is none',
    `${arrived}
     1 1000 flow-started       interaction=i-1 flow=welcome version=v1
     2 2000 number-rung        interaction=i-1 number=+44777 leg=l-2 until=9000
     3 3000 number-ended       interaction=i-1 number=+44777 how=busy lastedMs=1000
     4 3000 number-rung        interaction=i-1 number=+44888 leg=l-3 until=9000
     5 4000 number-answered    interaction=i-1 number=+44888
     6 7000 number-ended       interaction=i-1 number=+44888 how=too-long lastedMs=3000
     7 7000 interaction-closed interaction=i-1 outcome=transferred lastedMs=6000`,
    [
      `${head} outcome=transferred endedAt=7000`,
      '1 flow flow=welcome version=v1 startedAt=1000 endedAt=4000 result=number lastedMs=3000',
      '2 number number=+44888 startedAt=4000 endedAt=7000 result=too-long lastedMs=3000',
    ],
  ],
  [
    'closing ends whatever is under way, a queue and a talk by fault',
    `${arrived}
     1 1000 flow-started       interaction=i-1 flow=welcome version=v1
     2 2000 queue-entered      interaction=i-1 queue=sales priority=3 position=1 serviceLevelMs=9000
     3 3000 talk-started       interaction=i-1 queue=sales agent=ada
     4 4000 interaction-closed interaction=i-1 outcome=fault lastedMs=3000`,
    [
      `${head} queue=sales agent=ada outcome=fault endedAt=4000`,
      '1 flow flow=welcome version=v1 startedAt=1000 endedAt=2000 result=queue lastedMs=1000',
      '2 queue queue=sales serviceLevelMs=9000 startedAt=2000 endedAt=4000 lastedMs=2000 result=fault',
      '3 talk queue=sales agent=ada startedAt=3000 endedAt=4000 lastedMs=1000 result=fault',
    ],
  ],
  [
    'a wrap-up that ran out of time files nothing, and a later one of another agent does',
    `${arrived}
     2 2000 talk-started  interaction=i-1 queue=sales agent=ada
     3 3000 talk-ended    interaction=i-1 queue=sales agent=ada talkMs=1000 by=agent
     4 4000 talk-started  interaction=i-1 queue=service agent=bob
     5 6000 talk-ended    interaction=i-1 queue=service agent=bob talkMs=2000 by=fault
     6 7000 wrap-up-ended interaction=i-1 queue=sales agent=ada how=time-out wrapUpMs=4000
     7 8000 wrap-up-ended interaction=i-1 queue=service agent=bob how=completed wrapUpMs=2000 disposition=sold`,
    [
      `${head} queue=service agent=bob talkMs=3000 disposition=sold`,
      '1 talk queue=sales agent=ada startedAt=2000 endedAt=3000 result=agent lastedMs=1000 wrapUpMs=4000',
      '2 talk queue=service agent=bob startedAt=4000 endedAt=6000 result=fault lastedMs=2000 wrapUpMs=2000 disposition=sold',
    ],
  ],
  [
    'facts about an interaction that never arrived make nothing',
    `1 1000 queue-entered interaction=i-1 queue=sales priority=3 position=1 serviceLevelMs=9000`,
    [],
  ],
  [
    'what PostgreSQL cannot store is replaced, and arriving twice changes nothing',
    `1 1000 interaction-arrived interaction=i-1 channel=voice leg=l from=a\0b\uD800 fromName=Bo\0b to=+442 trunk=t
     2 2000 interaction-arrived interaction=i-1 channel=voice leg=l from=other to=+442 trunk=t`,
    ['address=a\uFFFDb\uFFFD name=Bo\uFFFDb id=i-1 channel=voice dialled=+442 arrivedAt=1000'],
  ],
]

test.each(stories)('%s', (_, lines, expected) => {
  expect(drawn(fold(lines))).toEqual(expected)
})
