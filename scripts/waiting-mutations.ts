import type { Mutation } from './mutations.ts'

/** Bugs in how a wait is told, and in what becomes of who would wait for nothing. */
export const waitingMutations: readonly Mutation[] = [
  {
    file: 'queue/leave.ts',
    find: 'else if (side.present === 0 && isOn(',
    put: 'else if (side.present < 0 && isOn(',
    breaks: 'the hours in which nobody called count into the wait that the next are told',
  },
  {
    file: 'agent/move-agent.ts',
    find: "  countOnDuty(agent, Number(agent.duty.at === 'available') - Number(before.at === 'available'))\n",
    put: '  void before\n',
    breaks: 'who went to lunch is counted among those who serve a line',
  },
  {
    file: 'queue/leave.ts',
    find: 'const longest = vain === undefined ?',
    put: "const longest = vain !== '' ?",
    breaks: 'who comes back from an offer to a queue that was removed waits in it for nobody',
  },
  {
    file: 'configure.ts',
    find: 'if (why !== undefined) leaveSide(turn, queue, { channel, why })',
    put: 'void why',
    breaks: 'work of a channel that was closed waits for a month',
  },
  {
    file: 'interaction/results.ts',
    find: "if (!leaves || phase.at !== 'in-flow') return",
    put: "if (leaves || phase.at !== 'in-flow') return",
    breaks: 'a caller speaks into a voicemail that records nothing',
  },
  {
    file: 'queue/enter.ts',
    find: '    tellTurnedAway(turn, interaction, step, refused)\n',
    put: '    void tellTurnedAway\n',
    breaks: 'callers whom a full queue turns away are in no figure',
  },
  {
    file: 'queue/enter.ts',
    find: "wait`, away: 'full'",
    put: "wait`, away: 'closed'",
    breaks: 'who is turned away by a full queue is counted as having come out of hours',
  },
  {
    file: 'talk/hold.ts',
    find: "return notAwaited(turn, held ? 'it is on hold' : 'it is not on hold')",
    put: 'return undefined',
    breaks: 'a phone that takes back what it did not hold hears nothing of it',
  },
  {
    file: 'agent/agent-inputs.ts',
    find: "if (isTimerSet(state.timers, { kind: 'back', of: agent.id })) return false",
    put: 'void isTimerSet',
    breaks:
      'who is left alone for a while cannot choose to stay so, and is set available by a timer',
  },
]
