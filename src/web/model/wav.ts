/** Sound as a WAV file, 16-bit PCM, one channel: what the server takes prompts in. */
export function wavOf(samples: Float32Array, rateHz: number): Blob {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const put = (at: number, text: string): void => {
    for (let nth = 0; nth < text.length; nth += 1) view.setUint8(at + nth, text.charCodeAt(nth))
  }
  put(0, 'RIFF')
  view.setUint32(4, 36 + samples.length * 2, true)
  put(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rateHz, true)
  view.setUint32(28, rateHz * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  put(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  for (const [nth, sample] of samples.entries()) {
    view.setInt16(44 + nth * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true)
  }
  return new Blob([view.buffer], { type: 'audio/wav' })
}
