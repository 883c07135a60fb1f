import assert from 'node:assert/strict'
import type { PresenceSource } from './presence-source.ts'

/** A world with a source in it: two people of one directory, and a hand on what befalls them. */
export interface PresenceWorld {
  readonly source: PresenceSource
  readonly directory: string
  readonly people: readonly [string, string]
  /** As somebody at the Teams client does. */
  readonly set: (person: string, presence: 'available' | 'do-not-disturb' | 'in-a-meeting') => void
  /** Graph says 429 and then 503, again and again; or is well. */
  readonly overload: (isOn: boolean) => void
}

/** One promise of the port, and the way to see whether a source keeps it. */
export interface PresencePromise {
  readonly words: string
  readonly keep: (world: PresenceWorld) => Promise<void>
}

const nobody = (index: number): string =>
  `eeeeeeee-0000-4000-8000-${String(index).padStart(12, '0')}`

/** Every source of presences is held to these, by whatever test runner. */
export const presencePromises: readonly PresencePromise[] = [
  {
    words: 'each person’s presence is told in Graph’s two words, by an id in small letters',
    keep: async ({ source, directory, people, set }) => {
      const [one, other] = people
      set(one, 'do-not-disturb')
      set(other, 'in-a-meeting')
      const { presences, trouble } = await source.ask(directory, [one.toUpperCase(), other])
      assert.equal(trouble, undefined)
      assert.equal(presences.get(one.toLowerCase())?.availability, 'DoNotDisturb')
      assert.equal(presences.get(other.toLowerCase())?.activity, 'InAMeeting')
    },
  },
  {
    words: 'what is set anew is told anew',
    keep: async ({ source, directory, people, set }) => {
      const [one] = people
      set(one, 'available')
      const { presences } = await source.ask(directory, [one])
      assert.equal(presences.get(one.toLowerCase())?.availability, 'Available')
    },
  },
  {
    words: 'more people than one request may name are asked for all the same, to the last',
    keep: async ({ source, directory, people, set }) => {
      const [one, other] = people
      set(other, 'do-not-disturb')
      const many = Array.from({ length: 1400 }, (_, index) => nobody(index))
      const { presences, trouble } = await source.ask(directory, [one, ...many, other])
      assert.equal(trouble, undefined)
      assert.equal(presences.has(one.toLowerCase()), true)
      assert.equal(presences.get(other.toLowerCase())?.availability, 'DoNotDisturb')
    },
  },
  {
    words: 'of nobody nothing is known, and that is no trouble',
    keep: async ({ source, directory }) => {
      const { presences, trouble } = await source.ask(directory, [nobody(1)])
      assert.equal(trouble, undefined)
      const availability = presences.get(nobody(1))?.availability ?? 'PresenceUnknown'
      assert.equal(availability, 'PresenceUnknown')
    },
  },
  {
    words: 'a directory nobody knows is a trouble that lasts, told in words and with a remedy',
    keep: async ({ source, people }) => {
      const { presences, trouble } = await source.ask(nobody(2), people)
      assert.deepEqual([presences.size, trouble?.code], [0, 'tenant-unknown'])
      assert.equal(trouble?.isLasting, true)
      assert.match(trouble.words, /no tenant/)
      assert.match(trouble.remedy, /\w/)
    },
  },
  {
    words: 'a Graph that is asked too much is a trouble that passes, with its own wait, and passes',
    keep: async ({ source, directory, people, overload }) => {
      overload(true)
      const first = await source.ask(directory, people)
      const second = await source.ask(directory, people)
      overload(false)
      const third = await source.ask(directory, people)
      assert.deepEqual(
        [first, second, third].map(({ trouble }) => trouble?.code),
        ['graph-busy', 'graph-failing', undefined],
      )
      assert.equal((first.trouble?.retryAfterMs ?? 0) > 0, true)
      assert.equal(first.trouble?.isLasting, false)
    },
  },
]
