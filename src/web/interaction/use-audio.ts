import { useEffect, useState } from 'react'
import type { Playhead } from './playhead.ts'

/** What the audio elements are doing, and whether they can do it at all. */
export type Playing = 'paused' | 'playing' | 'failed'

/** A recording on the axis of the interaction, which began before it. */
export interface Take {
  readonly startsAtMs: number
  readonly durationMs: number
}

/** Which recording is heard at a moment: the one it lies in, or else the next, or at the end the first. */
export function takeAt(takes: readonly Take[], ms: number): number {
  const next = takes.findIndex(take => ms < take.startsAtMs + take.durationMs)
  return Math.max(0, next)
}

/** Joins the audio elements to the playhead, each telling the other where to be; after one comes the next. */
export function useAudio(
  find: (index: number) => HTMLAudioElement | null,
  playhead: Playhead,
  takes: readonly Take[],
): { readonly playing: Playing; readonly toggle: () => void } {
  const [playing, setPlaying] = useState<Playing>('paused')

  function playFrom(ms: number): void {
    const index = takeAt(takes, ms)
    const [element, take] = [find(index), takes[index]]
    if (element === null || take === undefined) return
    const seconds = (ms - take.startsAtMs) / 1000
    element.currentTime = seconds < 0 || ms >= take.startsAtMs + take.durationMs ? 0 : seconds
    element.play().catch(() => setPlaying('failed'))
  }

  useEffect(() => {
    const elements = takes.map((_, index) => find(index))
    const forget = new AbortController()
    for (const [index, element] of elements.entries()) {
      const { startsAtMs } = takes[index] ?? { startsAtMs: 0 }
      const hear = (event: string, run: () => void): void =>
        element?.addEventListener(event, run, { signal: forget.signal })
      hear('play', () => setPlaying('playing'))
      hear('pause', () => setPlaying('paused'))
      hear('error', () => setPlaying('failed'))
      hear('timeupdate', () => {
        // A paused element follows the playhead, which may be where nothing was recorded.
        if (element?.paused === false) playhead.moved(startsAtMs + element.currentTime * 1000)
      })
      hear('ended', () => {
        const next = takes[index + 1]
        if (next !== undefined) playFrom(next.startsAtMs)
      })
    }
    const stop = playhead.onSeek(ms => {
      const wanted = takeAt(takes, ms)
      const sounds = elements.findIndex(element => element?.paused === false)
      if (sounds !== -1 && sounds !== wanted) {
        elements[sounds]?.pause()
        playFrom(ms)
        return
      }
      const [element, take] = [elements[wanted], takes[wanted]]
      if (element && take) element.currentTime = Math.max(0, (ms - take.startsAtMs) / 1000)
    })
    return () => {
      forget.abort()
      stop()
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- playFrom is made of the same three.
  }, [find, playhead, takes])

  function toggle(): void {
    const sounds = takes.map((_, index) => find(index)).find(element => element?.paused === false)
    if (sounds) sounds.pause()
    else playFrom(playhead.get())
  }
  return { playing, toggle }
}
