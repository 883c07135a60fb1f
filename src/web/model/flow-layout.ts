import type { FlowGraph } from '#core'
import { Graph, layout } from '@dagrejs/dagre'

/** A flow laid out: boxes and lines in the units of the drawing. */
export interface FlowLayout {
  readonly width: number
  readonly height: number
  readonly boxes: readonly FlowBox[]
  readonly lines: readonly FlowLine[]
}

/** Where a step stands; its middle and its size. */
export interface FlowBox {
  readonly step: FlowGraph['steps'][number]
  readonly x: number
  readonly y: number
}

/** One exit, or several that lead from one step to the same other. */
export interface FlowLine {
  readonly from: string
  readonly to: string
  readonly exits: readonly FlowGraph['steps'][number]['exits'][number][]
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** Where the exits' names stand. */
  readonly labelAt: { readonly x: number; readonly y: number }
}

/** The size of a step's box, and the room of a line's name. */
export const boxSize = { width: 184, height: 58 } as const
const labelSize = { width: 64, height: 18 } as const

/** Lays a flow out from top to bottom. Exits to steps that are not there are left out. */
export function layOutFlow({ steps }: FlowGraph): FlowLayout {
  const graph = new Graph({ directed: true, multigraph: false })
  graph.setGraph({ rankdir: 'TB', nodesep: 28, edgesep: 18, ranksep: 34, marginx: 8, marginy: 8 })
  const known = new Set(steps.map(step => step.id))
  for (const step of steps) graph.setNode(step.id, { ...boxSize })
  const joined = steps.flatMap(step => linesOf(step, known))
  for (const { from, to } of joined) {
    graph.setEdge(from, to, { ...labelSize, labelpos: 'c' })
  }
  layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  return {
    width,
    height,
    boxes: steps.map(step => {
      const { x = 0, y = 0 } = graph.node(step.id)
      return { step, x, y }
    }),
    lines: joined.map(line => {
      const { points = [], x = 0, y = 0 } = graph.edge(line.from, line.to)
      const labelAt = { x, y }
      if (line.from !== line.to) return { ...line, points, labelAt }
      return { ...line, points: loopAt(graph.node(line.from), x), labelAt }
    }),
  }
}

/** Out of a box and back into it on its right, as far as the name that stands beside it. */
function loopAt(
  { x = 0, y = 0 }: { readonly x?: number; readonly y?: number },
  labelX: number,
): FlowLine['points'] {
  const [edge, far] = [x + boxSize.width / 2, labelX - labelSize.width / 2]
  const [above, below] = [y - boxSize.height / 4, y + boxSize.height / 4]
  return [
    { x: edge, y: above },
    { x: far, y: above },
    { x: far, y: below },
    { x: edge, y: below },
  ]
}

type Joined = Pick<FlowLine, 'from' | 'to' | 'exits'>

/** A line for each step led to, with all the exits that lead there. */
function linesOf(step: FlowGraph['steps'][number], known: ReadonlySet<string>): readonly Joined[] {
  const byTarget = Map.groupBy(
    step.exits.filter(exit => known.has(exit.to)),
    exit => exit.to,
  )
  return [...byTarget].map(([to, exits]) => ({ from: step.id, to, exits }))
}

/** A path through the points, with round corners. */
export function linePath(points: FlowLine['points']): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const last = rest.at(-1)
  const parts = [`M${round(first.x)} ${round(first.y)}`]
  for (const [index, point] of rest.slice(0, -1).entries()) {
    const next = rest[index + 1] ?? point
    const middle = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }
    const end = index === rest.length - 2 ? next : middle
    parts.push(`Q${round(point.x)} ${round(point.y)} ${round(end.x)} ${round(end.y)}`)
  }
  if (rest.length === 1 && last !== undefined) parts.push(`L${round(last.x)} ${round(last.y)}`)
  return parts.join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
