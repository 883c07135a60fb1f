import { expect, test } from 'vitest'
import { openDeclineMemory } from '../rules/decline-memory.ts'
import { annaNumber, openProxyUnderTest, unique, writeRequest } from './raw-sbc.ts'
import type { ProxyUnderTest } from './raw-sbc.ts'

/** Calls Anna by this name of the proxy, and she declines. */
async function declinedAt(under: ProxyUnderTest, host: string): Promise<void> {
  const wire = await under.connect()
  wire.send(writeRequest(unique({ uri: `sip:${annaNumber}@${host};user=phone` })))
  await wire.next('SIP/2.0 100')
  under.clock.pass(10)
  await wire.next('SIP/2.0 180')
  under.anna.decline()
  await wire.next('SIP/2.0 603')
}

test('who was declined and tries another datacenter is written down there', async () => {
  const declined = openDeclineMemory()
  const first = await openProxyUnderTest(declined)
  const second = await openProxyUnderTest(declined)
  await declinedAt(first, 'sip.pstnhub.microsoft.com')
  await declinedAt(second, 'sip2.pstnhub.microsoft.com')
  expect([first.broken(), second.broken()]).toEqual([[], ['retry-after-decline ignored']])
  await first[Symbol.asyncDispose]()
  await second[Symbol.asyncDispose]()
})
