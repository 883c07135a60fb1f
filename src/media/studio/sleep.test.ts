import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { makeBell, ring, sleepBefore } from './sleep.ts'
import type { Bed } from './sleep.ts'

/** A bed on which nobody expects anything, and time stands still. */
function bed(more: Partial<Bed> = {}): Bed {
  return {
    bell: makeBell(),
    nowMs: () => 0,
    settle: () => undefined,
    isExpecting: () => false,
    ...more,
  }
}

test('who sleeps runs when it is due, and has looked at what came before', async () => {
  let nowMs = 0
  const order: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(() => order.push('came first'))
  // The clock goes on by 1 ms with every look, so that nobody has to wait.
  sleepBefore(bed({ nowMs: () => nowMs++ }))(() => {
    order.push('due')
    resolve()
  }, 1)
  await promise
  expect(order).toEqual(['came first', 'due'])
})

test('a bell wakes who sleeps, who looks round and, all words said, sleeps again until it is due', async () => {
  const bell = makeBell()
  const order: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  // Rung before anybody sleeps, it is heard all the same: with ten hours to sleep nothing else ends it.
  ring(bell)
  let nowMs = 0
  sleepBefore(bed({ bell, nowMs: () => nowMs, settle: () => order.push('settled') }))(() => {
    order.push('due')
    resolve()
  }, 36_000_000)
  setImmediate(() => {
    order.push('an order came')
    nowMs = 36_000_000
  })
  await promise
  expect(order).toEqual(['settled', 'an order came', 'settled', 'due'])
})

test('who expects a file does not sleep through to the end, and has it before it is due', async () => {
  const order: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  let came = false
  // Were it slept through, an hour would pass before the reading is looked at.
  const dueMs = (): number => (came ? 3_600_000 : 0)
  sleepBefore(bed({ nowMs: dueMs, isExpecting: () => !came }))(() => {
    order.push('due')
    resolve()
  }, 3_600_000)
  await stat('.')
  order.push('the file came')
  came = true
  await promise
  expect(order).toEqual(['the file came', 'due'])
})

test('what was taken back does not run', async () => {
  let ran = false
  const takeBack = sleepBefore(bed())(() => (ran = true), 0)
  takeBack()
  await new Promise(resolve => {
    setImmediate(resolve)
  })
  expect(ran).toBe(false)
})

test('another thread that sleeps is woken', async () => {
  const bell = makeBell()
  const sleeper = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     parentPort.postMessage(Atomics.wait(workerData, 0, 0, 60_000))`,
    { eval: true, workerData: bell },
  )
  const woken = new Promise(resolve => {
    sleeper.once('message', resolve)
  })
  ring(bell)
  expect(['ok', 'not-equal']).toContain(await woken)
  await sleeper.terminate()
})
