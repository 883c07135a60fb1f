import { expect, test } from 'vitest'
import { failureOfStatus } from './causes.ts'

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
