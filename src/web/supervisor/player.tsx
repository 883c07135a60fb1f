import type { InteractionView } from '#contract'
import { Button } from '@fluentui/react-components'
import { PauseRegular } from '@fluentui/react-icons/svg/pause'
import { PlayRegular } from '@fluentui/react-icons/svg/play'
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import type { Playhead } from '../model/playhead.ts'
import { useSource, useWords } from '../parts/app-context.ts'
import { clockTime } from '../words/times.ts'
import styles from './player.module.css'
import { useWaveform } from './use-waveform.ts'
import { Waveform } from './waveform.tsx'

type Recording = NonNullable<InteractionView['recording']>

const speeds = [1, 1.25, 1.5, 2]

/** What the audio element is doing, and whether it can do it at all. */
type Playing = 'paused' | 'playing' | 'failed'

/** Joins the audio element to the playhead: each tells the other where to be. */
function useAudio(
  audio: RefObject<HTMLAudioElement | null>,
  playhead: Playhead,
): { readonly playing: Playing; readonly toggle: () => void } {
  const [playing, setPlaying] = useState<Playing>('paused')
  useEffect(() => {
    const element = audio.current
    if (element === null) return undefined
    const forget = new AbortController()
    const hear = (event: string, run: () => void): void =>
      element.addEventListener(event, run, { signal: forget.signal })
    hear('play', () => setPlaying('playing'))
    hear('pause', () => setPlaying('paused'))
    hear('error', () => setPlaying('failed'))
    hear('timeupdate', () => playhead.moved(element.currentTime * 1000))
    hear('seeking', () => playhead.moved(element.currentTime * 1000))
    const stop = playhead.onSeek(ms => {
      element.currentTime = ms / 1000
    })
    return () => {
      forget.abort()
      stop()
    }
  }, [audio, playhead])
  function toggle(): void {
    const element = audio.current
    if (element === null) return
    if (element.paused) element.play().catch(() => setPlaying('failed'))
    else element.pause()
  }
  return { playing, toggle }
}

function SpeedChoice(props: { readonly onChoose: (speed: number) => void }): ReactElement {
  const words = useWords().page
  return (
    <label className={styles.speed}>
      {words.speed}
      <select defaultValue="1" onChange={event => props.onChoose(Number(event.target.value))}>
        {speeds.map(speed => (
          <option key={speed} value={speed}>
            {speed}×
          </option>
        ))}
      </select>
    </label>
  )
}

/** The recording: two voices on two lanes, heard and sought by hand or by key. */
export function Player(props: {
  readonly recording: Recording
  readonly playhead: Playhead
}): ReactElement {
  const { recording, playhead } = props
  const words = useWords().page
  const audio = useRef<HTMLAudioElement>(null)
  const { playing, toggle } = useAudio(audio, playhead)
  const at = useSource(playhead)
  const lanes = useWaveform(recording.url)
  return (
    <div className={styles.player}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a call has no captions until it is transcribed. */}
      <audio ref={audio} src={recording.url} preload="metadata" />
      <Waveform
        lanes={lanes}
        durationMs={recording.durationMs}
        atMs={at}
        onSeek={playhead.seek}
        onToggle={toggle}
      />
      <div className={styles.controls}>
        <Button
          appearance="primary"
          icon={playing === 'playing' ? <PauseRegular /> : <PlayRegular />}
          onClick={toggle}
        >
          {playing === 'playing' ? words.pause : words.play}
        </Button>
        <span className={styles.position}>
          {clockTime(at)} / {clockTime(recording.durationMs)}
        </span>
        <SpeedChoice
          onChoose={speed => {
            if (audio.current !== null) audio.current.playbackRate = speed
          }}
        />
        <a className={styles.download} href={recording.url} download>
          {words.download}
        </a>
      </div>
      {playing === 'failed' && <p role="alert">{words.soundless}</p>}
      <p className={styles.digest} title={recording.sha256}>
        {words.digest} <code>{recording.sha256.slice(0, 16)}…</code>
      </p>
    </div>
  )
}
