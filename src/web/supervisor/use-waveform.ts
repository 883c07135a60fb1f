import { useEffect, useState } from 'react'
import { createWaveformReader, type Lane, waveformBytesMax } from '../model/waveform.ts'

/** Slices drawn: a wide screen's worth of two-pixel bars. */
const slices = 400

async function readLanes(url: string, signal: AbortSignal): Promise<readonly Lane[] | undefined> {
  const response = await fetch(url, { signal, credentials: 'same-origin' })
  if (!response.ok || response.body === null) return undefined
  const reader = createWaveformReader(slices)
  const stream = response.body.getReader()
  for (let part = await stream.read(); !part.done; part = await stream.read())
    reader.push(part.value)
  return reader.finish()
}

/** The waveform of a recording, read as it arrives; undefined until then, and where it cannot be drawn. */
export function useWaveform(url: string, bytes: number): readonly Lane[] | undefined {
  const [lanes, setLanes] = useState<readonly Lane[]>()
  useEffect(() => {
    const leaving = new AbortController()
    if (bytes <= waveformBytesMax) {
      readLanes(url, leaving.signal).then(setLanes, () => setLanes(undefined))
    }
    return () => leaving.abort()
  }, [url, bytes])
  return lanes
}
