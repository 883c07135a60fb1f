import { readFileSync, readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAddress, printAddress } from './address.ts'
import { createFramer } from './framer.ts'
import { parseMessage } from './parse.ts'
import { printMessage } from './print.ts'
import { parseUri } from './uri.ts'
import { parseVia } from './via.ts'

const folder = new URL('../../../test/vectors/sip/rfc4475/', import.meta.url)
const seeds = readdirSync(folder).map(file => readFileSync(new URL(file, folder)))

/** A torture message with a few bytes changed, cut out, or doubled. */
const mutated = fc
  .record({
    seed: fc.constantFrom(...seeds),
    changes: fc.array(
      fc.tuple(fc.nat(4_000), fc.nat(255), fc.constantFrom('set', 'cut', 'twice')),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
  })
  .map(({ seed, changes }) => {
    let bytes = Buffer.from(seed)
    for (const [place, value, how] of changes) {
      const at = place % (bytes.length + 1)
      if (how === 'set' && at < bytes.length) bytes[at] = value
      else if (how === 'cut') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
      else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 9))])
    }
    return bytes
  })

test('no damaged message throws, and what is read can be printed and read again', () => {
  const run = fc.check(
    fc.property(mutated, bytes => {
      const parsed = parseMessage(bytes)
      if (!parsed.ok) return true
      return parseMessage(printMessage(parsed.message)).ok
    }),
    { numRuns: 4_000 },
  )
  expect(run.counterexample).toBeNull()
})

test('no stream throws in the framer or grows beyond its limit', () => {
  const run = fc.check(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), chunks => {
      const framer = createFramer(500)
      for (const chunk of chunks) framer.push(Buffer.from(chunk))
      return true
    }),
    { numRuns: 300 },
  )
  expect(run.counterexample).toBeNull()
})

test('no text throws in the small parsers', () => {
  const run = fc.check(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
      parseAddress(text)
      parseUri(text)
      parseVia(text)
      return true
    }),
    { numRuns: 3_000 },
  )
  expect(run.counterexample).toBeNull()
})

test('any display name survives printing, but for control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), displayName => {
      const printed = printAddress({ displayName, uri: 'sip:a@b', params: new Map([['tag', 'x']]) })
      const again = parseAddress(printed)
      // oxlint-disable-next-line no-control-regex -- they are what printing takes out
      const clean = displayName.replace(/[\u0000-\u001f\u007f]/g, ' ')
      expect(again).toMatchObject({ displayName: clean, uri: 'sip:a@b' })
    }),
    { numRuns: 2_000 },
  )
})
