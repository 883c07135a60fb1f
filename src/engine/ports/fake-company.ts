import type { TenantConfig } from '#core'
import { toId } from '#core'

/** A tenant with one number, one queue and nobody who serves it. */
export const smallConfig: TenantConfig = {
  tenant: toId('acme'),
  name: 'Acme',
  language: 'en-US',
  numbers: [{ address: '+441632960100', flow: toId('main') }],
  hours: [],
  flows: [
    {
      id: toId('main'),
      name: 'Main',
      version: 'v1',
      start: toId('sales'),
      steps: {
        sales: { kind: 'queue', queue: toId('sales'), closed: toId('end'), timeout: toId('end') },
        end: { kind: 'hang-up' },
      },
    },
  ],
  queues: [
    {
      id: toId('sales'),
      name: 'Sales',
      skills: [],
      priority: 3,
      music: { kind: 'silence', ms: 1000 },
      ringMs: 20_000,
      afterNoAnswer: 'not-ready',
      wrapUpMs: 0,
      dispositions: [],
      record: false,
      serviceLevelMs: 20_000,
      waitMsMax: 600_000,
      waitingMax: 100,
    },
  ],
  agents: [],
  dispositions: [],
}
