import { expect, test } from 'vitest'
import { Door } from './door.ts'

const limits = { connectionsMax: 40, connectionsPerStrangerMax: 5, connectionsPerPeerMax: 12 }
const isPeer = (address: string): boolean => address.startsWith('52.')

/** How many of so many sockets from these addresses in turn come in. */
function comeIn(door: Door, count: number, addresses: readonly string[]): number {
  const sockets = Array.from({ length: count }, (_, at) => addresses[at % addresses.length] ?? '')
  return sockets.filter(address => door.enter(address) !== undefined).length
}

const many = (prefix: string): readonly string[] =>
  Array.from({ length: 50 }, (_, at) => `${prefix}.${at}`)

test('one stranger has few connections at a time, a peer more', () => {
  const door = new Door({ limits, isPeer, outgoing: () => 0 })
  expect(comeIn(door, 20, ['9.9.9.9'])).toBe(5)
  expect(comeIn(door, 20, ['52.112.0.1'])).toBe(12)
  expect(door.inside).toBe(17)
})

test('strangers together leave room for peers, and all who come in leave room for what we open', () => {
  const door = new Door({ limits, isPeer, outgoing: () => 0 })
  expect(comeIn(door, 100, many('9.9.9'))).toBe(20)
  expect(comeIn(door, 100, many('52.112.0'))).toBe(10)
})

test('what we opened ourselves counts where it takes more than its own room', () => {
  const door = new Door({ limits, isPeer, outgoing: () => 35 })
  expect(comeIn(door, 100, many('9.9.9'))).toBe(5)
})

test('whoever has left may come again', () => {
  const door = new Door({ limits, isPeer, outgoing: () => 0 })
  const leave = door.enter('9.9.9.9')
  expect(comeIn(door, 9, ['9.9.9.9'])).toBe(4)
  leave?.()
  expect(comeIn(door, 9, ['9.9.9.9'])).toBe(1)
})
