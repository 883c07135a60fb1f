import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { AgentConfig, RoutingRule } from '../config.ts'
import type { AgentId, DispositionId, InteractionId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const everybody = ['ann', 'bob', 'cleo']

/** A floor whose queue follows a rule; everybody signs in, cleo first and ann last. */
function begin(rule: RoutingRule, agents: AgentConfig[] = everybody.map(agentNamed)): Rehearsal {
  const config = smallCompany({
    agents,
    queues: [
      { ...salesQueue, rule, skills: [{ skill: toId('dutch'), levelMin: 1, need: 'preferred' }] },
    ],
  })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  for (const { id: agent } of agents.toReversed()) {
    floor.pass(1000)
    floor.put({ kind: 'agent-signed-in', agent })
    floor.put({ kind: 'agent-state-set', agent, state: 'available' })
  }
  return floor
}

let calls = 0

function call(floor: Rehearsal): LegId {
  calls += 1
  const leg = toId<LegId>(`call-${calls}`)
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
  return leg
}

/** Talks with whoever is rung, files it at once, and says who it was. */
function handle(floor: Rehearsal): AgentId | undefined {
  floor.answer()
  floor.pass(5000)
  const talk = floor.facts.findLast(fact => fact.kind === 'talk-started')
  if (talk === undefined) return undefined
  const { agent, interaction } = talk
  floor.put({ kind: 'hang-up-requested', agent, interaction })
  const disposition = toId<DispositionId>('sold')
  floor.put({ kind: 'wrap-up-completed', agent, interaction, disposition, note: '' })
  return agent
}

function lastDecision(floor: Rehearsal): [string, string][] {
  const fact = floor.facts.findLast(one => one.kind === 'decision-made')
  return fact?.decision.candidates.map(one => [one.agent, one.reason.code]) ?? []
}

function handleFour(floor: Rehearsal): (AgentId | undefined)[] {
  return [1, 2, 3, 4].map(() => {
    call(floor)
    return handle(floor)
  })
}

test('Longest idle: whoever has been free longest is next', () => {
  expect(handleFour(begin('longest-idle'))).toEqual(['cleo', 'bob', 'ann', 'cleo'])
})

test('Round-robin: each has a turn in the configured order, whoever is idle how long', () => {
  const floor = begin('round-robin')
  expect(handleFour(floor)).toEqual(['ann', 'bob', 'cleo', 'ann'])
  call(floor)
  expect(lastDecision(floor)).toEqual([
    ['bob', 'next-in-turn'],
    ['cleo', 'later-in-turn'],
    ['ann', 'later-in-turn'],
  ])
})

test('Serial: the first in the configured order who is free is always next', () => {
  const floor = begin('serial')
  expect(handleFour(floor)).toEqual(['ann', 'ann', 'ann', 'ann'])
  call(floor)
  call(floor)
  expect(lastDecision(floor)).toEqual([
    ['bob', 'first-in-order'],
    ['cleo', 'later-in-order'],
    ['ann', 'reserved'],
  ])
})

test('Best-skilled: the higher level is taken, and of equal levels the longer idle', () => {
  const levels: Readonly<Record<string, number>> = { ann: 2, bob: 5, cleo: 2 }
  const agents = everybody.map(name => ({
    ...agentNamed(name),
    skills: [{ skill: toId<never>('dutch'), level: levels[name] ?? 0 }],
  }))
  const floor = begin('best-skilled', agents)
  call(floor)
  expect(lastDecision(floor)).toEqual([
    ['bob', 'best-skilled'],
    ['cleo', 'less-skilled'],
    ['ann', 'less-skilled'],
  ])
})

test('Ring-all: every free phone rings, the first answer has it, the others keep their idle place', () => {
  const floor = begin('ring-all')
  const before = floor.state.agents.get(toId('bob'))?.idle
  call(floor)
  expect(floor.pending.filter(one => one.order.kind === 'ring')).toHaveLength(3)
  expect(lastDecision(floor).map(([, code]) => code)).toEqual(Array(3).fill('rung-with-all'))
  // The phone that was rung last is cleo’s neighbour ann’s: she answers.
  floor.answer()
  expect(checkState(floor.state)).toEqual([])
  const ended = floor.facts.filter(fact => fact.kind === 'offer-ended')
  expect(ended.map(fact => [fact.agent, fact.result])).toEqual([
    ['ann', 'answered'],
    ['cleo', 'answered-elsewhere'],
    ['bob', 'answered-elsewhere'],
  ])
  expect(floor.facts.filter(fact => fact.kind === 'talk-started')).toHaveLength(1)
  expect(floor.state.agents.get(toId('bob'))?.idle).toEqual(before)
  expect(floor.pending.filter(one => one.order.kind === 'ring')).toEqual([])
})

test('Ring-all: one who declines does not stop the others; when the last has failed, it waits again', () => {
  const floor = begin('ring-all')
  call(floor)
  const interaction = toId<InteractionId>('i1')
  const phase = (): string | undefined => floor.state.interactions.get(interaction)?.phase.at
  floor.fail('declined')
  expect(phase()).toBe('offered')
  floor.fail('busy')
  expect(phase()).toBe('offered')
  floor.fail('busy')
  expect(phase()).toBe('waiting')
  expect(checkState(floor.state)).toEqual([])
})

test('Ring-all: a customer who leaves stops every phone', () => {
  const floor = begin('ring-all')
  const leg = call(floor)
  floor.put({ kind: 'leg-ended', leg, by: 'far-end', cause: 'BYE' })
  expect(floor.state.interactions.size).toBe(0)
  const states = [...floor.state.agents.values()].map(agent => agent.routing.at)
  expect(states).toEqual(['available', 'available', 'available'])
})
