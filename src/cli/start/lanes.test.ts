import { expect, test } from 'vitest'
import type { AgentId, InputBody, TenantConfig, TenantId, TenantState } from '#core'
import { newState, toId } from '#core'
import { tellDevice } from './lanes.ts'

const tenant = toId<TenantId>('contoso')
const agent = toId<AgentId>('ada')

/** What the lane is told of an agent's device, for each reach. */
async function devices(
  agentPhones: TenantConfig['agentPhones'],
): Promise<readonly (string | undefined)[]> {
  const told: InputBody[] = []
  const state: TenantState = newState(tenant)
  state.config = {
    tenant,
    name: 'Contoso',
    language: 'en-GB',
    numbers: [],
    hours: [],
    flows: [],
    queues: [],
    agents: [],
    dispositions: [],
    ...(agentPhones !== undefined && { agentPhones }),
  }
  const lane = {
    read: <T>(look: (state: TenantState) => T): T => look(state),
    submit: async (input: InputBody) => {
      told.push(input)
      return { ok: true as const, facts: [] }
    },
  }
  const tell = tellDevice(new Map([[tenant, lane]]), () => undefined)
  for (const reach of ['alone', 'beside', 'none'] as const) tell(tenant, agent, reach)
  await Promise.resolve()
  return told.map(input => (input.kind === 'device-changed' ? input.device : undefined))
}

test('an agent without a browser may still have a Teams phone, unless browsers are all there is', async () => {
  expect(await devices(undefined)).toEqual(['ready', 'ready', 'unknown'])
  expect(await devices('browser')).toEqual(['ready', 'ready', 'unreachable'])
})
