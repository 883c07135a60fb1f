/** A made-up stereo recording: two people who take turns, as WAV (linear, 16 bit, 8 kHz). */
export function twoVoices(seconds: number): Blob {
  const rate = 8000
  const frames = seconds * rate
  const bytes = new DataView(new ArrayBuffer(44 + frames * 4))
  const word = (at: number, text: string): void => {
    for (const [index, letter] of text.split('').entries())
      bytes.setUint8(at + index, letter.charCodeAt(0))
  }
  word(0, 'RIFF')
  bytes.setUint32(4, 36 + frames * 4, true)
  word(8, 'WAVEfmt ')
  bytes.setUint32(16, 16, true)
  bytes.setUint16(20, 1, true)
  bytes.setUint16(22, 2, true)
  bytes.setUint32(24, rate, true)
  bytes.setUint32(28, rate * 4, true)
  bytes.setUint16(32, 4, true)
  bytes.setUint16(34, 16, true)
  word(36, 'data')
  bytes.setUint32(40, frames * 4, true)
  for (let frame = 0; frame < frames; frame += 1) {
    const t = frame / rate
    const turn = Math.floor(t / 2.2) % 2
    const syllables = Math.max(0, Math.sin(t * 21) * Math.sin(t * 3.1 + 1) + 0.2 * Math.sin(t * 57))
    for (const side of [0, 1]) {
      const loudness = side === turn ? syllables * 0.5 : 0.004
      const sample = Math.sin(t * 2 * Math.PI * (side === 0 ? 190 : 120)) * loudness
      bytes.setInt16(44 + frame * 4 + side * 2, Math.round(sample * 32_000), true)
    }
  }
  return new Blob([bytes.buffer], { type: 'audio/wav' })
}
