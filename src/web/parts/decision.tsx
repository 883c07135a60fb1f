import type { DecisionView } from '#contract'
import type { ReactElement } from 'react'
import { useWords } from './app-context.ts'
import styles from './decision.module.css'

type Candidate = DecisionView['candidates'][number]

const verdictOrder: readonly Candidate['verdict'][] = ['chosen', 'eligible', 'excluded']

/** The chosen first, then those who could have been; within each, in the server's order. */
function byVerdict(a: Candidate, b: Candidate): number {
  return verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict)
}

/** One routing decision: the rule, and every agent it looked at with the reason for or against. */
export function Decision(props: { readonly decision: DecisionView }): ReactElement {
  const words = useWords()
  const { rule, candidates, unlisted } = props.decision
  return (
    <div className={styles.decision}>
      <p className={styles.rule}>{rule}</p>
      <ul className={styles.candidates}>
        {candidates.toSorted(byVerdict).map(candidate => (
          <li key={candidate.agent.id} data-verdict={candidate.verdict}>
            <span className={styles.verdict}>{words.decision.verdicts[candidate.verdict]}</span>
            <span className={styles.name}>{candidate.agent.name}</span>
            <span className={styles.why}>{candidate.why}</span>
          </li>
        ))}
      </ul>
      {unlisted > 0 && <p className={styles.rule}>{words.decision.more(unlisted)}</p>}
    </div>
  )
}
