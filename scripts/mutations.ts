/** One bug made by hand: a text of the core, what stands there instead, and what that breaks. */
export interface Mutation {
  readonly file: string
  readonly find: string
  readonly put: string
  readonly breaks: string
}

/**
 * Bugs somebody could really make, one at each promise the core gives. Each must be found by the
 * simulator or by a test; a text that is no longer there is an error, and its line here is changed.
 */
export const mutations: readonly Mutation[] = [
  {
    file: 'queue/line.ts',
    find: 'if (a.rank !== b.rank) return a.rank < b.rank',
    put: 'if (a.rank !== b.rank) return a.rank > b.rank',
    breaks: 'the least urgent are served first',
  },
  {
    file: 'queue/line.ts',
    find: 'return a.since < b.since || (a.since === b.since && a.order < b.order)',
    put: 'return a.since > b.since || (a.since === b.since && a.order < b.order)',
    breaks: 'of equals, the last to come is served first',
  },
  {
    file: 'queue/line.ts',
    find: 'piece.splice(index, 1)\n  line.length -= 1',
    put: 'piece.splice(index, 1)',
    breaks: 'a line forgets that somebody left it',
  },
  {
    file: 'queue/look-again.ts',
    find: 'if (again > turn.at && (soonest === undefined || again < soonest)) soonest = again',
    put: 'if (again > turn.at && (soonest === undefined || again > soonest)) soonest = again',
    breaks: 'who was tried first is offered again only when the last tried may be',
  },
  {
    file: 'step.ts',
    find: "part = 'timers'\n    fireDue(turn)\n    part = 'match'",
    put: "part = 'match'",
    breaks: 'a wait that ran out while a phone rang is offered on',
  },
  {
    file: 'queue/leave.ts',
    find: "joinLine(queue.waiting, placeOf(interaction, visit))\n  interaction.phase = { at: 'waiting', visit }",
    put: "visit = { ...visit, since: turn.at }\n  joinLine(queue.waiting, placeOf(interaction, visit))\n  interaction.phase = { at: 'waiting', visit }",
    breaks: 'who comes back from an offer goes to the end of the line',
  },
  {
    file: 'queue/leave.ts',
    find: "  setTimer(turn.state.timers, { kind: 'wait', of: interaction.id }, waitEnds)\n",
    put: '',
    breaks: 'after an offer nothing ends the wait any more',
  },
  {
    file: 'queue/leave.ts',
    find: 'turn.seeking.add(interaction.id)',
    put: 'void turn.seeking',
    breaks: 'after an offer that came to nothing no other agent is sought',
  },
  {
    file: 'queue/enter.ts',
    find: 'queue.waiting.length < queue.config.waitingMax',
    put: 'queue.waiting.length <= queue.config.waitingMax',
    breaks: 'one more waits than the queue allows',
  },
  {
    file: 'agent/move-agent.ts',
    find: "if (agent.routing.at === 'available') leaveLines(turn, agent)\n  if (by",
    put: 'if (by',
    breaks: 'a reserved agent still stands among the free, and is offered a second call',
  },
  {
    file: 'agent/move-agent.ts',
    find: '  leaveLines(turn, agent)\n  agent.idle = place\n  joinLines(turn, agent, place)\n',
    put: '',
    breaks: 'an agent loses the place in line when the customer cut the offer short',
  },
  {
    file: 'agent/move-agent.ts',
    find: '  joinLines(turn, agent, by.place)\n  turn.freed.add(agent.id)\n',
    put: '  joinLines(turn, agent, by.place)\n',
    breaks: 'an agent who becomes free does not look at who waits',
  },
  {
    file: 'agent/agent-inputs.ts',
    find: "return at === 'reserved' || at === 'talking' || at === 'wrap-up'",
    put: "return at === 'talking' || at === 'wrap-up'",
    breaks: 'an agent goes on a break while the phone rings, and the offer stays out',
  },
  {
    file: 'agent/agent-inputs.ts',
    find: "  clearTimer(turn.state.timers, { kind: 'back', of: agent.id })\n",
    put: '',
    breaks: 'an agent on a break is set available by a timer',
  },
  {
    file: 'interaction/offered.ts',
    find: '  rememberTried(turn, phase.visit.tried, offer.agent)\n',
    put: '',
    breaks: 'the agent who let an offer pass is offered it again at once',
  },
  {
    file: 'interaction/offered.ts',
    find: "    hangUp(turn, interaction, offer.leg, 'not-needed')\n    const how = { result: 'no-answer'",
    put: "    const how = { result: 'no-answer'",
    breaks: 'a phone that rang out rings on',
  },
  {
    file: 'interaction/offered.ts',
    find: "    releaseAgent(turn, agentOf(turn, offer.agent), 'the customer hung up')\n",
    put: '',
    breaks: 'the agent stays reserved when the customer leaves',
  },
  {
    file: 'interaction/closing.ts',
    find: 'if (interaction.legs.size > 0 || ',
    put: 'if (',
    breaks: 'an interaction is closed while its legs are up',
  },
  {
    file: 'interaction/closing.ts',
    find: "  setTimer(turn.state.timers, { kind: 'closing', of: interaction.id }, turn.at + closingMsMax)\n",
    put: '',
    breaks: 'an end nobody confirms is waited for for ever',
  },
  {
    file: 'interaction/closing.ts',
    find: '  hangUpAll(turn, interaction, why)\n',
    put: '',
    breaks: 'legs of an interaction that ended stay up',
  },
  {
    file: 'interaction/legs.ts',
    find: "if (leg === undefined || leg.state === 'ending') return",
    put: 'if (leg === undefined) return',
    breaks: 'a leg is hung up twice',
  },
  {
    file: 'interaction/legs.ts',
    find: '  turn.state.legs.delete(id)\n',
    put: '',
    breaks: 'a leg that is gone is remembered',
  },
  {
    file: 'interaction/results.ts',
    find: '  turn.state.orders.delete(order)\n',
    put: '',
    breaks: 'the result of an order is taken as often as it is told',
  },
  {
    file: 'interaction/results.ts',
    find: "if (phase.at !== 'in-flow' || phase.playing !== order) return",
    put: "if (phase.at !== 'in-flow') return",
    breaks: 'the late end of another prompt moves the flow on',
  },
  {
    file: 'interaction/results.ts',
    find: '  if (pending.leg !== undefined) dropLeg(turn, interaction, pending.leg)\n  const { phase }',
    put: '  const { phase }',
    breaks: 'the leg of a phone that never was answered is remembered',
  },
  {
    file: 'interaction/leaving.ts',
    find: "leaveQueue(turn, interaction, phase.visit, by === 'fault' ? 'fault' : 'abandoned')",
    put: 'void leaveQueue',
    breaks: 'a customer who hung up still stands in line',
  },
  {
    file: 'interaction/wrap-up.ts',
    find: "if (phase.agent !== input.agent) return refuse('not-your-interaction', input.interaction)\n",
    put: '',
    breaks: 'an agent files the interaction of another',
  },
  {
    file: 'interaction/wrap-up.ts',
    find: "  finishWork(turn, agentOf(turn, phase.agent), 'wrap-up ended')\n",
    put: '',
    breaks: 'an agent stays in wrap-up for ever',
  },
  {
    file: 'routing/eligible.ts',
    find: 'at - triedAt >= triedAgainAfterMs',
    put: 'at - triedAt > triedAgainAfterMs',
    breaks: 'an agent is passed over one moment too long, and is then forgotten',
  },
  {
    file: 'routing/match.ts',
    find: 'if (a.priority !== b.priority) return a.priority - b.priority\n',
    put: '',
    breaks: 'an agent with several queues takes whoever waited longest, however urgent others are',
  },
  {
    file: 'routing/match.ts',
    find: 'for (const id of inOrderOfService(turn)) seekAgent',
    put: 'for (const id of turn.seeking) seekAgent',
    breaks: 'of those who seek in one step, whoever’s timer came first is served first',
  },
  {
    file: 'timers.ts',
    find: 'return a.at < b.at || (a.at === b.at && a.order < b.order)',
    put: 'return a.at < b.at || (a.at === b.at && a.order > b.order)',
    breaks: 'timers of one moment fire in the wrong order',
  },
  {
    file: 'timers.ts',
    find: '    const smaller = isBefore(heap, left + 1, left) ? left + 1 : left\n',
    put: '    const smaller = left\n',
    breaks: 'the heap of timers loses its order, so that timers fire late',
  },
  {
    file: 'flow/menu.ts',
    find: "  clearTimer(turn.state.timers, { kind: 'key', of: interaction.id })\n",
    put: '',
    breaks: 'the time for a key runs on after the key',
  },
  {
    file: 'configure.ts',
    find: '      return [phase.visit]\n',
    put: '      return []\n',
    breaks: 'a new configuration throws away the flow of those who wait',
  },
]
