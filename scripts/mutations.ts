import { handedMutations } from './handed-mutations.ts'
import { lostMutations } from './lost-mutations.ts'
import { waitingMutations } from './waiting-mutations.ts'

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
  ...handedMutations,
  ...lostMutations,
  ...waitingMutations,
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
    find: "part = 'timers'\n    fireDue(turn)\n",
    put: '',
    breaks: 'a wait that ran out while a phone rang is offered on',
  },
  {
    file: 'queue/leave.ts',
    find: "joinLine(side.waiting, visit)\n  interaction.phase = { at: 'waiting', visit }",
    put: "visit = { ...visit, since: turn.at }\n  joinLine(side.waiting, visit)\n  interaction.phase = { at: 'waiting', visit }",
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
    find: 'seek(turn, interaction.id)',
    put: 'void seek',
    breaks: 'after an offer that came to nothing no other agent is sought',
  },
  {
    file: 'queue/enter.ts',
    find: 'length < queue.config.waitingMax',
    put: 'length <= queue.config.waitingMax',
    breaks: 'one more waits than the queue allows',
  },
  {
    file: 'agent/move-agent.ts',
    find: 'const { routing: from, duty: before, works: had } = agent\n  leaveLines(turn, agent)\n',
    put: 'const { routing: from, duty: before, works: had } = agent\n',
    breaks: 'a reserved agent still stands among the free, and is offered a second call',
  },
  {
    file: 'agent/move-agent.ts',
    find: '  leaveLines(turn, agent)\n  agent.idle = place\n  joinLines(turn, agent)\n',
    put: '',
    breaks: 'an agent loses the place in line when the customer cut the offer short',
  },
  {
    file: 'agent/move-agent.ts',
    find: '  if (by.works === undefined || by.works.length < had.length) free(turn, agent.id)\n',
    put: '',
    breaks: 'an agent who becomes free does not look at who waits',
  },
  {
    file: 'agent/readiness.ts',
    find: "return { code: 'not-ready', why: duty.reason }",
    put: 'return undefined',
    breaks: 'a customer is handed to an agent who is on a break',
  },
  {
    file: 'agent/agent-inputs.ts',
    find: "  clearTimer(turn.state.timers, { kind: 'back', of: agent.id })\n",
    put: '',
    breaks: 'an agent on a break is set available by a timer',
  },
  {
    file: 'interaction/offered.ts',
    find: '  rememberTried(turn, phase.visit, offer.agent)\n',
    put: '',
    breaks: 'the agent who let an offer pass is offered it again at once',
  },
  {
    file: 'interaction/offered.ts',
    find: "    stopRinging(turn, interaction, offer, 'not-needed')\n    const detail",
    put: '    const detail',
    breaks: 'a phone that rang out rings on',
  },
  {
    file: 'interaction/offered.ts',
    find: '    releaseAgent(turn, agentOf(turn, offer.agent), interaction.id, detail)\n',
    put: '',
    breaks: 'the agent stays reserved when the customer leaves',
  },
  {
    file: 'interaction/closing.ts',
    find: 'if (legs.length > 0 || ',
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
    find: '  else dropLeg(turn, interaction, leg)\n',
    put: '  else void dropLeg\n',
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
    find: "if (phase.at !== 'wrap-up' || phase.agent !== agent) return filings.get(agent)\n",
    put: "if (phase.at !== 'wrap-up') return filings.get(agent)\n  agent = phase.agent\n",
    breaks: 'an agent files the interaction of another',
  },
  {
    file: 'interaction/wrap-up.ts',
    find: "  finishWork(turn, agentOf(turn, agent), { interaction: interaction.id }, 'wrap-up ended')\n",
    put: '',
    breaks: 'an agent stays in wrap-up for ever',
  },
  {
    file: 'routing/eligible.ts',
    find: 'state.now - triedAt >= triedAgainAfterMs',
    put: 'state.now - triedAt > triedAgainAfterMs',
    breaks: 'an agent is passed over one moment too long, and is then forgotten',
  },
  {
    file: 'routing/heads.ts',
    find: 'if (a.priority !== b.priority) return a.priority - b.priority\n',
    put: '',
    breaks: 'an agent with several queues takes whoever waited longest, however urgent others are',
  },
  {
    file: 'routing/match.ts',
    find: 'freed.size > 1 && isOn(turn.state, flags.freedTogether)) {\n    for',
    put: 'freed.size > 1_000_000) {\n    for',
    breaks: 'of several who are freed at once, each chooses for itself and may be given to another',
  },
  {
    file: 'routing/match.ts',
    find: 'for (const id of inOrderOfService(turn.state, turn.seeking)) seekAgent',
    put: 'for (const id of turn.seeking) seekAgent',
    breaks: 'of those who seek in one step, whoever’s timer came first is served first',
  },
  {
    file: 'queue/idle-line.ts',
    find: 'return rank * ordersMax + order',
    put: 'return order',
    breaks: 'whoever is free longest is chosen, whatever the queue’s rule',
  },
  {
    file: 'queue/idle-line.ts',
    find: '(earlier[middle]?.[0] ?? 0) <= at',
    put: '(earlier[middle]?.[0] ?? 0) >= at',
    breaks: 'in a long line of free agents places are looked for at the wrong end',
  },
  {
    file: 'queue/idle-line.ts',
    find: 'if (piece[index] !== at) return\n',
    put: 'if (piece[index] !== at || index === 0) return\n',
    breaks: 'who is idle longest keeps a place in line while at work',
  },
  {
    file: 'timers.ts',
    find: 'else byOwner.set(timer.of, timer.next)',
    put: 'else byOwner.delete(timer.of)',
    breaks: 'a timer taken back takes the owner’s others out of reach with it',
  },
  {
    file: 'timers.ts',
    find: 'return a.at < b.at || (a.at === b.at && a.order < b.order)',
    put: 'return a.at < b.at || (a.at === b.at && a.order > b.order)',
    breaks: 'timers of one moment fire in the wrong order',
  },
  {
    file: 'timers.ts',
    find: 'return a !== undefined && b !== undefined && isSooner(b, a) ? b : a',
    put: 'return a ?? b',
    breaks: 'the heap of timers loses its order, so that timers fire late',
  },
  {
    file: 'flow/menu.ts',
    find: "  clearTimer(turn.state.timers, { kind: 'key', of: interaction.id })\n",
    put: '',
    breaks: 'the time for a key runs on after the key',
  },
  {
    file: 'flow/editions.ts',
    find: 'if (living === 0 && nth !== state.count.editions) state.editions.delete(nth)',
    put: 'if (nth !== state.count.editions) state.editions.delete(nth)',
    breaks: 'a new configuration throws away the flows of those who began before it',
  },
  {
    file: 'agent/work.ts',
    find: 'return unitsUsed(works) + cost.units <= units',
    put: 'return unitsUsed(works) <= units',
    breaks: 'an agent is offered one more task than fits in its units',
  },
  {
    file: 'agent/work.ts',
    find: '  if (works.some(work => work.cost.exclusive)) return false\n',
    put: '',
    breaks: 'an agent who talks is offered tasks beside the call',
  },
  {
    file: 'agent/work.ts',
    find: ' && works.every(work => work.cost.interruptible)',
    put: '',
    breaks: 'a call comes beside tasks that may not be interrupted',
  },
  {
    file: 'agent/work.ts',
    find: '(cost.exclusive ? 10 : 0) + demands[stage.at]',
    put: 'demands[stage.at]',
    breaks: 'an agent is shown at a task while in a call',
  },
  {
    file: 'agent/move-agent.ts',
    find: 'const works = agent.works.filter(work => work.interaction !== done.interaction)',
    put: 'const works: readonly Work[] = []',
    breaks: 'the end of one work ends all of an agent’s',
  },
  {
    file: 'agent/move-agent.ts',
    find: '  agent.units = Math.max(wanted, Math.min(agent.units, used))\n',
    put: '  agent.units = wanted\n',
    breaks: 'units that are lowered make work under way too much',
  },
  {
    file: 'routing/match.ts',
    find: '  while (agent.idle !== undefined) {\n',
    put: '  if (agent.idle !== undefined) {\n',
    breaks: 'an agent with room for several takes one, and the rest wait',
  },
  {
    file: 'queue/enter.ts',
    find: '  joinLine(side.waiting, visit)\n  const position',
    put: '  joinLine(queue.sides.voice.waiting, visit)\n  const position',
    breaks: 'tasks stand in the line of calls',
  },
  {
    file: 'interaction/task.ts',
    find: '  turn.state.tasks.set(key, interaction.id)\n',
    put: '',
    breaks: 'a task sent twice is done twice',
  },
  {
    file: 'interaction/cancel.ts',
    find: "    case 'waiting':\n      leaveQueue(turn, interaction, phase.visit, 'cancelled')\n",
    put: "    case 'waiting':\n",
    breaks: 'a task that was taken back still stands in line',
  },
  {
    file: 'talk/transfer.ts',
    find: '    visit.tried = withEntry(visit.tried, talk.agent, turn.at)\n',
    put: '',
    breaks: 'a customer is handed on, and offered to the same agent again',
  },
  {
    file: 'talk/transfer.ts',
    find: 'if (isOn(turn.state, flags.lookAgainAfterTransfer)) lookAgainLater(turn, interaction, visit)',
    put: 'void lookAgainLater',
    breaks: 'who was handed on waits beside the free agent who did so, and is forgotten',
  },
  {
    file: 'talk/transfer.ts',
    find: '  interaction.sentBy = agent\n',
    put: '',
    breaks: 'a customer whom nobody took after a transfer is not sent back',
  },
  {
    file: 'talk/consult.ts',
    find: "    finishWork(turn, expert, { interaction: interaction.id }, 'the consultation ended')\n",
    put: '    void expert\n',
    breaks: 'an expert stays reserved after the consultation',
  },
  {
    file: 'agent/readiness.ts',
    find: "  if (agent.listening !== undefined) return { code: 'listening' }\n",
    put: '',
    breaks: 'a supervisor who listens to a talk is offered work',
  },
  {
    file: 'supervise/monitor-end.ts',
    find: 'if (listener?.listening === interaction.id) setListening(turn, listener, undefined)',
    put: 'void [listener, setListening]',
    breaks: 'a supervisor listens for ever, and is offered nothing more',
  },
  {
    file: 'routing/eligible.ts',
    find: 'if (readySince && visit.handedBy !== agent) return undefined',
    put: 'if (readySince) return undefined',
    breaks: 'who handed a customer on gets the same one back by a short break',
  },
  {
    file: 'flow/secret.ts',
    find: 'return { ...hidden, holds: testsHolding(state, step.into, value) }',
    put: 'return { ...input, holds: testsHolding(state, step.into, value) }',
    breaks: 'the last digits of a secret are written down',
  },
  {
    file: 'flow/secret.ts',
    find: "const before = phase.digits === '' ? '' : (kept.get(input.leg) ?? '')",
    put: "const before = kept.get(input.leg) ?? ''",
    breaks: 'a secret that is asked again keeps the digits of the first time',
  },
  {
    file: 'talk/hearing.ts',
    find: '    pauseRecording(turn, interaction)\n',
    put: '',
    breaks: 'what is said without the customer is recorded',
  },
]
