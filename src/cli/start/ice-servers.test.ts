import { expect, test } from 'vitest'
import { iceServersAt } from './ice-servers.ts'

const now = Date.parse('2026-11-21T12:00Z')
const stun = { urls: ['stun:stun.example.com:3478'] }
const turn = { urls: ['turn:turn.example.com:3478?transport=udp'] }
const fixed = { urls: ['turn:other.example.com'], username: 'parley', credential: 'known' }

test('a TURN server that shares a secret gets a name that ends in twelve hours, signed as openssl signs it', () => {
  const turnSecret = 'north of the river'
  const told = iceServersAt({ iceServers: [stun, turn, fixed], turnSecret }, now)
  const username = '1795305600:parley'
  // printf %s "$username" | openssl dgst -sha1 -hmac 'north of the river' -binary | base64
  const credential = 'eUIaJWsWKcbXdyJEkTQxkGbsjQU='
  expect(told).toEqual([stun, { ...turn, username, credential }, fixed])
})

test('without a secret servers are told as they are written', () => {
  expect(iceServersAt({ iceServers: [stun, fixed] }, now)).toEqual([stun, fixed])
})
