import type { Prompt } from '../config.ts'
import type { Complaint, ConfigPath } from './complaint.ts'

/** The longest text one prompt may speak; Microsoft's auto attendants stop there as well. */
export const promptCharactersMax = 1_000

/** A prompt nobody could hear, or that goes on too long. */
export function checkPrompt(prompt: Prompt, path: ConfigPath): readonly Complaint[] {
  const say = (code: Complaint['code'], words: string, remedy: string): readonly Complaint[] => [
    { severity: 'error', code, words, remedy, path },
  ]
  switch (prompt.kind) {
    case 'say': {
      if (prompt.text.trim() === '') {
        return say('empty-prompt', 'there is nothing to say', 'Write what the caller is to hear.')
      }
      const { length } = prompt.text
      if (length <= promptCharactersMax) return []
      const words = `the text has ${length} characters; ${promptCharactersMax} can be spoken`
      return say('prompt-too-long', words, 'Shorten it, or split it into several prompts.')
    }
    case 'file':
      return prompt.file === ''
        ? say('empty-prompt', 'no recording is named', 'Name the file of a recording.')
        : []
    case 'tone':
      return []
    case 'silence':
      return prompt.ms > 0
        ? []
        : say('empty-prompt', 'a silence of no length', 'Give it a length, or take it out.')
  }
}
