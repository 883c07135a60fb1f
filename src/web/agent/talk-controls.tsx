import type { TalkView } from '#contract'
import { Button } from '@fluentui/react-components'
import {
  CallTransferRegular,
  DialpadRegular,
  MicOffRegular,
  MicRegular,
  PauseRegular,
  PersonCallRegular,
  PlayRegular,
  RecordRegular,
  RecordStopRegular,
} from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import type { DeskCommand } from '../model/desk.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import styles from './talk-card.module.css'

/** What may be opened below the controls, one at a time. */
export type TalkPanel = 'keypad' | 'transfer' | 'consult'

/** One of the controls: a switch says whether it is on, an opener what it has opened. */
interface Control {
  readonly id: string
  readonly label: string
  readonly icon: ReactElement
  readonly command?: DeskCommand
  readonly isOn?: boolean
  readonly isOpen?: boolean
  readonly act: () => void
}

function ControlButton(props: { readonly control: Control }): ReactElement {
  const { control } = props
  const isBusy = useSource(useModel().desk.doing).busy === control.command
  return (
    <Button
      className={styles.control ?? ''}
      icon={control.icon}
      data-on={control.isOn === true || control.isOpen === true}
      aria-busy={control.command !== undefined && isBusy}
      {...(control.isOpen === undefined ? {} : { 'aria-expanded': control.isOpen })}
      onClick={control.act}
    >
      {control.label}
    </Button>
  )
}

/** What is held, muted, or kept out of the recording, and the way back from each. */
function useSwitches(talk: TalkView): readonly Control[] {
  const words = useWords().talk
  const { desk } = useModel()
  const commands = desk.talk(talk.interaction)
  const isHeld = talk.held !== undefined
  const isPaused = talk.recordingPaused === true
  const canRecord = talk.recorded || isPaused
  const hold: Control = {
    id: 'hold',
    label: isHeld ? words.resume : words.hold,
    icon: isHeld ? <PlayRegular /> : <PauseRegular />,
    command: 'hold',
    isOn: isHeld,
    act: () => void commands.hold(!isHeld),
  }
  const mute: Control = {
    id: 'mute',
    label: talk.muted === true ? words.unmute : words.mute,
    icon: talk.muted === true ? <MicOffRegular /> : <MicRegular />,
    command: 'mute',
    isOn: talk.muted === true,
    act: () => void commands.mute(talk.muted !== true),
  }
  const recording: Control = {
    id: 'recording',
    label: isPaused ? words.resumeRecording : words.pauseRecording,
    icon: isPaused ? <RecordRegular /> : <RecordStopRegular />,
    command: 'recording',
    isOn: isPaused,
    act: () => void commands.pauseRecording(!isPaused),
  }
  return canRecord ? [hold, mute, recording] : [hold, mute]
}

/** The row of what can be done in a call; the most used first. */
export function TalkControls(props: {
  readonly talk: TalkView
  readonly open: TalkPanel | undefined
  readonly onOpen: (panel: TalkPanel) => void
}): ReactElement {
  const words = useWords().talk
  const switches = useSwitches(props.talk)
  const openers: readonly Control[] = [
    { id: 'keypad', label: words.keypad, icon: <DialpadRegular /> },
    { id: 'consult', label: words.consult, icon: <PersonCallRegular /> },
    { id: 'transfer', label: words.transfer, icon: <CallTransferRegular /> },
  ].map(({ id, ...rest }) => {
    const panel: TalkPanel = id === 'keypad' ? 'keypad' : id === 'consult' ? 'consult' : 'transfer'
    return { ...rest, id, isOpen: props.open === panel, act: () => props.onOpen(panel) }
  })
  const canHandOn = props.talk.consult === undefined
  const shown = [...switches, ...openers.filter(({ id }) => canHandOn || id === 'keypad')]
  return (
    <fieldset className={styles.controls} aria-label={words.controls}>
      {shown.map(control => (
        <ControlButton key={control.id} control={control} />
      ))}
    </fieldset>
  )
}
