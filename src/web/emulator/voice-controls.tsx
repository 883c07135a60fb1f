import { Button } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { KeypadPanel } from '../agent/keypad-panel.tsx'
import { useSource } from '../parts/app-context.ts'
import styles from './emulated.module.css'
import { useWorldWords, voice, world } from './here.ts'

/** What both ends of a call share: the own voice, mute, keys. Who calls a company needs keys at once. */
export function VoiceControls(props: {
  readonly where: string
  readonly opensKeys?: boolean
}): ReactElement {
  const words = useWorldWords()
  const { where } = props
  const state = useSource(voice)
  const [isKeypad, setKeypad] = useState(props.opensKeys === true)
  const isHere = state.where === where
  return (
    <>
      <div className={styles.row}>
        {isHere && state.at === 'joined' ? (
          <Button aria-pressed={state.isMuted} onClick={() => voice.mute(!state.isMuted)}>
            {state.isMuted ? words.voice.unmute : words.voice.mute}
          </Button>
        ) : (
          <Button
            disabled={isHere && state.at === 'opening'}
            onClick={() => void voice.join(where)}
          >
            {words.teams.soundHere}
          </Button>
        )}
        <Button aria-expanded={isKeypad} onClick={() => setKeypad(!isKeypad)}>
          {words.voice.keypad}
        </Button>
      </div>
      {isHere && state.trouble !== undefined && (
        <output className={styles.note}>
          <strong>{words.voice.trouble}</strong> {words.voice[state.trouble]}
        </output>
      )}
      {isKeypad && (
        <KeypadPanel
          send={async keys => (await world.wish(`${where}/keys`, { keys })) !== undefined}
          onClose={() => setKeypad(false)}
        />
      )}
    </>
  )
}
