import type { Mutation } from './mutations.ts'

/** Bugs in what becomes of a call whose phone, or whose answer, was lost. */
export const lostMutations: readonly Mutation[] = [
  {
    file: 'interaction/leaving.ts',
    find: 'if (isKept) phoneLost(turn, interaction, talk)\n  else if (by',
    put: 'void isKept\n  void phoneLost\n  if (by',
    breaks: 'an agent’s phone that is lost ends the customer’s call',
  },
  {
    file: 'talk/phone-lost.ts',
    find: '  leaveAlone(turn, agentOf(turn, talk.agent))\n',
    put: '  void leaveAlone\n  void agentOf\n',
    breaks: 'an agent whose phone is lost is offered the next call at once',
  },
  {
    file: 'talk/phone-lost.ts',
    find: '    front: returnedRank,\n    movedAt',
    put: '    front: returnedRank,\n    since: turn.at,\n    movedAt',
    breaks: 'who lost its agent loses its age, and stands behind those who lost theirs later',
  },
  {
    file: 'talk/phone-lost.ts',
    find: "if (consult?.state === 'joined')",
    put: "if (consult?.state === 'talking')",
    breaks: 'of three who talk, the customer is torn from the one who is left',
  },
  {
    file: 'interaction/results.ts',
    find: "if (outlived) hangUp(turn, interaction, leg, 'fault')",
    put: "void hangUp\n  if (outlived) void 'nobody'",
    breaks: 'an agent whose answer was lost in a restart sits in a silent call',
  },
]
