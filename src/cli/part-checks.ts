import type { SpeechCheck } from '#assist'
import type { SipEndpoint } from '#sip'
import type { StoreCheck } from '#store'
import type { DoctorCheck, Finding } from './doctor.ts'

/** Whether the store can be opened and is sound. What is worst of its findings is the verdict. */
export function storeCheck(look: () => Promise<StoreCheck>): DoctorCheck {
  return {
    name: 'store',
    async run() {
      const { database, findings } = await look()
      const bad =
        findings.find(one => one.state === 'broken') ?? findings.find(one => one.state === 'poor')
      if (bad === undefined) return { verdict: 'fine', words: `${database} is sound and writable` }
      const verdict = bad.state === 'broken' ? 'broken' : 'doubtful'
      return { verdict, words: bad.words, remedy: bad.remedy ?? 'See the storage guide.' }
    },
  }
}

/** Whether prompts can be spoken: one is, to a file. */
export function voiceCheck(speak: () => Promise<SpeechCheck>): DoctorCheck {
  return {
    name: 'voice',
    async run() {
      const spoken = await speak()
      if (!spoken.ok) return { verdict: 'broken', words: spoken.words, remedy: spoken.remedy }
      const providers = spoken.providers.map(({ id }) => id).join(', ')
      return { verdict: 'fine', words: `${providers}; a sentence took ${spoken.tookMs} ms` }
    },
  }
}

/** A far end to ask: which trunk it serves, and how it is reached and addressed. */
export interface AskedTrunk {
  readonly trunk: string
  readonly target: Parameters<SipEndpoint['ping']>[0]
  readonly options: Parameters<SipEndpoint['ping']>[1]
}

/** Whether a trunk's far end answers OPTIONS. */
export function trunkCheck(asked: AskedTrunk, ping: SipEndpoint['ping']): DoctorCheck {
  const { host, port } = asked.target
  const place = port === undefined ? host : `${host}:${port}`
  return {
    name: `trunk ${asked.trunk}`,
    async run(): Promise<Finding> {
      const result = await ping(asked.target, asked.options)
      if (result.kind === 'answered' && result.status === 200) {
        return {
          verdict: 'fine',
          words: `${place} answers in ${Math.round(result.roundTripMs)} ms`,
        }
      }
      if (result.kind === 'silent') {
        const remedy = 'See that the address is right and that no firewall is in between.'
        return { verdict: 'broken', words: `${place} is silent: ${result.reason}`, remedy }
      }
      const remedy =
        result.status === 403
          ? 'See that the name of this SBC is paired in the tenant and is in the certificate.'
          : 'Ask whoever runs the far end what it has against us.'
      return { verdict: 'doubtful', words: `${place} answers ${result.status}`, remedy }
    },
  }
}
