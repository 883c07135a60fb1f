import type { MadeWallboard } from '#contract'
import { Button, Field, Input, Select } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import type { Outcome, Trouble } from '../connection/http.ts'
import { dialects } from '../model/wallboards.ts'
import { useModel, useWords } from '../parts/app-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { useAnswer } from '../parts/use-answer.ts'
import styles from './board-page.module.css'

/** A new wallboard: a name, and how its service level is counted. */
function NewBoard(props: {
  readonly onMade: (outcome: Outcome<MadeWallboard>) => void
}): ReactElement {
  const words = useWords().wall
  const { wallboards } = useModel()
  const [name, setName] = useState('')
  const [dialect, setDialect] = useState(dialects[0] ?? 'left')
  async function make(): Promise<void> {
    if (name.trim() === '') return
    props.onMade(await wallboards.make({ name: name.trim(), dialect }))
    setName('')
  }
  return (
    <>
      <Field label={words.name} hint={words.all} required>
        <Input maxLength={80} value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label={words.dialect} hint={words.dialects[dialect]}>
        <Select
          value={dialect}
          onChange={(_, { value }) => setDialect(dialects.find(one => one === value) ?? dialect)}
        >
          {dialects.map(one => (
            <option key={one} value={one}>
              {words.dialectNames[one]}
            </option>
          ))}
        </Select>
      </Field>
      <Button
        appearance="primary"
        disabledFocusable={name.trim() === ''}
        onClick={() => void make()}
      >
        {words.make}
      </Button>
    </>
  )
}

/** The wallboards there are, each with the way to take its link back, and a new one. */
export function WallboardsDialog(props: { readonly onClose: () => void }): ReactElement {
  const { wall: words, floor } = useWords()
  const { wallboards } = useModel()
  const [tries, askAgain] = useState(0)
  const [made, setMade] = useState<MadeWallboard>()
  const [trouble, setTrouble] = useState<Trouble>()
  const list = useAnswer(`wallboards ${tries}`, wallboards.list)
  function took(outcome: Outcome<MadeWallboard | void>): void {
    setTrouble(outcome.ok ? undefined : outcome.trouble)
    askAgain(tries + 1)
  }
  return (
    <Dialog
      title={words.boards}
      onClose={props.onClose}
      actions={<Button onClick={props.onClose}>{floor.close}</Button>}
    >
      {trouble !== undefined && <TroubleNote trouble={trouble} />}
      {list?.ok === false && <TroubleNote trouble={list.trouble} />}
      {list?.ok === true && list.value.wallboards.length === 0 && <p>{words.none}</p>}
      <ul className={styles.walls}>
        {(list?.ok === true ? list.value.wallboards : []).map(({ id, name, dialect }) => (
          <li key={id}>
            <span>
              {name} <small>{words.dialectNames[dialect]}</small>
            </span>
            <Button
              size="small"
              aria-label={words.revokeOf(name)}
              onClick={() => void wallboards.drop(id).then(took)}
            >
              {words.revoke}
            </Button>
          </li>
        ))}
      </ul>
      {made !== undefined && (
        <Field label={words.linkSays}>
          <Input readOnly value={`${location.origin}${made.path}`} />
        </Field>
      )}
      <NewBoard
        onMade={outcome => {
          if (outcome.ok) setMade(outcome.value)
          took(outcome)
        }}
      />
    </Dialog>
  )
}
