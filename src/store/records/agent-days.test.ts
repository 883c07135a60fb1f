import type { AgentId, TenantId } from '#core'
import { toId } from '#core'
import type { Log } from '#engine'
import { expect, test } from 'vitest'
import { crowd, told } from '../fold/stories.ts'
import { openStore } from '../open-store.ts'
import { testDatabases } from '../places.ts'

const log: Log = () => {}
const acme: TenantId = toId('acme')
const bits: TenantId = toId('bits')
const ada = toId<AgentId>('ada')

const changes = told(`
  1  1000  agent-state-changed  agent=ada from=signed-out to=not-ready why=x reason=signed_in
  2  2000  agent-state-changed  agent=bob from=signed-out to=not-ready why=x reason=lunch
  3  3000  agent-state-changed  agent=ada from=not-ready to=available why=x
  4  5000  agent-state-changed  agent=ada from=available to=reserved why=x interaction=i1
  4  5000  agent-state-changed  agent=ada from=reserved to=talking why=x interaction=i1
  5  9000  agent-state-changed  agent=ada from=talking to=not-ready why=x reason=lunch
`)

test.each(testDatabases)(
  '$name tells an agent’s day, also after rows are made again',
  async ({ take }) => {
    await using taken = await take()
    await using store = await openStore(taken.place, { log })
    await store.records.keep(acme, changes)
    const asked = { agent: ada, from: 4000, to: 9000 }
    const day = [
      { state: 'available', from: 3000, to: 5000 },
      { state: 'reserved', from: 5000, to: 5000, interaction: 'i1' },
      { state: 'talking', from: 5000, interaction: 'i1' },
    ]
    expect(await store.tenant(acme).agentDay(asked)).toEqual(day)
    await store.rebuild(acme)
    expect(await store.tenant(acme).agentDay(asked)).toEqual(day)
    expect(await store.tenant(bits).agentDay(asked)).toEqual([])
    const later = { agent: ada, from: 9000, to: 10_000 }
    expect(await store.tenant(acme).agentDay(later)).toEqual([
      { state: 'talking', from: 5000, to: 9000, interaction: 'i1' },
      { state: 'not-ready', from: 9000, reason: 'lunch' },
    ])
  },
)

test.each(testDatabases)('$name adds up what an agent did since a moment', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  const facts = crowd(60, 3)
  await store.records.keep(acme, facts)
  const ended = facts.filter(({ fact }) => fact.kind === 'talk-ended')
  const middle = ended[Math.floor(ended.length / 2)]?.fact.at ?? 0
  const count = ended.filter(({ fact }) => fact.at >= middle).length
  expect(count).toBeGreaterThan(0)
  expect(await store.tenant(acme).agentFigures({ agent: ada, since: middle })).toEqual({
    handled: count,
    talkMs: 5000 * count,
    wrapUpMs: 4000 * count,
  })
})

test.each(testDatabases)(
  '$name counts what ended today, on whatever day it began',
  async ({ take }) => {
    await using taken = await take()
    await using store = await openStore(taken.place, { log })
    const [begun, ended, talkMs] = [1_000_000, 3 * 86_400_000, 3 * 86_400_000 - 1_002_000]
    const work = told(`
    1  ${begun}         interaction-arrived   interaction=i-1 channel=task key=k title=t from=c
    1  ${begun}         queue-entered         interaction=i-1 queue=sales priority=3 position=1 expectedWaitMs=0
    2  ${begun + 2000}  queue-left            interaction=i-1 queue=sales result=answered waitedMs=2000
    2  ${begun + 2000}  talk-started          interaction=i-1 queue=sales agent=ada
    3  ${ended}         talk-ended            interaction=i-1 queue=sales agent=ada talkMs=${talkMs} by=agent
    3  ${ended}         interaction-closed    interaction=i-1 outcome=handled lastedMs=${ended - begun}
  `)
    await store.records.keep(acme, work)
    const today = { agent: ada, since: ended - 3_600_000 }
    expect(await store.tenant(acme).agentFigures(today)).toEqual({
      handled: 1,
      talkMs,
      wrapUpMs: 0,
    })
  },
)
