import type { Page } from 'playwright-core'

/** How much of what the page plays now is that tone, by the page's own ear. */
export function shareHeard(page: Page, hz: number): Promise<number> {
  return page.evaluate(async pitch => {
    const speaker = document.querySelector('audio[data-phone]')
    if (!(speaker instanceof HTMLAudioElement)) return 0
    if (!(speaker.srcObject instanceof MediaStream)) return 0
    const context = new AudioContext()
    await context.resume()
    const analyser = context.createAnalyser()
    analyser.fftSize = 8192
    context.createMediaStreamSource(speaker.srcObject).connect(analyser)
    // The spectrum is of the last sixth of a second; the context's own clock says when that is full.
    while (context.currentTime < 0.4) await new Promise(resolve => requestAnimationFrame(resolve))
    const bins = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(bins)
    const width = context.sampleRate / analyser.fftSize
    await context.close()
    const powers = bins.map(decibels => (decibels > -90 ? 10 ** (decibels / 10) : 0))
    const all = powers.reduce((sum, power) => sum + power, 0)
    const near = powers.reduce(
      (sum, power, bin) => (Math.abs(bin * width - pitch) < 30 ? sum + power : sum),
      0,
    )
    return all === 0 ? 0 : near / all
  }, hz)
}
