import type { TalkView } from '#contract'
import { Button, Field, Textarea } from '@fluentui/react-components'
import { CallEndRegular } from '@fluentui/react-icons/svg/call-end'
import { RecordRegular } from '@fluentui/react-icons/svg/record'
import type { ReactElement } from 'react'
import { noteLengthMax } from '../model/drafts.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card, Details } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { CustomerHeadline, MenuPath } from '../parts/customer.tsx'
import styles from './work-card.module.css'

/** The call under way: its clock, who it is, and notes that the wrap-up finds again. */
export function TalkCard(props: { readonly talk: TalkView }): ReactElement {
  const { talk } = props
  const words = useWords()
  const { desk, drafts } = useModel()
  const busy = useSource(desk.doing).busy === 'hang-up'
  useSource(drafts)
  return (
    <Card
      title={words.talk.title}
      tone="talking"
      aside={
        <span className={styles.recorded} data-on={talk.recorded}>
          {talk.recorded && <RecordRegular aria-hidden="true" />}
          {talk.recorded ? words.talk.recorded : words.talk.notRecorded}
        </span>
      }
    >
      <div className={styles.hero}>
        <span className={styles.bigClock}>
          <Elapsed since={talk.since} label={words.talk.time} />
        </span>
        <div className={styles.who}>
          <CustomerHeadline customer={talk.customer} />
        </div>
        <Button
          className={styles.danger ?? ''}
          size="large"
          icon={<CallEndRegular />}
          aria-busy={busy}
          onClick={() => void desk.hangUp(talk.interaction)}
        >
          {words.talk.hangUp}
        </Button>
      </div>
      <Details
        rows={[
          [words.offer.queue, talk.queue.name],
          [words.offer.pressed, <MenuPath key="path" choices={talk.choices} />],
          [words.offer.dialled, talk.dialled],
        ]}
      />
      <div className={styles.section}>
        <Field label={words.talk.note} hint={words.talk.noteHint}>
          <Textarea
            rows={5}
            resize="vertical"
            maxLength={noteLengthMax}
            value={drafts.of(talk.interaction).note}
            onChange={(_, { value }) => drafts.change(talk.interaction, { note: value })}
          />
        </Field>
      </div>
    </Card>
  )
}
