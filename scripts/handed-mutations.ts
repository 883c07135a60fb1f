import type { Mutation } from './mutations.ts'

/** Bugs in what becomes of work that is handed on, and of what a configuration takes away under way. */
export const handedMutations: readonly Mutation[] = [
  {
    file: 'interaction/offered.ts',
    find: '  if (isFirst) letGo()\n  goOnOffered(turn, interaction, phase, offer)\n  if (!isFirst) letGo()\n',
    put: '  goOnOffered(turn, interaction, phase, offer)\n  letGo()\n  void isFirst\n',
    breaks: 'what goes back to who declined it is taken away from them in the same breath',
  },
  {
    file: 'talk/send-back.ts',
    find: 'const passed = visit.handedBy !== agent.id && triedAlready(turn.state, visit, agent.id)',
    put: 'void triedAlready\n  const passed = false',
    breaks: 'who declines what it handed on itself is offered it again at once',
  },
  {
    file: 'routing/offer-by-hand.ts',
    find: '    barrier({ blocks: blocksOf(queue.config, agent.config) }, agent, channel)\n',
    put: '    [barrier, blocksOf, queue, undefined].at(3) as undefined\n',
    breaks: 'a customer is handed to somebody who is not to be disturbed, or has no phone',
  },
  {
    file: 'routing/offer-by-hand.ts',
    find: 'filings.has(agent.id) ? withoutWork(agent, id) : agent',
    put: 'filings.has(agent.id) ? (withoutWork(agent, id), agent) : agent',
    breaks: 'who handed a customer on and files it does not have it back',
  },
  {
    file: 'routing/offer-by-hand.ts',
    find: "candidates: [{ agent: agent.id, verdict: 'chosen', reason: { code: why } }]",
    put: "candidates: [{ agent: agent.id, verdict: 'eligible', reason: { code: why } }]",
    breaks: 'the record does not say who chose the agent a customer was handed on to',
  },
  {
    file: 'routing/offer.ts',
    find: 'else if (desk !== undefined && byHand !== true) queue.turn',
    put: 'else if (desk !== undefined) void byHand\n  if (desk !== undefined) queue.turn',
    breaks: 'a transfer takes somebody’s turn',
  },
  {
    file: 'talk/decide-consult.ts',
    find: '  if (isOn(turn.state, flags.handBackByRules)) interaction.sentBy = undefined\n',
    put: '  void [isOn, flags]\n',
    breaks: 'a customer goes back to somebody who left long before',
  },
  {
    file: 'talk/back-to-queue.ts',
    find: '  if (queue.staffed === 0) desert(turn, queue)\n',
    put: '  void desert\n',
    breaks: 'who comes back where nobody is signed in waits for nobody',
  },
  {
    file: 'configure.ts',
    find: "    if (isKept) clearTimer(turn.state.timers, { kind: 'back', of: agent.id })\n",
    put: '    void clearTimer\n',
    breaks: 'somebody who was taken out and put in again is made available by a timer of before',
  },
  {
    file: 'configure.ts',
    find: 'const listens = isKept && agent.listening !== undefined',
    put: 'const listens = false',
    breaks: 'a supervisor who is about to take over is forgotten by a new configuration',
  },
  {
    file: 'configure.ts',
    find: '  return [...here, ...[...filings.values()].map(filing => filing.queue)]\n',
    put: '  void filings\n  return here\n',
    breaks: 'what was handed on cannot be filed once its queue is removed',
  },
]
