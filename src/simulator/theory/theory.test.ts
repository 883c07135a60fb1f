import { expect, test } from 'vitest'
import { compareWithTheory } from './compare.ts'
import { erlangA, erlangB, erlangC } from './erlang.ts'
import { agrees, batchMeans } from './intervals.ts'

test('Erlang B and C give the values of the tables', () => {
  // Ten servers offered eight erlangs: 12.17 % lost, 40.92 % wait.
  expect(erlangB(10, 8)).toBeCloseTo(0.12166, 5)
  expect(erlangC({ servers: 10, lambda: 8, tau: 1 }).waits).toBeCloseTo(0.40918, 5)
  expect(erlangC({ servers: 1, lambda: 0.5, tau: 1 })).toEqual({
    waits: 0.5,
    waitSeconds: 1,
    abandons: 0,
  })
  expect(() => erlangC({ servers: 2, lambda: 2, tau: 1 })).toThrow('no steady state')
})

test('Erlang A is what the balance of its birth and death chain gives', () => {
  for (const load of [0.6, 1, 1.4]) {
    const model = { servers: 7, lambda: 7 * load, tau: 1, patience: 2 }
    const { waits, waitSeconds, abandons } = erlangA(model)
    const byChain = chain(model)
    expect(waits).toBeCloseTo(byChain.waits, 9)
    expect(abandons).toBeCloseTo(byChain.abandons, 9)
    expect(abandons).toBeCloseTo(waitSeconds / 2, 12)
  }
  const nearlyPatient = erlangA({ servers: 5, lambda: 4, tau: 1, patience: 1e7 })
  expect(nearlyPatient.waits).toBeCloseTo(erlangC({ servers: 5, lambda: 4, tau: 1 }).waits, 4)
})

/** Steady state of the chain: n servers at rate 1/τ, and each who waits gives up at rate 1/patience. */
function chain(model: { servers: number; lambda: number; tau: number; patience: number }) {
  const { servers, lambda, tau, patience } = model
  let weight = 1
  const sums = { all: 1, busy: 0, waiting: 0 }
  for (let k = 1; k < 2000; k += 1) {
    weight *= lambda / (Math.min(k, servers) / tau + Math.max(0, k - servers) / patience)
    sums.all += weight
    if (k >= servers) sums.busy += weight
    sums.waiting += Math.max(0, k - servers) * weight
  }
  return { waits: sums.busy / sums.all, abandons: sums.waiting / sums.all / patience / lambda }
}

test('Batch means hold the mean of a series, and not another', () => {
  const series = Array.from({ length: 5000 }, (_, index) => (index * 7919) % 100)
  const estimate = batchMeans(series)
  expect(agrees(estimate, 49.5)).toBe(true)
  expect(agrees(estimate, 52)).toBe(false)
})

test.each([
  { servers: 5, lambda: 4 / 180, tau: 180 },
  { servers: 10, lambda: 10 / 180, tau: 180, patience: 90 },
])('The real core agrees with theory for $servers agents, patience $patience', model => {
  const compared = compareWithTheory(model, 1, 2500)
  expect(compared.agrees).toBe(true)
  // The interval is narrow enough to mean something.
  expect(compared.measured.waits.halfWidth).toBeLessThan(0.3)
})
