import type { AgentId, Presence, TenantId } from '#core'
import type { Clock, Lane, Log } from '#engine'
import {
  watchPresence,
  type PresenceHealth,
  type PresenceSource,
  type PresenceWatch,
  type TeamsPresence,
} from '#microsoft'
import { agentPresence } from './agent-presence.ts'

type PresenceLane = Pick<Lane, 'tenant' | 'submit' | 'read' | 'standing'>

/** What presences are kept with. */
export interface PresenceParts {
  /** Where they come from; without it nobody is asked. */
  readonly source: Pick<PresenceSource, 'ask'> | undefined
  readonly everyMs: number
  readonly unknownAfterMs: number
  /** Each lane with the directory of its tenant. */
  readonly tenants: readonly { readonly lane: PresenceLane; readonly directory: string }[]
  readonly clock: Pick<Clock, 'elapsed' | 'setTimer'>
  readonly random: () => number
  readonly log: Log
}

/** The presences under watch. */
export interface KeptPresence {
  /** By tenant; empty where nobody is asked. */
  readonly health: () => ReadonlyMap<TenantId, PresenceHealth>
  readonly stop: () => void
}

/**
 * Keeps each agent's presence what Teams says. It is a word about the person and never a condition
 * of work: while it cannot be had, the last one holds, and then none. Where nobody is asked, what an
 * earlier run was told is given up, so that a “do not disturb” of last week keeps nobody out.
 */
export function keepPresence(parts: PresenceParts): KeptPresence {
  const { source, tenants } = parts
  const watches = new Map<TenantId, PresenceWatch>()
  for (const { lane, directory } of tenants) {
    if (source === undefined) giveUp(parts, lane)
    else watches.set(lane.tenant, watch({ ...parts, source }, { lane, directory }))
  }
  return {
    health: () => new Map([...watches].map(([tenant, one]) => [tenant, one.health()])),
    stop() {
      for (const one of watches.values()) one.stop()
    },
  }
}

function watch(
  parts: PresenceParts & { readonly source: Pick<PresenceSource, 'ask'> },
  { lane, directory }: PresenceParts['tenants'][number],
): PresenceWatch {
  return watchPresence({
    ...parts,
    directory,
    people: () => peopleOf(lane),
    onHeard: heard => tell(parts, lane, heard),
    onHealth: health => report(parts.log, lane.tenant, health),
  })
}

/** What is news goes into the lane; the rest would only fill the journal. */
function tell(
  { log }: Pick<PresenceParts, 'log'>,
  lane: PresenceLane,
  heard: ReadonlyMap<string, TeamsPresence | undefined>,
): void {
  // One that stopped takes nothing; it is told as soon as it runs and the next answer comes.
  if (lane.standing() !== 'runs') return
  const news = lane.read(({ agents }) => {
    return [...agents.values()].flatMap((agent): { agent: AgentId; presence: Presence }[] => {
      const id = agent.config.directoryId.toLowerCase()
      if (!heard.has(id)) return []
      const said = heard.get(id)
      const presence = said === undefined ? 'unknown' : agentPresence(said, agent)
      return presence === agent.presence ? [] : [{ agent: agent.id, presence }]
    })
  })
  for (const one of news) {
    lane.submit({ kind: 'presence-changed', ...one }).catch((error: unknown) => {
      log('warn', 'presence-not-told', { tenant: lane.tenant, words: String(error) })
    })
  }
}

/** Nothing is known of anybody any more. */
function giveUp(parts: PresenceParts, lane: PresenceLane): void {
  tell(parts, lane, new Map(peopleOf(lane).map(id => [id.toLowerCase(), undefined])))
}

function peopleOf(lane: PresenceLane): readonly string[] {
  return lane.read(({ agents }) => [...agents.values()].map(({ config }) => config.directoryId))
}

function report(log: Log, tenant: TenantId, health: PresenceHealth): void {
  if (health.state !== 'troubled') {
    log('info', 'presence-heard', { tenant })
    return
  }
  const { code, words, remedy, isLasting } = health.trouble
  log(isLasting ? 'alarm' : 'warn', 'presence-not-heard', { tenant, code, words, remedy })
}
