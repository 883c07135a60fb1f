/** What the recorded days have in them: a kind that is in none of them could change its mind unseen. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { FlowStep, Input, TenantConfig } from '#core'
import { currentFlags } from '#core'

const folder = join(import.meta.dirname, 'replay')
const inputs = readdirSync(folder)
  .filter(name => name.endsWith('.jsonl.gz'))
  .flatMap(name =>
    gunzipSync(readFileSync(join(folder, name)))
      .toString('utf8')
      .split('\n'),
  )
  .flatMap((line): Input[] => (line === '' ? [] : [JSON.parse(line)]))
const configured = inputs.flatMap(input => (input.kind === 'tenant-configured' ? [input] : []))
const configs = configured.map(({ config }) => config)

/** Every kind of input: a new one does not compile until it has its line, and is recorded or says why not. */
const kinds: Readonly<Record<Input['kind'], 'recorded' | { readonly why: string }>> = {
  'agent-signed-in': 'recorded',
  'agent-signed-out': 'recorded',
  'agent-state-ordered': 'recorded',
  'agent-state-set': 'recorded',
  'consult-decided': 'recorded',
  'consult-requested': 'recorded',
  'device-changed': 'recorded',
  'digit-pressed': 'recorded',
  'hang-up-requested': 'recorded',
  'hold-requested': 'recorded',
  'interaction-arrived': 'recorded',
  'interaction-cancelled': 'recorded',
  'invariant-broken': { why: 'it stands for a fault of the core, and no day is recorded with one' },
  'keys-requested': 'recorded',
  'leg-ended': 'recorded',
  'leg-held': 'recorded',
  'leg-resumed': 'recorded',
  'leg-ringing': 'recorded',
  'monitor-end-requested': 'recorded',
  'monitor-requested': 'recorded',
  'move-ordered': 'recorded',
  'mute-requested': 'recorded',
  'note-written': 'recorded',
  'offer-accepted': 'recorded',
  'offer-declined': 'recorded',
  'order-done': 'recorded',
  'order-failed': 'recorded',
  'presence-changed': 'recorded',
  'rank-ordered': 'recorded',
  'recording-pause-requested': 'recorded',
  'resume-requested': 'recorded',
  'silence-heard': 'recorded',
  'take-over-requested': 'recorded',
  'tenant-configured': 'recorded',
  'time-passed': 'recorded',
  'transfer-requested': 'recorded',
  'wrap-up-completed': 'recorded',
  'wrap-up-end-ordered': 'recorded',
  'wrap-up-extended': 'recorded',
  'wrap-up-skipped': 'recorded',
}

const steps: Readonly<Record<FlowStep['kind'], true>> = {
  branch: true,
  collect: true,
  flow: true,
  'hang-up': true,
  hours: true,
  menu: true,
  queue: true,
  return: true,
  say: true,
  set: true,
  transfer: true,
  voicemail: true,
}

/** Flags that came after the last recording; `node scripts/recorded-day.ts --record full-day` takes them in. */
const toBeRecorded: readonly number[] = []

test('the recorded days have every kind of input, but those that say why not', () => {
  const wanted = Object.entries(kinds).flatMap(([kind, is]) => (is === 'recorded' ? [kind] : []))
  expect([...new Set<string>(inputs.map(({ kind }) => kind))].toSorted()).toEqual(wanted)
})

test('the recorded days have every kind of step', () => {
  const found = configs.flatMap(({ flows }) =>
    flows.flatMap(flow => Object.values(flow.steps).map(({ kind }) => kind)),
  )
  expect([...new Set<string>(found)].toSorted()).toEqual(Object.keys(steps))
})

test('every flag in force was on while a day was recorded', () => {
  const found = new Set(configured.flatMap(({ flags = [] }) => flags))
  expect(currentFlags.filter(flag => !found.has(flag))).toEqual(toBeRecorded)
})

const wishes: readonly (readonly [string, (config: TenantConfig) => boolean])[] = [
  ['opening hours', ({ hours }) => hours.length > 0],
  ['tasks', ({ channels }) => channels?.task !== undefined],
  ['a supervisor', ({ agents }) => agents.some(({ role }) => role === 'supervisor')],
  ['own weights', ({ agents }) => agents.some(({ weights }) => weights !== undefined)],
  ['own presences', ({ agents }) => agents.some(one => one.presenceBlocks !== undefined)],
  ['nobody waits alone', ({ queues }) => queues.some(({ noAgents }) => noAgents === 'leave')],
  ['wrap-up by agents', ({ queues }) => queues.some(one => one.wrapUpEnds === 'by-agent')],
  ...(['longest-idle', 'ring-all', 'round-robin', 'best-skilled', 'serial'] as const).map(
    rule => [rule, ({ queues }: TenantConfig) => queues.some(one => one.rule === rule)] as const,
  ),
]

test.each(wishes)('the recorded days have a configuration with %s', (_, has) => {
  expect(configs.some(has)).toBe(true)
})
