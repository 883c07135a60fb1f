import type { MonitorView } from '#contract'
import type { Interaction, Names } from '#core'

type Talking = Extract<Interaction['phase'], { at: 'talking' }>

/** Who listens in, and how; nothing where nobody does. */
export function monitorView({ monitor }: Talking, names: Names): { monitor?: MonitorView } {
  if (monitor === undefined) return {}
  const { supervisor, mode, state, since } = monitor
  return {
    monitor: { supervisor: { id: supervisor, name: names.agent(supervisor) }, mode, state, since },
  }
}
