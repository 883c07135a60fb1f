import { type ReactElement, useEffect, useRef } from 'react'
import type { Lane } from '../model/waveform.ts'
import { useSource } from '../parts/app-context.ts'
import type { Playhead } from './playhead.ts'
import styles from './stage.module.css'

interface Drawing {
  readonly lanes: readonly Lane[] | undefined
  readonly played: number
}

/** Draws both lanes as bars about their middle line; what has been heard is solid, the rest faint. */
function draw(canvas: HTMLCanvasElement, inks: readonly string[], drawing: Drawing): void {
  const pen = canvas.getContext('2d')
  if (pen === null) return
  const scale = devicePixelRatio
  canvas.width = Math.round(canvas.clientWidth * scale)
  canvas.height = Math.round(canvas.clientHeight * scale)
  const lanes = drawing.lanes ?? []
  const laneHeight = canvas.height / Math.max(1, lanes.length)
  for (const [side, lane] of lanes.entries()) {
    pen.fillStyle = inks[side] ?? 'currentcolor'
    const middle = laneHeight * (side + 0.5)
    const width = canvas.width / lane.length
    for (const [index, peak] of lane.entries()) {
      // Speech is mostly quiet: the root lifts it without letting the loud leave the lane.
      const height = Math.max(scale, Math.sqrt(peak) * (laneHeight - 4 * scale))
      pen.globalAlpha = index / lane.length <= drawing.played ? 1 : 0.45
      pen.fillRect(index * width, middle - height / 2, Math.max(1, width - scale), height)
    }
  }
}

/** The colours are the theme's: they are read from what wears them. */
function inksOf(place: HTMLElement): readonly string[] {
  const names = ['--wave-customer', '--wave-agent']
  const style = getComputedStyle(place)
  return names.map(name => style.getPropertyValue(name).trim() || style.color)
}

/** The shape of what was said, one lane for each side. It is drawn only; what moves it lies over it. */
export function Waveform(props: {
  readonly lanes: readonly Lane[] | undefined
  readonly playhead: Playhead
  readonly startsAtMs: number
  readonly durationMs: number
}): ReactElement {
  const { lanes, startsAtMs, durationMs } = props
  const at = useSource(props.playhead)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const redraw = (): void => {
      if (canvas.current === null) return
      const played = durationMs === 0 ? 0 : (at - startsAtMs) / durationMs
      draw(canvas.current, inksOf(canvas.current), { lanes, played })
    }
    redraw()
    addEventListener('resize', redraw)
    return () => removeEventListener('resize', redraw)
  }, [lanes, at, startsAtMs, durationMs])
  return <canvas className={styles.wave} ref={canvas} />
}
