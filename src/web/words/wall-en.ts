/** English of the wallboard. */
export const wallEn = {
  wall: {
    waiting: 'Waiting',
    longest: 'Longest wait',
    serviceLevel: 'In time today',
    answered: 'Answered today',
    abandoned: 'Gave up today',
    behind: 'See the interactions behind it',
    queues: 'Queues',
    queue: 'Queue',
    formulas: {
      waiting: 'Everybody who waits in these queues now.',
      longest: 'How long the one waiting longest has waited.',
      answered: 'Visits of these queues since midnight that an agent answered.',
      abandoned:
        'Visits of these queues since midnight in which the customer hung up while waiting.',
    },
    dialects: {
      left: 'Answered in time, of all that left the queue.',
      decided: 'Answered in time, of those answered or given up.',
      'without-short':
        'Answered in time, of those answered or given up, without who gave up within five seconds.',
      answered: 'Answered in time, of the answered alone.',
    },
    dialectNames: {
      left: 'Of all that left',
      decided: 'Of answered and given up',
      'without-short': 'The same, short ones out',
      answered: 'Of the answered',
    },
    title: 'Wallboard',
    boards: 'Wallboards',
    make: 'Make a wallboard',
    name: 'Name',
    dialect: 'Service level',
    linkSays: 'Open this link on the TV. It is shown this once.',
    revoke: 'Take back',
    revokeOf: (name: string): string => `Take back ${name}`,
    none: 'No wallboard yet.',
    all: 'It shows all queues.',
  },
}
