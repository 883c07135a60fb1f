import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verdictOf } from '../scripts/test-report.ts'

describe('What the full check reads of a test run', () => {
  it('counts a test that was skipped, and a file that could not be read, as not seen to hold', () => {
    const report = written({
      numTotalTests: 3,
      numPassedTests: 1,
      testResults: [
        {
          name: join(process.cwd(), 'src/a.test.ts'),
          status: 'failed',
          assertionResults: [
            { status: 'failed', fullName: 'a call ends', failureMessages: ['it did not'] },
            { status: 'pending', fullName: 'a call rings' },
            { status: 'passed', fullName: 'a call begins' },
          ],
        },
        {
          name: join(process.cwd(), 'src/b.test.ts'),
          status: 'failed',
          message: 'no such module',
          assertionResults: [],
        },
      ],
    })
    expect(verdictOf(report, 1)).toEqual({
      passed: 1,
      notHeld: [
        { file: 'src/a.test.ts', test: 'a call ends', why: 'it did not' },
        { file: 'src/a.test.ts', test: 'a call rings', why: 'pending' },
        { file: 'src/b.test.ts', test: 'the file itself', why: 'no such module' },
      ],
    })
  })

  it('does not take a run that ended badly for a good one because no test is named', () => {
    const report = written({ numTotalTests: 1, numPassedTests: 1, testResults: [] })
    expect(verdictOf(report, 0).notHeld).toEqual([])
    expect(verdictOf(report, 1).notHeld).toEqual([
      { file: '', test: 'a test run', why: 'the run ended with 1' },
    ])
    expect(verdictOf(`${report}-that-is-not-there`, 1).notHeld).toHaveLength(1)
  })
})

function written(report: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'report.json')
  writeFileSync(file, JSON.stringify(report))
  return file
}
