import type { RoutingRule } from '../config.ts'
import type { CandidateReason } from './decision.ts'

/*
 * What a queue's rule looks at is in the rank by which its line is kept (`rankOf` in standing.ts): the
 * preferred skills met or the levels, each negative as the most come first, or the place in the order.
 */

/** Why the first in the line of choice is chosen, by the queue's rule. */
export function reasonToChoose(rule: RoutingRule, rank: number, idleMs: number): CandidateReason {
  switch (rule) {
    case 'longest-idle':
      return { code: 'idle-longest', idleMs, preferredSkillsMet: 0 - rank }
    case 'round-robin':
      return { code: 'next-in-turn', idleMs }
    case 'serial':
      return { code: 'first-in-order', place: rank + 1 }
    case 'ring-all':
      return { code: 'rung-with-all', idleMs }
    case 'best-skilled':
      return { code: 'best-skilled', levels: 0 - rank, idleMs }
  }
}

/** Why one who fits as well is passed over, by the queue's rule and the rank of who is chosen. */
export function reasonToPass(
  { rule, best }: { readonly rule: RoutingRule; readonly best: number },
  rank: number,
  idleMs: number,
): CandidateReason {
  switch (rule) {
    case 'longest-idle': {
      const code = rank > best ? 'fewer-preferred-skills' : 'idle-less-long'
      return { code, idleMs, preferredSkillsMet: 0 - rank }
    }
    case 'round-robin':
      return { code: 'later-in-turn', idleMs }
    case 'serial':
      return { code: 'later-in-order', place: rank + 1 }
    case 'ring-all':
      return { code: 'enough-ring', idleMs }
    case 'best-skilled':
      return { code: 'less-skilled', levels: 0 - rank, idleMs }
  }
}
