import type { RoutingRule } from '../config.ts'
import type { Standing } from '../queue/standing.ts'
import type { CandidateReason } from './decision.ts'

/** Why the first in the line of choice is chosen, by the queue's rule. */
export function reasonToChoose(
  rule: RoutingRule,
  { preferredSkillsMet, levels, index }: Standing,
  idleMs: number,
): CandidateReason {
  switch (rule) {
    case 'longest-idle':
      return { code: 'idle-longest', idleMs, preferredSkillsMet }
    case 'round-robin':
      return { code: 'next-in-turn', idleMs }
    case 'serial':
      return { code: 'first-in-order', place: index + 1 }
    case 'ring-all':
      return { code: 'rung-with-all', idleMs }
    case 'best-skilled':
      return { code: 'best-skilled', levels, idleMs }
  }
}

/** Why one who fits as well is passed over, by the queue's rule. */
export function reasonToPass(
  { rule, best }: { readonly rule: RoutingRule; readonly best: Standing },
  { preferredSkillsMet, levels, index }: Standing,
  idleMs: number,
): CandidateReason {
  switch (rule) {
    case 'longest-idle': {
      const fewer = preferredSkillsMet < best.preferredSkillsMet
      const code = fewer ? 'fewer-preferred-skills' : 'idle-less-long'
      return { code, idleMs, preferredSkillsMet }
    }
    case 'round-robin':
      return { code: 'later-in-turn', idleMs }
    case 'serial':
      return { code: 'later-in-order', place: index + 1 }
    case 'ring-all':
      return { code: 'enough-ring', idleMs }
    case 'best-skilled':
      return levels < best.levels
        ? { code: 'less-skilled', levels, idleMs }
        : { code: 'idle-less-long', idleMs, preferredSkillsMet }
  }
}
