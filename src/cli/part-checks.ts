import type { SpeechCheck } from '#assist'
import type { StoreCheck } from '#store'
import type { DoctorCheck } from './doctor.ts'

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
