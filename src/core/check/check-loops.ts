import type { Complaint, ConfigPath } from './complaint.ts'
import type { Exit } from './exits.ts'
import { exitsOf } from './exits.ts'
import type { Flow } from '../flow/flow.ts'
import { stepOf } from '../flow/step-at.ts'

/**
 * Steps in which a call could go round for ever. There are two kinds, the worse first: through exits
 * taken at once, which would spin without any time passing; and through exits nobody has to choose,
 * so that a silent line never ends. A circle that belongs to the worse kind is named once. A circle
 * nobody can leave by any key is of the second kind, since each step has an exit that needs none.
 */
export function checkLoops(
  flow: Flow,
  path: ConfigPath,
  paces: ReadonlyMap<string, Exit['by']> = new Map(),
): readonly Complaint[] {
  const instant = circles(flow, paces, exit => exit.by === 'instant' || exit.atOnce === true)
  const unasked = circles(flow, paces, ({ by }) => by === 'instant' || by === 'unasked')
  const endless = unasked.filter(steps => !overlaps(steps, instant))
  return [
    ...instant.map(steps =>
      complaint('instant-loop', steps, path, {
        words: 'goes round without any time passing, if the queues in it are full or closed',
        remedy: 'Let one of these exits lead to a prompt, or out of the circle.',
      }),
    ),
    ...endless.map(steps =>
      complaint('endless-loop', steps, path, {
        words: 'goes round for ever when the caller does nothing',
        remedy: 'Let an exit that needs no key lead to a queue or to the end.',
      }),
    ),
  ]
}

type Steps = readonly string[]

function complaint(
  code: Complaint['code'],
  steps: Steps,
  path: ConfigPath,
  { words, remedy }: { readonly words: string; readonly remedy: string },
): Complaint {
  const [first = ''] = steps
  const circle = [...steps, first].join(' → ')
  const at = [...path, 'steps', first]
  return { severity: 'error', code, words: `${circle} ${words}`, remedy, path: at }
}

function overlaps(steps: Steps, others: readonly Steps[]): boolean {
  return others.some(other => other.some(step => steps.includes(step)))
}

/**
 * The circles of a flow, by the exits that count: groups of steps each of which leads to each other
 * (strongly connected components, by Tarjan's method), and steps that lead to themselves.
 */
function circles(
  flow: Flow,
  paces: ReadonlyMap<string, Exit['by']>,
  counts: (exit: Exit) => boolean,
): readonly Steps[] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: Steps[] = []
  const next = (id: string): readonly string[] => {
    const step = stepOf(flow, id)
    const pace = step?.kind === 'flow' ? paces.get(step.flow) : undefined
    const exits = step === undefined ? [] : exitsOf(step, pace).filter(counts)
    return exits.map(({ to }) => to).filter(to => stepOf(flow, to) !== undefined)
  }
  const visit = (id: string): number => {
    let low = order.size
    order.set(id, low)
    open.push(id)
    for (const to of next(id)) {
      if (!order.has(to)) low = Math.min(low, visit(to))
      else if (open.includes(to)) low = Math.min(low, order.get(to) ?? low)
    }
    lowest.set(id, low)
    if (low === order.get(id)) {
      const group = open.splice(open.indexOf(id))
      if (group.length > 1 || next(id).includes(id)) found.push(group)
    }
    return low
  }
  for (const id of Object.keys(flow.steps)) if (!order.has(id)) visit(id)
  return found
}
