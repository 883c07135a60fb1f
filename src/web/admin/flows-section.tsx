import { Button, Field, Select } from '@fluentui/react-components'
import { type KeyboardEvent, type ReactElement, useRef, useState } from 'react'
import { useSource } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { FlowDrawing } from '../parts/flow-drawing.tsx'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'

interface FlowText {
  readonly path: string
  readonly text: string
}

function flowsOf(value: unknown): readonly FlowText[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('text' in one)) return []
    const path = 'path' in one ? String(one.path) : ''
    return [{ path, text: String(one.text) }]
  })
}

const newText = (name: string): string =>
  `flow: ${name}\nname: ${name}\nstart: greeting\nsteps:\n  greeting:\n    say: Welcome.\n    next: end\n  end:\n    hang-up:\n`

/** A plain text with its lines numbered; Tab indents until Escape was pressed. */
function Editor(props: {
  readonly text: string
  readonly wrongLines: ReadonlySet<number>
  readonly onText: (text: string) => void
}): ReactElement {
  const { text, wrongLines, onText } = props
  const { words } = useAdmin()
  const gutter = useRef<HTMLDivElement>(null)
  const [leaves, setLeaves] = useState(false)
  function onKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
    setLeaves(event.key === 'Escape')
    if (event.key !== 'Tab' || event.shiftKey || leaves) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    event.currentTarget.setRangeText('  ', selectionStart, selectionEnd, 'end')
    onText(event.currentTarget.value)
  }
  return (
    <Field label={words.flows.text} hint={words.flows.keys}>
      {field => (
        <div className={styles.editor}>
          <div ref={gutter} className={styles.gutter} aria-hidden="true">
            {text.split('\n').map((_, nth) => (
              <span key={nth} data-wrong={wrongLines.has(nth + 1)}>
                {nth + 1}
              </span>
            ))}
          </div>
          <textarea
            {...field}
            className={styles.text}
            spellCheck={false}
            wrap="off"
            value={text}
            onKeyDown={onKey}
            onChange={event => onText(event.target.value)}
            onScroll={event => {
              if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop
            }}
          />
        </div>
      )}
    </Field>
  )
}

/** One flow: its text with what is wrong in it, and its drawing. */
function FlowPair(props: {
  readonly flow: FlowText
  readonly onText: (text: string) => void
}): ReactElement {
  const { flow, onText } = props
  const { admin, words } = useAdmin()
  const { checked, config } = useSource(admin)
  const shown = checked ?? config
  const complaints = shown?.complaints.filter(({ file }) => file === flow.path) ?? []
  const graph = shown?.graphs[flow.path]
  const wrong = new Set(
    complaints.flatMap(({ path }) => (path[0] === 'steps' ? [String(path[1])] : [])),
  )
  return (
    <div className={styles.pair}>
      <Card title={flow.path}>
        <Editor
          text={flow.text}
          wrongLines={new Set(complaints.map(({ line }) => line))}
          onText={onText}
        />
        <ul className={styles.complaints} aria-live="polite">
          {complaints.map(({ line, words: said, remedy, severity, code }) => (
            <li key={`${line} ${code} ${said}`} data-severity={severity}>
              <strong>{words.flows.line(line)}:</strong> {said}. {remedy}
            </li>
          ))}
        </ul>
      </Card>
      <Card title={words.flows.drawing}>
        {graph === undefined ? (
          <p className={styles.quiet}>{words.flows.noDrawing}</p>
        ) : (
          <FlowDrawing graph={graph} marks={{ wrong }} />
        )}
      </Card>
    </div>
  )
}

/** Flows as texts, checked as they are typed, with their drawing beside them. */
export function FlowsSection(): ReactElement {
  const { admin, words } = useAdmin()
  useSource(admin)
  const flows = flowsOf(admin.value('flows'))
  const [chosen, setChosen] = useState(0)
  const nth = chosen < flows.length ? chosen : 0
  const flow = flows[nth]
  const add = (): void => {
    const name = `flow-${flows.length + 1}`
    admin.change('flows', [...flows, { path: `flows/${name}.yaml`, text: newText(name) }])
    setChosen(flows.length)
  }
  return (
    <>
      <div className={styles.bar}>
        <Field label={words.flows.choose} orientation="horizontal">
          <Select value={String(nth)} onChange={(_, { value }) => setChosen(Number(value))}>
            {flows.map(({ path }, index) => (
              <option key={path} value={index}>
                {path}
              </option>
            ))}
          </Select>
        </Field>
        <Button onClick={add}>{words.flows.add}</Button>
        <Button onClick={() => admin.change('flows', flows.toSpliced(nth, 1))}>
          {words.list.remove}
        </Button>
      </div>
      {flow !== undefined && (
        <FlowPair
          key={flow.path}
          flow={flow}
          onText={text => admin.change('flows', flows.with(nth, { ...flow, text }))}
        />
      )}
    </>
  )
}
