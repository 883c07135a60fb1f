import type { ReactElement } from 'react'
import type { PickerOption } from '../model/people.ts'
import { useWords } from '../parts/app-context.ts'
import { PresenceDot } from '../parts/presence.tsx'
import type { Words } from '../words/catalog.ts'
import { clockTime } from '../words/times.ts'
import { PeopleTeamRegular, PersonQuestionMarkRegular, PhoneRegular } from '@fluentui/react-icons'
import styles from './people-picker.module.css'

/** What an option is called. */
export function optionName({ row }: PickerOption): string {
  switch (row.kind) {
    case 'number':
      return row.number
    case 'agent':
      return row.agent.name
    case 'queue':
      return row.queue.name
    case 'expert':
      return row.expert.name
  }
}

type Row<Kind extends PickerOption['row']['kind']> = Extract<PickerOption['row'], { kind: Kind }>

function agentSays({ agent }: Row<'agent'>, words: Words): string {
  return [
    words.states[agent.state],
    agent.presence === undefined ? undefined : words.presences[agent.presence],
    agent.device === 'unreachable' ? words.picker.noPhone : undefined,
  ]
    .filter(part => part !== undefined)
    .join(' · ')
}

function queueSays({ queue }: Row<'queue'>, words: Words): string {
  return [
    queue.open ? undefined : words.picker.closed,
    words.picker.waiting(queue.waiting),
    queue.expectedWaitMs === undefined
      ? undefined
      : words.picker.expected(clockTime(queue.expectedWaitMs)),
  ]
    .filter(part => part !== undefined)
    .join(' · ')
}

/** What helps to choose: whether somebody is free, how long a queue is. */
export function optionSays({ row }: PickerOption, words: Words): string {
  switch (row.kind) {
    case 'number':
      return words.picker.number
    case 'agent':
      return agentSays(row, words)
    case 'queue':
      return queueSays(row, words)
    case 'expert':
      return row.expert.about ?? row.expert.address
  }
}

function OptionMark(props: { readonly option: PickerOption }): ReactElement {
  const { row } = props.option
  switch (row.kind) {
    case 'number':
      return <PhoneRegular aria-hidden="true" />
    case 'agent':
      return <PresenceDot state={row.agent.state} size={18} />
    case 'queue':
      return <PeopleTeamRegular aria-hidden="true" />
    case 'expert':
      return <PersonQuestionMarkRegular aria-hidden="true" />
  }
}

/** One row of the picker, as it is drawn in the list. */
export function PickerRow(props: { readonly option: PickerOption }): ReactElement {
  const words = useWords()
  return (
    <>
      <OptionMark option={props.option} />
      <span className={styles.names}>
        <span>{optionName(props.option)}</span>
        <small>{optionSays(props.option, words)}</small>
      </span>
    </>
  )
}
