import { candidateWords, ruleWords, type Decision, type Names } from '#core'
import type { DecisionView } from '#contract'

/** A decision with everyone it looked at, each one's reason in words. */
export function decisionView(decision: Decision, names: Names): DecisionView {
  return {
    rule: ruleWords[decision.rule],
    candidates: decision.candidates.map(one => ({
      agent: { id: one.agent, name: names.agent(one.agent) },
      verdict: one.verdict,
      why: candidateWords(one.reason, decision.channel),
    })),
    unlisted: decision.unlisted,
  }
}
