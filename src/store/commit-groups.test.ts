import { expect, test } from 'vitest'
import { CommitGroups } from './commit-groups.ts'

/** Commits that finish when the test says so. */
function heldCommits(): {
  readonly groups: string[][]
  readonly commit: (jobs: readonly string[]) => Promise<readonly string[]>
  readonly release: () => void
} {
  const groups: string[][] = []
  const held: (() => void)[] = []
  return {
    groups,
    commit: async jobs => {
      groups.push([...jobs])
      await new Promise<void>(resolve => {
        held.push(resolve)
      })
      if (jobs.includes('bad')) throw new Error('disk full')
      return jobs.map(job => `${job} done`)
    },
    release: () => held.shift()?.(),
  }
}

const limits = { lengthMax: 3, waitingMax: 5 }

test('what arrives during a commit shares the next one, up to the limit of a group', async () => {
  const { groups, commit, release } = heldCommits()
  const line = new CommitGroups<string, string>({ ...limits, commit })
  const answers = ['a', 'b', 'c', 'd', 'e'].map(job => line.hand(job))
  for (let group = 0; group < 3; group += 1) {
    release()
    await answers[group * 3]
  }
  expect([groups, await Promise.all(answers)]).toEqual([
    [['a'], ['b', 'c', 'd'], ['e']],
    ['a done', 'b done', 'c done', 'd done', 'e done'],
  ])
})

function lane(job: string): string {
  return job.slice(0, 1)
}

test('a lane has one job in a group, and its jobs keep their order', async () => {
  const { groups, commit, release } = heldCommits()
  const line = new CommitGroups<string, string>({ ...limits, commit, lane })
  const answers = ['a1', 'a2', 'a3', 'b1', 'b2'].map(job => line.hand(job))
  for (const index of [0, 1, 2]) {
    release()
    await answers[index]
  }
  await Promise.all(answers)
  expect(groups).toEqual([['a1'], ['a2', 'b1'], ['a3', 'b2']])
})

test('a commit that fails fails its whole group, and the next one goes on', async () => {
  const { commit, release } = heldCommits()
  const line = new CommitGroups<string, string>({ ...limits, commit })
  const answers = ['a', 'bad', 'c'].map(job => line.hand(job))
  const settled = Promise.allSettled(answers)
  release()
  await answers[0]
  release()
  const after = settled.then(() => line.hand('d'))
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  await Promise.resolve()
  release()
  expect(await after).toBe('d done')
})

test('one job more than may wait is refused, and closing waits for the others', async () => {
  const { groups, commit, release } = heldCommits()
  const line = new CommitGroups<string, string>({ ...limits, waitingMax: 2, commit })
  const answers = ['a', 'b', 'c'].map(job => line.hand(job))
  await expect(line.hand('d')).rejects.toMatchObject({ code: 'overloaded' })
  const closed = line.close()
  await expect(line.hand('e')).rejects.toMatchObject({ code: 'closed' })
  release()
  await answers[0]
  release()
  await closed
  expect([groups, await Promise.all(answers)]).toEqual([
    [['a'], ['b', 'c']],
    ['a done', 'b done', 'c done'],
  ])
})
