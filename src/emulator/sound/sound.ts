/** Something a simulated person says or a line carries, in the order it is heard. */
export type Sound =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'words'; readonly text: string; readonly voice?: string }
  | { readonly kind: 'tone'; readonly hz: number; readonly ms: number }
  | { readonly kind: 'silence'; readonly ms: number }

/** Turns words into a WAV file; given by whoever opens the emulator, since it has no voice of its own. */
export type Speak = (text: string, voice: string | undefined) => Promise<string>

/** What a simulated ear made of the last moments. */
export interface Heard {
  /** RMS over the window, in dB below full scale; −96 is digital silence. */
  readonly levelDbfs: number
  /** The strongest frequency, 0 in silence. */
  readonly dominantHz: number
  /** How much of the energy sits at that frequency: near 1 for a tone, small for speech and noise. */
  readonly purity: number
  /** Milliseconds of sound received so far. */
  readonly totalMs: number
}
