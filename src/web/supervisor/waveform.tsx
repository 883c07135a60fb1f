import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react'
import type { Lane } from '../model/waveform.ts'
import { useWords } from '../parts/app-context.ts'
import { clockTime } from '../words/times.ts'
import styles from './player.module.css'

const stepMs = 5000
const pageMs = 30_000

/** Where a key moves the playhead, or undefined for a key that does not. */
export function soughtByKey(key: string, atMs: number, durationMs: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: atMs + stepMs,
    ArrowUp: atMs + stepMs,
    ArrowLeft: atMs - stepMs,
    ArrowDown: atMs - stepMs,
    PageUp: atMs + pageMs,
    PageDown: atMs - pageMs,
    Home: 0,
    End: durationMs,
  }
  const sought = moves[key]
  return sought === undefined ? undefined : Math.min(durationMs, Math.max(0, sought))
}

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
      const height = Math.max(scale, Math.sqrt(peak) * (laneHeight - 8 * scale))
      pen.globalAlpha = index / lane.length <= drawing.played ? 1 : 0.45
      pen.fillRect(index * width, middle - height / 2, Math.max(1, width - scale), height)
    }
  }
  pen.globalAlpha = 1
  pen.fillStyle = inks[2] ?? 'currentcolor'
  pen.fillRect(drawing.played * canvas.width, 0, 2 * scale, canvas.height)
}

/** The inks as the theme has them now, read from elements that wear them. */
function inksOf(place: HTMLElement): readonly string[] {
  const worn = [...place.querySelectorAll('[data-ink]')].map(
    element => getComputedStyle(element).color,
  )
  return [...worn, getComputedStyle(place).color]
}

/** A slider in the shape of what was said: one lane for each side. */
export function Waveform(props: {
  readonly lanes: readonly Lane[] | undefined
  readonly durationMs: number
  readonly atMs: number
  readonly onSeek: (ms: number) => void
  readonly onToggle: () => void
}): ReactElement {
  const { lanes, durationMs, atMs, onSeek } = props
  const words = useWords().page
  const place = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const redraw = (): void => {
      if (canvas.current === null || place.current === null) return
      const played = durationMs === 0 ? 0 : atMs / durationMs
      draw(canvas.current, inksOf(place.current), { lanes, played })
    }
    redraw()
    addEventListener('resize', redraw)
    return () => removeEventListener('resize', redraw)
  }, [lanes, atMs, durationMs])

  function seekByKey(event: KeyboardEvent): void {
    const sought = soughtByKey(event.key, atMs, durationMs)
    if (sought !== undefined) onSeek(sought)
    else if (event.key === ' ') props.onToggle()
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.waveform} ref={place}>
      <div className={styles.lanes}>
        <span data-ink className={styles.customerInk}>
          {words.customerLane}
        </span>
        <span data-ink className={styles.agentInk}>
          {words.agentLane}
        </span>
      </div>
      <div className={styles.scrubber}>
        <canvas ref={canvas} />
        <input
          type="range"
          min={0}
          max={durationMs}
          step={100}
          value={Math.min(durationMs, Math.round(atMs))}
          aria-label={words.position}
          aria-valuetext={words.positionSays(clockTime(atMs), clockTime(durationMs))}
          title={words.keys}
          onKeyDown={seekByKey}
          onChange={event => onSeek(Number(event.target.value))}
        />
      </div>
    </div>
  )
}
