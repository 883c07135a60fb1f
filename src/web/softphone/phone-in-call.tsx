import { Button } from '@fluentui/react-components'
import { CallRegular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { useShortcuts } from '../parts/use-shortcuts.ts'
import { LevelMeter } from './level-meter.tsx'
import styles from './phone-panel.module.css'

/** Takes the call in this browser, where it rings here; else how to take it. */
export function AnswerHere(): ReactElement {
  const words = useWords()
  const { softphone } = useModel()
  const { use, call, trouble } = useSource(softphone)
  const rings = call?.at === 'ringing' || call?.at === 'joining'
  useShortcuts(rings ? { accept: () => void softphone.answer() } : {})
  if (!rings) {
    return (
      <p className={styles.answer}>
        <CallRegular aria-hidden="true" /> {words.offer.answer}
      </p>
    )
  }
  return (
    <div className={styles.answerHere}>
      <Button
        size="large"
        appearance="primary"
        icon={<CallRegular />}
        aria-busy={call.at === 'joining'}
        onClick={() => void softphone.answer()}
      >
        {words.offer.accept}
      </Button>
      {use === 'both' && <p className={styles.hint}>{words.phone.besideTeams}</p>}
      {trouble !== undefined && (
        <p role="alert" className={styles.trouble}>
          {words.phone.troubles[trouble]}
        </p>
      )}
    </div>
  )
}

/** How the sound of the call in this browser is; nothing where the call is at another phone. */
export function PhoneInCall(): ReactElement | undefined {
  const words = useWords().phone
  const { softphone } = useModel()
  const { call, sound } = useSource(softphone)
  if (call === undefined || call.at === 'ringing' || call.at === 'elsewhere') return undefined
  return (
    <div className={styles.inCall} data-at={call.at}>
      <output>{words.at[call.at]}</output>
      {sound !== undefined && <LevelMeter level={sound.level} />}
    </div>
  )
}
