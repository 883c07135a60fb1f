import type { FlowGraph } from '#core'
import { type ReactElement, useId, useMemo } from 'react'
import type { FlowBox, FlowLine } from '../model/flow-layout.ts'
import { boxSize, layOutFlow, linePath } from '../model/flow-layout.ts'
import { wayOf } from '../model/way.ts'
import { useWords } from './app-context.ts'
import styles from './flow-drawing.module.css'

/** What of a flow is to stand out. */
export interface FlowMarks {
  /** Steps that were gone through. */
  readonly taken?: ReadonlySet<string>
  /** Ways from one step to the next that were gone, by `wayOf`. */
  readonly ways?: ReadonlySet<string>
  /** The step of this moment, or the one being written. */
  readonly at?: string | undefined
  /** Steps something is wrong with. */
  readonly wrong?: ReadonlySet<string>
}

/** About as many letters as a box has room for. */
const aboutLength = 26

function short(text: string, length = aboutLength): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

function Box(props: {
  readonly box: FlowBox
  readonly marks: FlowMarks
  readonly isStart: boolean
}): ReactElement {
  const { box, marks } = props
  const words = useWords().flowDrawing
  const { step, x, y } = box
  return (
    <g
      className={styles.step}
      data-kind={step.kind}
      data-start={props.isStart}
      data-taken={marks.taken?.has(step.id) === true}
      data-at={marks.at === step.id}
      data-wrong={marks.wrong?.has(step.id) === true}
      transform={`translate(${x - boxSize.width / 2} ${y - boxSize.height / 2})`}
    >
      <rect width={boxSize.width} height={boxSize.height} rx="8" />
      <text className={styles.kind} x="12" y="17">
        {step.label === undefined
          ? words.kinds[step.kind]
          : short(`${words.kinds[step.kind]} · ${step.id}`, aboutLength + 4)}
      </text>
      <text className={styles.id} x="12" y="34">
        {short(step.label ?? step.id)}
      </text>
      <text className={styles.about} x="12" y="49">
        {short(step.about)}
      </text>
      <title>{step.about}</title>
    </g>
  )
}

function Line(props: {
  readonly line: FlowLine
  readonly isTaken: boolean
  readonly arrow: string
}): ReactElement {
  const words = useWords().flowDrawing
  const { exits, points, labelAt } = props.line
  const name = exits
    .map(exit => (exit.on === 'key' ? (exit.of ?? '') : (exit.of ?? words.exits[exit.on])))
    .join(', ')
  const isPlain = exits.every(exit => exit.on === 'next')
  return (
    <g className={styles.line} data-taken={props.isTaken}>
      <path d={linePath(points)} markerEnd={`url(#${props.arrow})`} />
      {!isPlain && (
        <text x={labelAt.x} y={labelAt.y + 4} data-key={exits.some(exit => exit.on === 'key')}>
          {short(name)}
        </text>
      )}
    </g>
  )
}

/** What a screen reader is told in place of the picture: each step, and where it leads. */
function Spoken(props: { readonly graph: FlowGraph; readonly marks: FlowMarks }): ReactElement {
  const words = useWords().flowDrawing
  const labels = new Map(props.graph.steps.map(({ id, label }) => [id, label]))
  const nameOf = (id: string): string => labels.get(id) ?? id
  return (
    <ol className={styles.spoken}>
      {props.graph.steps.map(step => (
        <li key={step.id} aria-current={props.marks.at === step.id ? 'step' : undefined}>
          {words.kinds[step.kind]} {nameOf(step.id)}: {step.about}
          <ul>
            {step.exits.map(exit => (
              <li key={`${exit.on} ${exit.of ?? ''}`}>
                {words.leads(exit.of ?? words.exits[exit.on], nameOf(exit.to))}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

/** A flow, drawn from top to bottom; the same drawing in the editor and on an interaction's page. */
export function FlowDrawing(props: {
  readonly graph: FlowGraph
  readonly marks?: FlowMarks
}): ReactElement {
  const { graph, marks = {} } = props
  const words = useWords().flowDrawing
  const id = useId()
  const arrow = `${id}-arrow`
  const drawn = useMemo(() => layOutFlow(graph), [graph])
  const size: Readonly<Record<string, string>> = { '--drawn': `${drawn.width}px` }
  const taken = ({ from, to }: FlowLine): boolean => marks.ways?.has(wayOf(from, to)) === true
  return (
    <figure className={styles.figure}>
      {/* Who moves by keys scrolls the picture with the arrow keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Else a picture larger than its place could not be moved by keys. */}
      <section className={styles.scroll} aria-label={words.title(graph.name)} tabIndex={0}>
        <svg
          viewBox={`0 0 ${drawn.width} ${drawn.height}`}
          width={drawn.width}
          height={drawn.height}
          style={size}
          aria-hidden="true"
        >
          <defs>
            <marker
              id={arrow}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0.5L7.5 4L0 7.5z" className={styles.arrow} />
            </marker>
          </defs>
          {drawn.lines.map(line => (
            <Line key={`${line.from} ${line.to}`} line={line} isTaken={taken(line)} arrow={arrow} />
          ))}
          {drawn.boxes.map(box => (
            <Box key={box.step.id} box={box} marks={marks} isStart={box.step.id === graph.start} />
          ))}
        </svg>
      </section>
      <Spoken graph={graph} marks={marks} />
    </figure>
  )
}
