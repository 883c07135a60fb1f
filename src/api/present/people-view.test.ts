import { toId, type AgentId } from '#core'
import { expect, test } from 'vitest'
import { createFakeLane, fakeTenant, type FakeLane } from '../fake-floor.ts'
import { peopleListedMax, peopleView } from './people-view.ts'

const id = (name: string): AgentId => toId<AgentId>(name)

/** Anna and as many others as a list is long, all signed out; the last two of the configuration come to work. */
function openFloor(): FakeLane {
  const config = fakeTenant('acme')
  const [anna] = config.agents
  if (anna === undefined) throw new Error('no agents')
  const others = Array.from({ length: peopleListedMax + 1 }, (_, nth) => ({
    ...anna,
    id: id(`colleague-${nth}`),
    name: `Colleague ${nth}`,
    directoryId: `colleague-${nth}-directory-id`,
  }))
  const lane = createFakeLane({ ...config, agents: [anna, ...others] }, () => 1_000_000)
  for (const agent of [anna.id, lastButOne, last]) lane.put({ kind: 'agent-signed-in', agent })
  return lane
}

const last = id(`colleague-${peopleListedMax}`)
const lastButOne = id(`colleague-${peopleListedMax - 1}`)

function listed(lane: FakeLane, by: AgentId): ReturnType<typeof peopleView> {
  return lane.read(state => peopleView(state, { asked: '', at: 0, by }))
}

test('The free come first and are never cut off; that there are more is said', () => {
  const lane = openFloor()
  lane.put({ kind: 'agent-state-set', agent: last, state: 'available' })
  const { agents, more } = listed(lane, id('acme-anna'))
  expect(agents.slice(0, 3).map(agent => agent.id)).toEqual([last, lastButOne, id('colleague-0')])
  expect([agents.length, more]).toEqual([peopleListedMax, true])
})

test('Neither oneself is offered nor who is in the talk already', () => {
  const lane = openFloor()
  const anna = id('acme-anna')
  lane.put({ kind: 'agent-state-set', agent: anna, state: 'available' })
  lane.call('+441632960123')
  lane.answer()
  lane.put({ kind: 'agent-state-set', agent: last, state: 'available' })
  const ids = (by: AgentId): readonly string[] => listed(lane, by).agents.map(agent => agent.id)
  expect(ids(anna)).not.toContain(anna)
  expect(ids(anna)).toContain(last)
  const to = { kind: 'agent', agent: last } as const
  lane.put({ kind: 'consult-requested', agent: anna, interaction: toId('i1'), to })
  lane.answer()
  expect(ids(anna)).not.toContain(last)
  expect(ids(lastButOne)).toContain(anna)
})
