import type { AlertView, BoardView } from '#contract'

/** A threshold of one queue that is passed now. */
export interface RaisedAlert {
  readonly id: string
  readonly queue: string
  readonly kind: AlertView['kind']
  readonly words: string
}

/** Every threshold that is passed, in the order of the queues. */
export function raisedAlerts(board: BoardView): readonly RaisedAlert[] {
  return board.queues.flatMap(({ id, name, alerts = [] }) =>
    alerts.map(alert => ({
      id: `${id} ${alert.kind}`,
      queue: name,
      kind: alert.kind,
      words: alert.words,
    })),
  )
}

/** Tells each alert once for as long as it stands; one that comes back later is told again. */
export function createTelling(): (alerts: readonly RaisedAlert[]) => readonly RaisedAlert[] {
  let told: ReadonlySet<string> = new Set()
  return alerts => {
    const news = alerts.filter(({ id }) => !told.has(id))
    told = new Set(alerts.map(({ id }) => id))
    return news
  }
}
