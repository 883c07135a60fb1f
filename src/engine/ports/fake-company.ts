import type { Flow, QueueConfig, TenantConfig } from '#core'
import { toId } from '#core'

/** The queue of a fake company: nothing is recorded and nobody wraps up, unless somebody says so. */
export const fakeQueue: QueueConfig = {
  id: toId('sales'),
  name: 'Sales',
  skills: [],
  priority: 3,
  music: { kind: 'file', file: 'waiting.wav' },
  ringMs: 20_000,
  afterNoAnswer: 'not-ready',
  wrapUpMs: 0,
  dispositions: [],
  record: false,
  serviceLevelMs: 20_000,
  waitMsMax: 600_000,
  waitingMax: 100,
}

/** Leads everybody straight to the queue. */
export const fakeFlow: Flow = {
  id: toId('main'),
  name: 'Main',
  version: 'v1',
  start: toId('sales'),
  steps: {
    sales: { kind: 'queue', queue: fakeQueue.id, closed: toId('end'), timeout: toId('end') },
    end: { kind: 'hang-up' },
  },
}

/** A tenant with one number, one queue and nobody who serves it, but for what is said otherwise. */
export function fakeCompany(change: Partial<TenantConfig> = {}): TenantConfig {
  return {
    tenant: toId('contoso'),
    name: 'Contoso',
    language: 'en-US',
    numbers: [{ address: '+441632960100', flow: fakeFlow.id }],
    hours: [],
    flows: [fakeFlow],
    queues: [fakeQueue],
    agents: [],
    dispositions: [],
    ...change,
  }
}
