import type { BoardView } from '#contract'
import { Button, Field, Radio, RadioGroup, Select } from '@fluentui/react-components'
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import type { FloorAct } from '../model/floor.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { customerName } from '../parts/customer.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import type { Words } from '../words/catalog.ts'
import type { FloorQuestion } from './floor-actions.ts'
import { WhyNot } from './why-not.tsx'

/** The priorities there are, the first served first. */
const priorities = [1, 2, 3, 4, 5]

type Asked<Kind extends FloorQuestion['kind']> = Extract<FloorQuestion, { kind: Kind }>

/** A question with one answer: fields, and the order they make. */
function Order(props: {
  readonly title: string
  readonly label: string
  readonly act: FloorAct | undefined
  readonly isHarmful?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}): ReactElement {
  const words = useWords().floor
  const { floor } = useModel()
  const { busy, trouble } = useSource(floor.doing)
  const { act } = props
  // What was refused before this was opened is nothing of its own.
  useEffect(() => {
    floor.dismiss()
    return floor.dismiss
  }, [floor])
  async function go(): Promise<void> {
    if (act !== undefined && (await floor.act(act))) props.onClose()
  }
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{words.cancel}</Button>
          <Button
            appearance="primary"
            disabledFocusable={act === undefined}
            aria-busy={busy !== undefined}
            onClick={() => void go()}
          >
            {props.label}
          </Button>
        </>
      }
    >
      {props.children}
      {trouble !== undefined && <TroubleNote trouble={trouble} />}
    </Dialog>
  )
}

function confirmWords(act: FloorAct, name: string, words: Words['floor']): readonly string[] {
  switch (act.kind) {
    case 'take-over':
      return [words.takeOver, words.takeOverSays(name)]
    case 'end-wrap-up':
      return [words.endWrapUp, words.endWrapUpSays(name)]
    case 'state':
    case 'not-ready':
      return [words.signOut, words.signOutSays(name)]
    case 'move':
    case 'front':
    case 'rank':
    case 'monitor':
    case 'end-monitor':
      return [words.confirm, name]
  }
}

function Confirm(props: {
  readonly asked: Asked<'confirm'>
  readonly onClose: () => void
}): ReactElement {
  const { act, name } = props.asked
  const [title = '', says = ''] = confirmWords(act, name, useWords().floor)
  return (
    <Order title={title} label={title} act={act} isHarmful onClose={props.onClose}>
      <p>{says}</p>
    </Order>
  )
}

function Reason(props: {
  readonly asked: Asked<'reason'>
  readonly reasons: readonly string[]
  readonly onClose: () => void
}): ReactElement {
  const { agent } = props.asked
  const words = useWords().floor
  const [reason, setReason] = useState('')
  const act: FloorAct | undefined =
    reason === '' ? undefined : { kind: 'not-ready', agent: agent.id, reason }
  return (
    <Order
      title={words.setNotReadyTitle(agent.name)}
      label={words.setNotReady}
      act={act}
      onClose={props.onClose}
    >
      <Field label={words.reason} hint={words.reasonHint} required>
        <RadioGroup value={reason} onChange={(_, { value }) => setReason(value)}>
          {props.reasons.map(one => (
            <Radio key={one} value={one} label={one} />
          ))}
        </RadioGroup>
      </Field>
    </Order>
  )
}

function Move(props: {
  readonly asked: Asked<'move'>
  readonly board: BoardView
  readonly onClose: () => void
}): ReactElement {
  const { row } = props.asked
  const words = useWords()
  const others = props.board.queues.filter(({ id }) => id !== row.queue)
  const [queue, setQueue] = useState(others[0]?.id)
  const act: FloorAct | undefined =
    queue === undefined ? undefined : { kind: 'move', interaction: row.id, queue }
  return (
    <Order
      title={words.floor.moveTitle(customerName(row.customer, words.customer))}
      label={words.floor.moveDo}
      act={act}
      onClose={props.onClose}
    >
      <p>{words.floor.moveSays}</p>
      <Field label={words.board.queue}>
        <Select value={queue ?? ''} onChange={(_, { value }) => setQueue(value)}>
          {others.map(({ id, name, waiting }) => (
            <option key={id} value={id}>
              {name} ({words.desk.waiting(waiting)})
            </option>
          ))}
        </Select>
      </Field>
    </Order>
  )
}

function Rank(props: {
  readonly asked: Asked<'rank'>
  readonly onClose: () => void
}): ReactElement {
  const { row } = props.asked
  const words = useWords()
  const [priority, setPriority] = useState(row.priority ?? 3)
  return (
    <Order
      title={words.floor.rankTitle(customerName(row.customer, words.customer))}
      label={words.floor.rankDo}
      act={{ kind: 'rank', interaction: row.id, priority }}
      onClose={props.onClose}
    >
      <Field label={words.floor.priority} hint={words.floor.priorityHint}>
        <Select value={String(priority)} onChange={(_, { value }) => setPriority(Number(value))}>
          {priorities.map(one => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </Select>
      </Field>
    </Order>
  )
}

/** The question that is open. */
export function FloorDialog(props: {
  readonly question: FloorQuestion
  readonly board: BoardView
  readonly onClose: () => void
}): ReactElement {
  const { question, onClose, board } = props
  switch (question.kind) {
    case 'confirm':
      return <Confirm asked={question} onClose={onClose} />
    case 'reason':
      return <Reason asked={question} reasons={board.notReadyReasons} onClose={onClose} />
    case 'move':
      return <Move asked={question} board={board} onClose={onClose} />
    case 'rank':
      return <Rank asked={question} onClose={onClose} />
    case 'why-not':
      return <WhyNot asked={question} board={board} onClose={onClose} />
  }
}
