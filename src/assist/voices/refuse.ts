import type { SpeechRefusal, SpeechRefusalCode } from './voice-provider.ts'

/** What to do, per code, where the place that refuses knows nothing better. */
const remedies: Readonly<Record<SpeechRefusalCode, string>> = {
  'text-empty': 'Write at least one word, or remove the prompt from the flow.',
  'text-too-long': 'Split the text into several prompts, or upload a recording.',
  'text-unspeakable': 'Write these words in Latin letters, or upload a recording.',
  'language-unsupported': 'Upload a recording, or set up a voice provider for this language.',
  'voice-unknown': 'Name one of the voices listed, or none to get the default.',
  'queue-full': 'Try again in a moment; prompts of a flow are best made when it is saved.',
  'timed-out': 'Try again; if it stays so, run the doctor command on this machine.',
  'engine-failed': 'Run the doctor command; until it passes, upload a recording.',
  'storage-failed': 'Make room on the disk, or correct the rights of the prompt folder.',
  cancelled: 'Nothing: nobody waits for this prompt any more.',
  closed: 'Nothing: this installation is being stopped.',
}

/** A refusal that always says what to do next (house rule: a code, plain words, a remedy). */
export function refuse(code: SpeechRefusalCode, words: string, remedy?: string): SpeechRefusal {
  return { ok: false, code, words, remedy: remedy ?? remedies[code] }
}
