import { Button, Radio, RadioGroup, Select } from '@fluentui/react-components'
import { MicRegular } from '@fluentui/react-icons'
import { type ReactElement, useEffect, useId, useState } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { LevelMeter } from './level-meter.tsx'
import styles from './phone-panel.module.css'
import { type PhoneUse, phoneUses } from './softphone.ts'
import type { SoundDevice } from './sound.ts'

/** Where calls ring, and whether microphone and loudspeaker do what they should. */
export function PhonePanel(): ReactElement {
  const words = useWords().phone
  const { softphone } = useModel()
  const { use, trouble } = useSource(softphone)
  const allowed = useAllowed()
  const title = useId()
  return (
    <section className={styles.panel} aria-labelledby={title}>
      <h3 id={title}>{words.title}</h3>
      <RadioGroup
        value={use}
        aria-labelledby={title}
        onChange={(_, { value }) => {
          const chosen = phoneUses.find(one => one === value)
          if (chosen !== undefined) softphone.choose(chosen)
        }}
      >
        {allowed.map((one: PhoneUse) => (
          <Radio key={one} value={one} label={words.uses[one]} />
        ))}
      </RadioGroup>
      {trouble !== undefined && (
        <p role="alert" className={styles.trouble}>
          {words.troubles[trouble]}
          <Button size="small" appearance="transparent" onClick={softphone.dismiss}>
            {words.dismiss}
          </Button>
        </p>
      )}
      {use !== 'teams' && <Devices />}
    </section>
  )
}

/** What the administrator lets agents use; a choice from before that is none any more is left. */
function useAllowed(): readonly PhoneUse[] {
  const { session, softphone } = useModel()
  const state = useSource(session)
  const { use } = useSource(softphone)
  const phones = state.kind === 'signed-in' ? state.me.phones : 'both'
  useEffect(() => {
    if (phones !== 'both' && use !== phones) softphone.choose(phones)
  }, [softphone, phones, use])
  return phones === 'both' ? phoneUses : [phones]
}

interface Found {
  readonly microphones: readonly SoundDevice[]
  readonly speakers: readonly SoundDevice[]
}

/** Names of devices are known once the microphone was allowed: the test asks for that. */
function Devices(): ReactElement {
  const words = useWords().phone
  const { softphone } = useModel()
  const { selfTest, devices } = useSource(softphone)
  const [found, setFound] = useState<Found>({ microphones: [], speakers: [] })
  const isTesting = selfTest !== undefined
  useEffect(() => {
    // Read again with each test, since the first one is what lets the names be known.
    if (isTesting) void softphone.devices().then(setFound, () => undefined)
  }, [softphone, isTesting])
  const { microphone, speaker } = devices
  return (
    <div className={styles.devices}>
      <DeviceSelect
        label={words.microphone}
        devices={found.microphones}
        chosen={microphone}
        onChoose={id => softphone.chooseDevices(named({ microphone: id, speaker }))}
      />
      <DeviceSelect
        label={words.speaker}
        devices={found.speakers}
        chosen={speaker}
        onChoose={id => softphone.chooseDevices(named({ microphone, speaker: id }))}
      />
      <Button
        icon={<MicRegular />}
        aria-pressed={selfTest !== undefined}
        onClick={() => void softphone.testSelf(selfTest === undefined)}
      >
        {selfTest === undefined ? words.test : words.endTest}
      </Button>
      {selfTest !== undefined && (
        <>
          <LevelMeter level={selfTest.level} />
          <p className={styles.hint}>{words.testHint}</p>
        </>
      )}
    </div>
  )
}

/** Absent stands for the system's own choice. */
function named(ids: {
  readonly microphone: string | undefined
  readonly speaker: string | undefined
}): { readonly microphone?: string; readonly speaker?: string } {
  const { microphone, speaker } = ids
  return {
    ...(microphone === undefined ? {} : { microphone }),
    ...(speaker === undefined ? {} : { speaker }),
  }
}

function DeviceSelect(props: {
  readonly label: string
  readonly devices: readonly SoundDevice[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string | undefined) => void
}): ReactElement {
  const words = useWords().phone
  const id = useId()
  return (
    <label className={styles.device} htmlFor={id}>
      {props.label}
      <Select
        id={id}
        value={props.chosen ?? ''}
        onChange={(_, { value }) => props.onChoose(value === '' ? undefined : value)}
      >
        <option value="">{words.systemChoice}</option>
        {props.devices
          .filter(device => device.label !== '')
          .map(device => (
            <option key={device.id} value={device.id}>
              {device.label}
            </option>
          ))}
      </Select>
    </label>
  )
}
