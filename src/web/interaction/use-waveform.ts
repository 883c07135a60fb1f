import { useEffect, useState } from 'react'
import type { Lane } from '../model/waveform.ts'
import { useModel } from '../parts/app-context.ts'

/** Slices drawn: a wide screen's worth of two-pixel bars. */
const slices = 400

/** The waveform of a recording, read as it arrives; undefined until then, and where it cannot be drawn. */
export function useWaveform(url: string): readonly Lane[] | undefined {
  const { waveformOf } = useModel()
  const [lanes, setLanes] = useState<readonly Lane[]>()
  useEffect(() => {
    const leaving = new AbortController()
    waveformOf(url, slices, leaving.signal).then(setLanes, () => setLanes(undefined))
    return () => leaving.abort()
  }, [waveformOf, url])
  return lanes
}
