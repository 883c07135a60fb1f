import { useEffect, useState } from 'react'
import type { Playhead } from './playhead.ts'

/** What the audio element is doing, and whether it can do it at all. */
export type Playing = 'paused' | 'playing' | 'failed'

/** Joins the audio element to the playhead, each telling the other where to be; the recording began later than the interaction. */
export function useAudio(
  find: () => HTMLAudioElement | null,
  playhead: Playhead,
  startsAtMs: number,
): { readonly playing: Playing; readonly toggle: () => void } {
  const [playing, setPlaying] = useState<Playing>('paused')
  useEffect(() => {
    const element = find()
    if (element === null) return undefined
    const forget = new AbortController()
    const hear = (event: string, run: () => void): void =>
      element.addEventListener(event, run, { signal: forget.signal })
    hear('play', () => setPlaying('playing'))
    hear('pause', () => setPlaying('paused'))
    hear('error', () => setPlaying('failed'))
    hear('timeupdate', () => {
      // A paused element follows the playhead, which may be where nothing was recorded.
      if (!element.paused) playhead.moved(startsAtMs + element.currentTime * 1000)
    })
    const stop = playhead.onSeek(ms => {
      element.currentTime = Math.max(0, (ms - startsAtMs) / 1000)
    })
    return () => {
      forget.abort()
      stop()
    }
  }, [find, playhead, startsAtMs])
  function toggle(): void {
    const element = find()
    if (element === null) return
    if (!element.paused) {
      element.pause()
      return
    }
    const seconds = (playhead.get() - startsAtMs) / 1000
    element.currentTime = seconds < 0 || seconds >= element.duration ? 0 : seconds
    element.play().catch(() => setPlaying('failed'))
  }
  return { playing, toggle }
}
