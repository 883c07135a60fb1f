import assert from 'node:assert/strict'
import type { KeptSignIn, SignInsPort } from './sign-ins.ts'

/** One promise of the sign-ins port, and the way to see whether an implementation keeps it. */
export interface SignInsPromise {
  readonly words: string
  /** Leaves none behind. */
  readonly keep: (signIns: SignInsPort) => Promise<void>
}

/** Every keeper of sign-ins is held to these, by whatever test runner. */
export const signInsPromises: readonly SignInsPromise[] = [
  {
    words: 'there is none at first',
    keep: async signIns => {
      assert.deepEqual(await signIns.all(), [])
    },
  },
  {
    words: 'what was put is there, the oldest first, until it is dropped',
    keep: async signIns => {
      const [first, second] = [signIn('b', 10), signIn('a', 20)]
      await signIns.put(second)
      await signIns.put(first)
      assert.deepEqual(await signIns.all(), [first, second])
      await signIns.put({ ...first, body: '{"name":"Bo “B”"}' })
      assert.deepEqual((await signIns.all())[0]?.body, '{"name":"Bo “B”"}')
      await signIns.drop(['b', 'unknown'])
      assert.deepEqual(await signIns.all(), [second])
      await signIns.drop(['a'])
      assert.deepEqual(await signIns.all(), [])
    },
  },
  {
    words: 'a use is remembered, and of one that is gone nothing is',
    keep: async signIns => {
      await signIns.put(signIn('a', 10))
      await signIns.use([
        { id: 'a', usedAt: 99 },
        { id: 'gone', usedAt: 99 },
      ])
      assert.deepEqual(await signIns.all(), [{ ...signIn('a', 10), usedAt: 99 }])
      await signIns.use([])
      await signIns.drop(['a'])
      await signIns.drop([])
    },
  },
]

function signIn(id: string, startedAt: number): KeptSignIn {
  return { id, directory: 'd-1', startedAt, usedAt: startedAt, body: '{"name":"Bo"}' }
}
