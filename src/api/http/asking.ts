import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { isIP } from 'node:net'
import type { AgentId } from '#core'
import type { Person } from '../auth/person.ts'
import { policies } from '../auth/policies.ts'
import type { Session } from '../auth/sessions.ts'
import type { TenantViews } from '../views/tenant-views.ts'
import { ProblemError } from './problem.ts'

/** Who asks, and what of the world this person's tenant is. Set on every request under `/api`. */
export interface Asking {
  readonly session: Session
  readonly person: Person
  readonly views: TenantViews
}

/** What requests carry through the routes. Bindings are missing where a test asks without a socket. */
export interface ApiEnv {
  Variables: {
    asking: Asking
    /** Sites that may hold this one page in a frame. */
    framedBy: readonly string[] | undefined
  }
  Bindings: Partial<HttpBindings>
}

/** The agent whose desk it is, by policy; a person without a desk is told so. */
export function ownAgent({ person }: Asking): AgentId {
  if (person.agent !== undefined && policies['work the desk'](person)) return person.agent
  throw new ProblemError({
    status: 403,
    code: 'no-desk',
    words: 'You have no desk: you are not an agent here.',
    remedy: 'Ask your administrator to add you as an agent, or look at the board instead.',
  })
}

/** Where a request came from, as far as the socket knows. */
export function addressOf(c: Context<ApiEnv>): string {
  return c.env?.incoming?.socket.remoteAddress ?? 'unknown'
}

/**
 * Where a request came from, past the proxies that stand before us: the last address in
 * X-Forwarded-For that none of them has. Whoever is no proxy of ours is taken for itself.
 */
export function sourceOf(c: Context<ApiEnv>, isProxy: (address: string) => boolean): string {
  return sourceBehind(addressOf(c), c.req.header('x-forwarded-for'), isProxy)
}

/** The same, from the words of a request. */
export function sourceBehind(
  address: string,
  forwarded: string | undefined,
  isProxy: (address: string) => boolean,
): string {
  const steps = (forwarded ?? '').split(',').map(one => one.trim())
  const way = [...steps.filter(one => isIP(one) !== 0), address]
  return way.findLast(one => !isProxy(one)) ?? way[0] ?? address
}
