import type { BoardView } from '#contract'
import { Input, Select } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { type FloorFilter, stateOrder } from '../model/board-filter.ts'
import { useWords } from '../parts/app-context.ts'
import { stateOfManyWords } from '../parts/state-words.ts'
import styles from './board-page.module.css'

const phases = [
  'waiting',
  'offered',
  'talking',
  'in-flow',
  'wrap-up',
  'outward',
  'bridged',
  'arrived',
  'closing',
] as const

function Choice<Value extends string>(props: {
  readonly label: string
  readonly all: string
  readonly value: Value | ''
  readonly values: readonly (readonly [Value, string])[]
  readonly onChoose: (value: Value | '') => void
}): ReactElement {
  return (
    <Select
      aria-label={props.label}
      value={props.value}
      onChange={(_, data) =>
        props.onChoose(props.values.find(([value]) => value === data.value)?.[0] ?? '')
      }
    >
      <option value="">{props.all}</option>
      {props.values.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </Select>
  )
}

/** What of the floor is shown: by words, queue, agents' state, and where interactions are. */
export function FloorFilters(props: {
  readonly queues: BoardView['queues']
  readonly filter: FloorFilter
  readonly onChange: (change: Partial<FloorFilter>) => void
}): ReactElement {
  const words = useWords()
  const { filter, onChange } = props
  return (
    <search className={styles.filters}>
      <Input
        type="search"
        className={styles.find ?? ''}
        aria-label={words.board.find}
        placeholder={words.board.find}
        contentBefore={<SearchRegular aria-hidden="true" />}
        value={filter.find}
        onChange={(_, { value }) => onChange({ find: value })}
      />
      <Choice
        label={words.board.queue}
        all={words.floor.allQueues}
        value={filter.queue}
        values={props.queues.map(({ id, name }) => [id, name] as const)}
        onChoose={queue => onChange({ queue })}
      />
      <Choice
        label={words.board.state}
        all={words.floor.allStates}
        value={filter.state}
        values={stateOrder.map(state => [state, stateOfManyWords(state, words)] as const)}
        onChoose={state => onChange({ state })}
      />
      <Choice
        label={words.board.where}
        all={words.floor.allPhases}
        value={filter.phase}
        values={phases.map(phase => [phase, words.board.phases[phase]] as const)}
        onChoose={phase => onChange({ phase })}
      />
    </search>
  )
}
