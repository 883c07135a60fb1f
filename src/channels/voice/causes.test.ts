import { expect, test } from 'vitest'
import type { CallEnd, CallFailure } from '#sip'
import { endWords, failureOf, failureOfStatus, failureWords } from './causes.ts'
import { causeName, causeOfStatus } from './q850.ts'

test('A final status of a phone means one of the few things a contact center decides by', () => {
  const meanings = [486, 600, 603, 408, 480, 404, 484, 403, 488, 500, 503].map(status => [
    status,
    failureOfStatus(status),
  ])
  expect(meanings).toEqual([
    [486, 'busy'],
    [600, 'busy'],
    [603, 'declined'],
    [408, 'no-answer'],
    [480, 'no-answer'],
    [404, 'unreachable'],
    [484, 'unreachable'],
    [403, 'refused'],
    [488, 'refused'],
    [500, 'unreachable'],
    [503, 'unreachable'],
  ])
})

function refusal(status: number, q850?: number): CallFailure {
  const base = { code: 'rejected', status, reason: 'No', headers: [] } as const
  return q850 === undefined ? base : { ...base, q850 }
}

const far = (end: Partial<CallEnd>): string => endWords({ by: 'far-end', cause: 'bye', ...end })
const means = (status: number, q850: number): string => failureOf(refusal(status, q850))

test('Where a status is vague, the Q.850 cause beside it decides; a clear status stands', () => {
  expect([
    means(480, 17),
    means(480, 19),
    means(480, 20),
    means(503, 17),
    means(500, 21),
    means(503, 34),
    means(486, 1),
    means(603, 17),
  ]).toEqual([
    'busy',
    'no-answer',
    'no-answer',
    'busy',
    'declined',
    'unreachable',
    'busy',
    'declined',
  ])
})

test('Every failure and every end is on record with a cause and its name, given or derived', () => {
  expect([
    failureWords(refusal(486)),
    failureWords(refusal(503, 34)),
    far({}),
    far({ q850: 31, text: 'shift over' }),
    far({ by: 'error', cause: 'session-expired' }),
  ]).toEqual([
    '486 No, Q.850 cause 17 (user busy)',
    '503 No, Q.850 cause 34 (no circuit available)',
    'bye, Q.850 cause 16 (normal clearing)',
    'bye, Q.850 cause 31 (normal, unspecified): shift over',
    'session-expired, Q.850 cause 102 (recovery on timer expiry)',
  ])
})

test('Every final status has a cause, and every cause from 1 to 127 a name', () => {
  const statuses = Array.from({ length: 400 }, (_, index) => 300 + index)
  const all = Array.from({ length: 127 }, (_, index) => index + 1)
  expect(statuses.filter(status => causeName(causeOfStatus(status)) === '')).toEqual([])
  expect(all.filter(cause => causeName(cause).length < 4)).toEqual([])
  expect([302, 480, 499, 599, 699].map(causeOfStatus)).toEqual([23, 18, 31, 41, 21])
  expect([15, 45, 61, 75, 94, 105, 120].map(causeName)).toEqual([
    'normal',
    'resource unavailable',
    'service not available',
    'service not implemented',
    'invalid message',
    'protocol error',
    'interworking',
  ])
})

test('A call that is redirected is refused, and the record says where it points', () => {
  const failure: CallFailure = {
    code: 'redirected',
    status: 302,
    reason: 'Moved Temporarily',
    headers: [],
    contacts: ['sip:+441632960777@carrier.example'],
  }
  expect([failureOf(failure), failureWords(failure)]).toEqual([
    'refused',
    '302 Moved Temporarily, Q.850 cause 23 (redirected to a new destination); it points to sip:+441632960777@carrier.example',
  ])
})
