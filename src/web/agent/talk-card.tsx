import type { TalkView } from '#contract'
import { Button } from '@fluentui/react-components'
import { CallEndRegular, RecordRegular } from '@fluentui/react-icons'
import { type ReactElement, useState } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card, Details } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { CustomerHeadline, dialledWords, MenuPath } from '../parts/customer.tsx'
import { useShortcuts } from '../parts/use-shortcuts.ts'
import type { Words } from '../words/catalog.ts'
import { PhoneInCall } from '../softphone/phone-in-call.tsx'
import { ConsultStrip } from './consult-strip.tsx'
import { EarlierContacts } from './earlier-contacts.tsx'
import { KeypadPanel } from './keypad-panel.tsx'
import { Notes } from './notes.tsx'
import { PeoplePicker } from './people-picker.tsx'
import styles from './talk-card.module.css'
import { TalkControls, type TalkPanel } from './talk-controls.tsx'
import { TalkStates } from './talk-states.tsx'
import work from './work-card.module.css'

function recordedWords(talk: TalkView, words: Words['talk']): string {
  if (talk.recorded) return words.recorded
  if (talk.recordingPaused === true) return words.recordingPaused
  if (talk.recordingRests !== true) return words.notRecorded
  return talk.consult === undefined ? words.recordingHeld : words.recordingConsult
}

function RecordedMark(props: { readonly talk: TalkView }): ReactElement {
  const { recorded } = props.talk
  const words = useWords().talk
  return (
    <span className={work.recorded} data-recorded={recorded}>
      {recorded && <RecordRegular aria-hidden="true" />}
      {recordedWords(props.talk, words)}
    </span>
  )
}

/** The clock, who it is, and the one way out. */
function Hero(props: { readonly talk: TalkView }): ReactElement {
  const { talk } = props
  const words = useWords().talk
  const { desk } = useModel()
  const isBusy = useSource(desk.doing).busy === 'hang-up'
  return (
    <div className={work.hero}>
      <span className={work.bigClock}>
        <Elapsed since={talk.since} label={words.time} />
      </span>
      <div className={work.who}>
        <CustomerHeadline customer={talk.customer} />
      </div>
      <Button
        className={work.danger ?? ''}
        size="large"
        icon={<CallEndRegular />}
        aria-busy={isBusy}
        onClick={() => void desk.talk(talk.interaction).hangUp()}
      >
        {words.hangUp}
      </Button>
    </div>
  )
}

/** What one of the controls has opened. */
function OpenPanel(props: {
  readonly panel: TalkPanel
  readonly interaction: string
  readonly onClose: () => void
}): ReactElement {
  const { panel, onClose } = props
  const { desk } = useModel()
  const commands = desk.talk(props.interaction)
  if (panel === 'keypad') return <KeypadPanel send={commands.keys} onClose={onClose} />
  return (
    <div className={styles.panel}>
      <PeoplePicker
        key={panel}
        purpose={panel}
        onClose={onClose}
        onTake={to => {
          onClose()
          void commands[panel](to)
        }}
      />
    </div>
  )
}

/** The keys of a talk. A key for what cannot be done now does nothing. */
function useTalkKeys(talk: TalkView, open: (panel: TalkPanel) => void): void {
  const { desk } = useModel()
  const commands = desk.talk(talk.interaction)
  const isOwn = talk.consult?.mine !== false
  const canHandOn = isOwn && talk.consult === undefined
  const isPaused = talk.recordingPaused === true
  useShortcuts({
    'hang-up': () => void commands.hangUp(),
    keypad: () => open('keypad'),
    mute: () => void commands.mute(talk.muted !== true),
    ...(isOwn ? { hold: () => void commands.hold(talk.held === undefined) } : {}),
    ...(isOwn && (talk.recorded || isPaused)
      ? { recording: () => void commands.pauseRecording(!isPaused) }
      : {}),
    ...(canHandOn ? { transfer: () => open('transfer'), consult: () => open('consult') } : {}),
  })
}

/** The call under way: its clock, who it is, all that can be done in it, and notes. */
export function TalkCard(props: { readonly talk: TalkView }): ReactElement {
  const { talk } = props
  const words = useWords()
  const [panel, setPanel] = useState<TalkPanel>()
  const open = (asked: TalkPanel): void => setPanel(now => (now === asked ? undefined : asked))
  const { consult, interaction } = talk
  const isOwn = consult?.mine !== false
  useTalkKeys(talk, open)
  return (
    <Card
      title={isOwn ? words.talk.title : words.talk.asked(consult?.with ?? '')}
      tone="talking"
      aside={<RecordedMark talk={talk} />}
    >
      <Hero talk={talk} />
      {isOwn && consult !== undefined && (
        <ConsultStrip interaction={interaction} consult={consult} />
      )}
      <PhoneInCall />
      <TalkStates talk={talk} />
      {isOwn && <TalkControls talk={talk} open={panel} onOpen={open} />}
      {panel !== undefined && (
        <OpenPanel panel={panel} interaction={interaction} onClose={() => setPanel(undefined)} />
      )}
      <Details
        rows={[
          [words.offer.queue, talk.queue.name],
          [words.offer.pressed, <MenuPath key="path" choices={talk.choices} />],
          [words.offer.dialled, dialledWords(talk.dialled, words.customer)],
        ]}
      />
      <Notes interaction={interaction} />
      <EarlierContacts address={talk.customer.address} without={interaction} />
    </Card>
  )
}
