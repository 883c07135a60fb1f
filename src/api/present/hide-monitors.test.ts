import { expect, test } from 'vitest'
import type { InteractionView, TraceView } from '#contract'
import { toId, type Fact } from '#core'
import { hidesMonitors, interactionWithoutMonitors, traceWithoutMonitors } from './hide-monitors.ts'
import { fakeTenant } from '../fake-floor.ts'

test('Only agents, and only where the tenant says so, are not to see who listens in', () => {
  const config = fakeTenant('acme')
  const hidden = { ...config, monitoringShown: false }
  expect([
    hidesMonitors(config, { role: 'agent' }),
    hidesMonitors(hidden, { role: 'agent' }),
    hidesMonitors(hidden, { role: 'supervisor' }),
    hidesMonitors(hidden, { role: 'admin' }),
  ]).toEqual([false, true, false, false])
})

function entry(kind: string, leg?: string): InteractionView['timeline'][number] {
  return { at: 1, kind, words: kind, fact: { kind, leg } }
}

test('The timeline an agent may see says nothing of the listener, and the listener’s leg is gone with it', () => {
  const view: InteractionView = {
    at: 1,
    row: {
      id: 'i1',
      channel: 'voice',
      customer: { address: '+441632960123' },
      dialled: '+441632960000',
      arrivedAt: 1,
      recorded: false,
    },
    filings: [],
    recordings: [],
    segments: [],
    timeline: [
      entry('talk-started'),
      entry('monitor-started', 'i1-3'),
      entry('monitor-answered'),
      entry('leg-ended', 'i1-3'),
      entry('monitor-ended'),
      entry('leg-ended', 'i1-1'),
    ],
  }
  expect(interactionWithoutMonitors(view).timeline.map(one => one.kind)).toEqual([
    'talk-started',
    'leg-ended',
  ])
})

test('Nor does the signalling an agent may see', () => {
  const sound = {
    at: 1,
    srtp: false,
    packetsIn: 0,
    packetsOut: 0,
    lost: 0,
    late: 0,
    jitterMs: 0,
    mos: 1,
  }
  const view: TraceView = {
    at: 1,
    legs: [
      { id: 'i1-1', party: 'agent' },
      { id: 'i1-3', party: 'agent' },
    ],
    messages: [],
    sounds: [
      { ...sound, leg: 'i1-1' },
      { ...sound, leg: 'i1-3' },
    ],
  }
  const started: Fact = {
    kind: 'monitor-started',
    at: 1,
    interaction: toId('i1'),
    agent: toId('ann'),
    supervisor: toId('sue'),
    mode: 'listen',
    leg: toId('i1-3'),
    until: 2,
  }
  const { legs, sounds } = traceWithoutMonitors(view, [started])
  expect([legs.map(({ id }) => id), sounds.map(({ leg }) => leg)]).toEqual([['i1-1'], ['i1-1']])
})
