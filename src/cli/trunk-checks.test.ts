import { expect, test } from 'vitest'
import type { RegisteredTrunk } from '#channels'
import { registrarCheck } from './trunk-checks.ts'

const trunk: RegisteredTrunk = {
  kind: 'carrier',
  id: 'phones',
  peers: ['192.0.2.10'],
  credentials: { username: 'trunk42', password: 'sesame' },
  registrar: {
    target: { transport: 'udp', host: 'sip.carrier.example', port: 5060 },
    domain: 'carrier.example',
    expiresSeconds: 600,
  },
}

test.each([
  [{ kind: 'answered', status: 200, roundTripMs: 9 }, 'fine', /takes our user and password/],
  [{ kind: 'answered', status: 401, roundTripMs: 9 }, 'broken', /does not take our user/],
  [{ kind: 'answered', status: 500, roundTripMs: 9 }, 'broken', /answers 500/],
  [{ kind: 'silent', reason: 'timeout' }, 'broken', /is silent/],
] as const)('the doctor finds of a registrar that says %j: %s', async (said, verdict, words) => {
  const found = await registrarCheck(trunk, registration => {
    expect(registration).toMatchObject({
      registrar: 'sip:carrier.example',
      account: 'sip:trunk42@carrier.example',
      contactUser: 'trunk42',
    })
    return Promise.resolve(said)
  }).run(new AbortController().signal)
  expect([found.verdict, found.words]).toEqual([verdict, expect.stringMatching(words)])
  expect(JSON.stringify(found)).not.toContain('sesame')
})
