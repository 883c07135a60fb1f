import type { Play, Prompt } from '#core'
import type { Speech } from '#assist'
import type { PlayItem } from '#media'

/** Prompts as sound, or the words for why they cannot be heard. */
export type Heard =
  | { readonly ok: true; readonly items: readonly PlayItem[] }
  | { readonly ok: false; readonly words: string }

/** Turns what a flow says into what media can play: texts are spoken, files and silences stay what they are. */
export async function toSound(
  speech: Pick<Speech, 'speak'>,
  { prompts, language }: Pick<Play, 'prompts' | 'language'>,
): Promise<Heard> {
  const parts = await Promise.all(prompts.map(prompt => partOf(speech, prompt, language)))
  const items: PlayItem[] = []
  for (const part of parts) {
    if (!part.ok) return part
    items.push(...part.items)
  }
  return { ok: true, items }
}

/** Ringback as Europe hears it (ETSI TR 101 041-2: 425 Hz, 1 s on, 4 s off), and the beep of a voicemail. */
const tones: Readonly<Record<Extract<Prompt, { kind: 'tone' }>['tone'], readonly PlayItem[]>> = {
  ringback: [
    { kind: 'tone', hz: [425], ms: 1000 },
    { kind: 'silence', ms: 4000 },
  ],
  beep: [{ kind: 'tone', hz: [1000], ms: 400 }],
}

async function partOf(
  speech: Pick<Speech, 'speak'>,
  prompt: Prompt,
  language: string,
): Promise<Heard> {
  switch (prompt.kind) {
    case 'file':
      return { ok: true, items: [{ kind: 'file', file: prompt.file }] }
    case 'silence':
      return { ok: true, items: [{ kind: 'silence', ms: prompt.ms }] }
    case 'tone':
      return { ok: true, items: tones[prompt.tone] }
    case 'say': {
      const { text, voice } = prompt
      const spoken = await speech.speak({
        text,
        language: prompt.language ?? language,
        ...(voice === undefined ? {} : { voice }),
      })
      if (!spoken.ok) return { ok: false, words: `${spoken.words} ${spoken.remedy}` }
      return { ok: true, items: [{ kind: 'file', file: spoken.file }] }
    }
  }
}
