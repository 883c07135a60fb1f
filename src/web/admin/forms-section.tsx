import { Button, Checkbox, Field, Input, Select, Textarea } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import {
  type Question,
  questionKinds,
  questionsOf,
  withKind,
  withLabel,
  withQuestions,
} from '../model/forms.ts'
import { useSource } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { entriesOf, plainText } from './fields.ts'

/** A question on the page, and what can be done with it. */
interface Asked {
  readonly question: Question
  readonly nth: number
  readonly count: number
  readonly onChange: (question: Question) => void
  readonly onMove: (by: 1 | -1) => void
  readonly onRemove: () => void
}

/** The words of a question, its kind, and what there is to choose from. */
function QuestionFields({
  question,
  onChange,
}: Pick<Asked, 'question' | 'onChange'>): ReactElement {
  const { words } = useAdmin()
  const { forms } = words
  return (
    <div className={styles.form}>
      <Field label={forms.label} required>
        <Input
          value={question.label}
          onChange={(_, { value }) => onChange(withLabel(question, value))}
        />
      </Field>
      <Field label={words.fields.id} hint={forms.idHint}>
        <Input
          value={question.id}
          onChange={(_, { value }) => onChange({ ...question, id: value })}
        />
      </Field>
      <Field label={forms.kind}>
        <Select
          value={question.kind}
          onChange={(_, { value }) => onChange(withKind(question, value))}
        >
          {questionKinds.map(kind => (
            <option key={kind} value={kind}>
              {forms.kinds[kind]}
            </option>
          ))}
        </Select>
      </Field>
      {question.choices !== undefined && (
        <Field label={forms.choices} hint={forms.choicesHint} required>
          <Textarea
            rows={Math.max(3, question.choices.length)}
            value={question.choices.join('\n')}
            onChange={(_, { value }) => onChange({ ...question, choices: value.split('\n') })}
          />
        </Field>
      )}
    </div>
  )
}

/** Whether it must be answered, and its place among the others. */
function QuestionHands(props: Asked & { readonly name: string }): ReactElement {
  const { question, nth, count, name, onChange, onMove } = props
  const { words } = useAdmin()
  const { forms } = words
  return (
    <div className={styles.buttons}>
      <Checkbox
        label={forms.required}
        checked={question.required}
        onChange={(_, { checked }) => onChange({ ...question, required: checked === true })}
      />
      <Button
        size="small"
        aria-label={forms.upOne(name)}
        disabledFocusable={nth === 0}
        onClick={() => nth > 0 && onMove(-1)}
      >
        {forms.up}
      </Button>
      <Button
        size="small"
        aria-label={forms.downOne(name)}
        disabledFocusable={nth === count - 1}
        onClick={() => nth < count - 1 && onMove(1)}
      >
        {forms.down}
      </Button>
      <Button size="small" aria-label={words.list.removeOne(name)} onClick={props.onRemove}>
        {words.list.remove}
      </Button>
    </div>
  )
}

/** One question: as it is asked, what is wrong with it, and what can be done with it. */
function OneQuestion(props: Asked & { readonly wrong: string | undefined }): ReactElement {
  const { question, nth, wrong, onChange } = props
  const { words } = useAdmin()
  const name = question.label === '' ? String(nth + 1) : question.label
  return (
    <fieldset className={styles.question}>
      <legend>{words.forms.nth(nth + 1)}</legend>
      {wrong !== undefined && (
        <p className={styles.wrong} role="alert">
          {wrong}
        </p>
      )}
      <QuestionFields question={question} onChange={onChange} />
      <QuestionHands {...props} name={name} />
    </fieldset>
  )
}

/** The wrap-up form of each queue: what an agent is asked beside how it ended. */
export function FormsSection(): ReactElement {
  const { admin, words } = useAdmin()
  const { checked, config } = useSource(admin)
  const queues = entriesOf(admin.value('queues'))
  const [wished, choose] = useState('')
  const at = Math.max(
    0,
    queues.findIndex(({ id }) => plainText(id) === wished),
  )
  const queue = plainText(queues[at]?.['id'])
  const forms = admin.value('forms')
  const questions = questionsOf(forms, queue)
  const complaints = checked?.complaints ?? config?.complaints ?? []
  const put = (next: readonly Question[]): void =>
    admin.change('forms', withQuestions(forms, queue, next))
  const wrongOf = (nth: number): string | undefined => {
    const path = ['queues', at, 'forms', nth]
    const found = complaints.find(one => path.every((part, deep) => one.path[deep] === part))
    return found && `${found.words}. ${found.remedy}`
  }
  return (
    <Card
      title={words.sections.forms}
      aside={
        <Select
          aria-label={words.forms.queue}
          value={queue}
          onChange={(_, { value }) => choose(value)}
        >
          {queues.map(entry => (
            <option key={plainText(entry['id'])} value={plainText(entry['id'])}>
              {plainText(entry['name']) || plainText(entry['id'])}
            </option>
          ))}
        </Select>
      }
    >
      <p className={styles.quiet}>{questions.length === 0 ? words.forms.none : words.forms.says}</p>
      {questions.map((question, nth) => (
        <OneQuestion
          key={nth}
          question={question}
          nth={nth}
          count={questions.length}
          wrong={wrongOf(nth)}
          onChange={changed => put(questions.with(nth, changed))}
          onMove={by => put(questions.toSpliced(nth, 1).toSpliced(nth + by, 0, question))}
          onRemove={() => put(questions.toSpliced(nth, 1))}
        />
      ))}
      {queue !== '' && (
        <Button
          onClick={() => put([...questions, { id: '', label: '', kind: 'text', required: false }])}
        >
          {words.forms.add}
        </Button>
      )}
    </Card>
  )
}
