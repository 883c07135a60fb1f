import { expect, test } from 'vitest'
import { inviteClient } from './invite-client.ts'
import { inviteServer } from './invite-server.ts'
import { initialState } from './machine.ts'
import type {
  Machine,
  Phase,
  TransactionAction,
  TransactionEvent,
  TransactionState,
} from './machine.ts'
import { requestClient } from './request-client.ts'
import { requestServer } from './request-server.ts'

/** Reads `start`, `180`, `ack`, `repeat`, `failed`, `timer A`. */
function eventOf(word: string): TransactionEvent {
  if (/^\d+$/.test(word)) return { type: 'response', status: Number(word) }
  if (word === 'start' || word === 'ack' || word === 'repeat') return { type: word }
  if (word === 'failed') return { type: 'transport-failed' }
  const timer = (['A', 'B', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M'] as const).find(
    name => word === `timer ${name}`,
  )
  if (timer === undefined) throw new Error(word)
  return { type: 'timer', timer }
}

function wordOf(action: TransactionAction): string {
  switch (action.type) {
    case 'set':
      return `${action.timer}=${action.ms}`
    case 'clear':
      return `-${action.timer}`
    case 'tell':
      return `tell ${action.what}`
    case 'transmit':
    case 'acknowledge':
      break
  }
  return action.type
}

/** Plays words to a machine; a line for each: what it did, and where that left it. */
function play(machine: Machine, first: TransactionState, words: string): readonly string[] {
  let state = first
  return words.split(', ').map(word => {
    const step = machine(state, eventOf(word))
    state = step.state
    return `${word}: ${step.actions.map(wordOf).join(' ')} > ${state.phase}`
  })
}

const udp = (phase: Phase): TransactionState => initialState(phase, false)
const tcp = (phase: Phase): TransactionState => initialState(phase, true)

test('an INVITE over UDP doubles its pause without a cap, and absorbs repeated refusals', () => {
  expect(
    play(
      inviteClient,
      udp('calling'),
      'start, timer A, timer A, timer A, timer A, 100, 486, 486, timer D',
    ),
  ).toEqual([
    'start: transmit A=500 B=32000 > calling',
    'timer A: transmit A=1000 > calling',
    'timer A: transmit A=2000 > calling',
    'timer A: transmit A=4000 > calling',
    'timer A: transmit A=8000 > calling',
    '100: -A -B tell response > proceeding',
    '486: -A -B acknowledge tell response D=32000 > completed',
    '486: acknowledge > completed',
    'timer D:  > terminated',
  ])
})

test('an INVITE over TCP is sent once, and a refusal ends it at once', () => {
  expect(play(inviteClient, tcp('calling'), 'start, 180, 486')).toEqual([
    'start: transmit B=32000 > calling',
    '180: -A -B tell response > proceeding',
    '486: -A -B acknowledge tell response > terminated',
  ])
})

test('an answered INVITE stays for 64·T1 to hand up every further 2xx (RFC 6026)', () => {
  expect(play(inviteClient, udp('calling'), 'start, 200, 200, 180, timer M').slice(1)).toEqual([
    '200: -A -B M=32000 tell response > accepted',
    '200: tell response > accepted',
    '180:  > accepted',
    'timer M:  > terminated',
  ])
})

test('a non-INVITE request caps its pause at T2, and keeps to T2 after a provisional answer', () => {
  expect(
    play(
      requestClient,
      udp('trying'),
      'start, timer E, timer E, timer E, timer E, 100, timer E, 200, timer K',
    ),
  ).toEqual([
    'start: transmit E=500 F=32000 > trying',
    'timer E: transmit E=1000 > trying',
    'timer E: transmit E=2000 > trying',
    'timer E: transmit E=4000 > trying',
    'timer E: transmit E=4000 > trying',
    '100: tell response > proceeding',
    'timer E: transmit E=4000 > proceeding',
    '200: -E -F tell response K=5000 > completed',
    'timer K:  > terminated',
  ])
})

test('a refused INVITE is answered again until its ACK, and absorbs repeated ACKs for T4', () => {
  expect(
    play(
      inviteServer,
      udp('proceeding'),
      '180, repeat, 486, timer G, timer G, timer G, timer G, repeat, ack, ack, timer I',
    ),
  ).toEqual([
    '180: transmit > proceeding',
    'repeat: transmit > proceeding',
    '486: transmit G=500 H=32000 > completed',
    'timer G: transmit G=1000 > completed',
    'timer G: transmit G=2000 > completed',
    'timer G: transmit G=4000 > completed',
    'timer G: transmit G=4000 > completed',
    'repeat: transmit > completed',
    'ack: -G -H I=5000 > confirmed',
    'ack:  > confirmed',
    'timer I:  > terminated',
  ])
})

test('an accepted INVITE absorbs repeats for 64·T1 and lets its user repeat the 2xx (RFC 6026)', () => {
  expect(play(inviteServer, tcp('proceeding'), '200, repeat, 200, 486, timer L')).toEqual([
    '200: transmit L=32000 > accepted',
    'repeat:  > accepted',
    '200: transmit > accepted',
    '486:  > accepted',
    'timer L:  > terminated',
  ])
})

test('a non-INVITE request is answered again when it comes again', () => {
  expect(play(requestServer, udp('trying'), 'repeat, 200, repeat, 500, timer J')).toEqual([
    'repeat:  > trying',
    '200: transmit J=32000 > completed',
    'repeat: transmit > completed',
    '500:  > completed',
    'timer J:  > terminated',
  ])
  expect(play(requestServer, tcp('trying'), '200')).toEqual(['200: transmit > terminated'])
})

test('timers B, F and H and a broken transport are told', () => {
  expect([
    ...play(inviteClient, udp('calling'), 'timer B'),
    ...play(requestClient, udp('trying'), 'timer F'),
    ...play(inviteServer, tcp('completed'), 'timer H'),
    ...play(inviteClient, tcp('calling'), 'failed'),
    ...play(requestClient, tcp('proceeding'), 'failed'),
  ]).toEqual([
    'timer B: -A tell timeout > terminated',
    'timer F: -E tell timeout > terminated',
    'timer H: -G tell timeout > terminated',
    'failed: -A -B tell transport-failed > terminated',
    'failed: -E -F tell transport-failed > terminated',
  ])
})
