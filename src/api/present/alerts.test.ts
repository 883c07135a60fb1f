import type { QueueRow } from '#contract'
import type { QueueAlerts } from '#core'
import { expect, test } from 'vitest'
import { alertsOf } from './alerts.ts'

type Today = QueueRow['today']
type Row = Omit<QueueRow, 'alerts'>

const now = 1_000_000
const today: Today = {
  offered: 0,
  answered: 0,
  abandoned: 0,
  leftOtherwise: 0,
  answeredInTime: 0,
  waitMsAnswered: 0,
}
const agents = { available: 2, reserved: 0, talking: 0, wrapUp: 0, notReady: 0, signedOut: 0 }
const row: Row = {
  id: 'support',
  name: 'Support',
  open: true,
  why: 'Always open.',
  waiting: 0,
  agents,
  today,
  serviceLevelMs: 20_000,
}

function kinds(limits: QueueAlerts | undefined, change: Partial<Row>): readonly string[] {
  return alertsOf(limits, { ...row, ...change }, now).map(({ kind, value }) => `${kind} ${value}`)
}

test.each<[string, Partial<Today>, readonly string[]]>([
  ['nobody came yet', {}, []],
  ['all were answered in time', { answered: 10, answeredInTime: 10 }, []],
  ['exactly the share wanted', { answered: 10, answeredInTime: 8 }, []],
  ['answers came late', { answered: 10, answeredInTime: 7 }, ['service-level 70']],
  ['all gave up', { abandoned: 30 }, ['service-level 0']],
  [
    'the answers were in time, and thirty gave up',
    { answered: 10, answeredInTime: 10, abandoned: 30 },
    ['service-level 25'],
  ],
  [
    'some were led elsewhere',
    { answered: 10, answeredInTime: 10, leftOtherwise: 10 },
    ['service-level 50'],
  ],
])('Of the service level as the board shows it is alarmed where %s', (_, change, alerts) => {
  expect(kinds({ serviceLevelMin: 80 }, { today: { ...today, ...change } })).toEqual(alerts)
})

test.each<[string, QueueAlerts | undefined, Partial<Row>, readonly string[]]>([
  ['no threshold is set', undefined, { waiting: 90 }, []],
  ['as many wait as may', { waitingMax: 3 }, { waiting: 3 }, []],
  ['more wait than may', { waitingMax: 3 }, { waiting: 4 }, ['waiting 4']],
  ['nobody waits', { longestWaitMs: 60_000 }, {}, []],
  ['the first waits just as long', { longestWaitMs: 60_000 }, { waitingSince: now - 60_000 }, []],
  [
    'the first waits longer, told by when it began',
    { longestWaitMs: 60_000 },
    { waitingSince: now - 60_001 },
    [`longest-wait ${now - 60_001}`],
  ],
  ['enough are free', { availableMin: 2 }, {}, []],
  ['too few are free', { availableMin: 3 }, {}, ['available 2']],
  ['the queue is closed', { availableMin: 3 }, { open: false }, []],
])('A queue’s thresholds where %s', (_, limits, change, alerts) => {
  expect(kinds(limits, change)).toEqual(alerts)
})
