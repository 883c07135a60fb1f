import { expect, test } from 'vitest'
import type { InteractionId } from '#core'
import { toId } from '#core'
import type { JournalPort } from '../ports/journal.ts'
import { memoryJournal } from '../ports/memory-journal.ts'
import { ann, config, openFloor, openWithAnn, tenant, wordsKept } from './rehearse-lane.ts'

test('A call runs through the lane by itself: prompt, queue, ring, talk, recording, end', async () => {
  const floor = await openWithAnn()
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(65_000)
  floor.channel.hangUp(leg)
  await floor.clock.pass(30_000)
  expect(floor.channel.given).toEqual([
    'answer c1',
    'play c1',
    'play c1',
    'ring i1-1',
    'connect',
    'record',
    'stop-recording',
    'hang-up i1-1',
  ])
  await floor.lane.kept()
  expect(wordsKept(floor).at(-1)).toBe('Closed after 1 min 35 s: handled by an agent')
  expect(floor.channel.counts()).toEqual({ legs: 0, open: 0 })
  expect(floor.lane.counts()).toMatchObject({ inputsWaiting: 0, ordersOut: 0, interactions: 0 })
  await floor.lane.close()
  expect(floor.clock.timers()).toBe(0)
})

test('A lane settles when its last order is back, and does not wait for ever', async () => {
  const floor = await openWithAnn()
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(1)
  let settled = 0
  const wait = async (): Promise<void> => {
    await floor.lane.settle(10_000)
    settled += 1
  }
  void wait()
  await floor.clock.pass(100)
  expect(settled).toBe(0)
  floor.channel.hangUp(leg)
  await floor.clock.pass(100)
  expect(settled).toBe(1)
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(1)
  void wait()
  await floor.clock.pass(10_000)
  expect(settled).toBe(2)
  await floor.lane.close()
})

test('No order leaves before its input is durable', async () => {
  const told: string[] = []
  const journal = memoryJournal()
  const watched: JournalPort = {
    ...journal,
    async append(to, entries) {
      await journal.append(to, entries)
      told.push(...entries.map(entry => entry.input.kind))
    },
  }
  const floor = await openFloor({ journal: watched })
  await floor.lane.submit({ kind: 'tenant-configured', config })
  const given = floor.channel.given.length
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(1)
  expect(told.indexOf('interaction-arrived')).toBe(1)
  expect(floor.channel.given.length).toBeGreaterThan(given)
  await floor.lane.close()
})

test('A lane opened again on the same journal has the same state, and keeps the same facts', async () => {
  const floor = await openWithAnn()
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  floor.channel.hangUp(leg)
  await floor.clock.pass(60_000)
  await floor.lane.close()
  const again = await openFloor({ journal: floor.journal, clock: floor.clock })
  expect(again.lane.read(state => structuredClone(state))).toEqual(
    floor.lane.read(state => structuredClone(state)),
  )
  await again.lane.close()
  expect(again.records.facts(tenant)).toEqual(floor.records.facts(tenant))
})

test('After a restart in the middle of a talk nobody is left talking to nobody', async () => {
  const floor = await openWithAnn()
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('talking')
  await floor.lane.close()
  const again = await openFloor({
    journal: floor.journal,
    records: floor.records,
    clock: floor.clock,
  })
  expect(again.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('wrap-up')
  await again.clock.pass(30_000)
  expect(
    again.lane.read(state => [state.interactions.size, state.legs.size, state.orders.size]),
  ).toEqual([0, 0, 0])
  await again.lane.kept()
  expect(wordsKept(again).at(-1)).toBe('Closed after 40 s: handled by an agent')
  await again.lane.close()
})

test('After a restart while a phone rings the caller is gone and the agent is free again', async () => {
  const floor = await openWithAnn()
  floor.channel.phone('+441632960001', { does: 'ring' })
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(5000)
  await floor.lane.close()
  const again = await openFloor({
    journal: floor.journal,
    records: floor.records,
    clock: floor.clock,
  })
  expect(again.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('available')
  expect(again.lane.counts().interactions).toBe(0)
  await again.lane.close()
})

test('A refused input is answered with words and changes nothing', async () => {
  const floor = await openWithAnn()
  const taken = await floor.lane.submit({
    kind: 'hang-up-requested',
    agent: ann,
    interaction: toId<InteractionId>('i9'),
  })
  expect(taken).toMatchObject({ ok: false, refused: { code: 'unknown-interaction' } })
  await floor.lane.close()
})

test('A journal that fails stops the lane with an alarm; nothing is decided that is not durable', async () => {
  const alarms: string[] = []
  const journal = memoryJournal()
  let full = false
  const floor = await openFloor({
    journal: {
      ...journal,
      append: (to, entries) =>
        full ? Promise.reject(new Error('disk full')) : journal.append(to, entries),
    },
    log: (level, event) => {
      if (level === 'alarm') alarms.push(event)
    },
  })
  await floor.lane.submit({ kind: 'tenant-configured', config })
  full = true
  await expect(floor.lane.submit({ kind: 'agent-signed-in', agent: ann })).rejects.toThrow(
    'tenant contoso has stopped: disk full',
  )
  expect(alarms).toEqual(['lane-stopped'])
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('signed-out')
  await floor.lane.close()
})

test('After a restart no agent is offered a caller who is gone, whatever was due meanwhile', async () => {
  const floor = await openWithAnn()
  const first = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  floor.channel.call('+441632960998', '+441632960100')
  floor.channel.call('+441632960997', '+441632960100')
  await floor.clock.pass(5_000)
  floor.channel.hangUp(first)
  await floor.clock.pass(1_000)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('wrap-up')
  await floor.lane.close()
  await floor.clock.pass(600_000)
  const { clock, journal, records } = floor
  const again = await openFloor({ clock, journal, records })
  await clock.pass(1_000)
  expect(again.channel.given.filter(order => order.startsWith('ring'))).toEqual([])
  expect(again.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('available')
  expect(again.lane.counts()).toMatchObject({ interactions: 0, ordersOut: 0 })
  await again.lane.close()
})
