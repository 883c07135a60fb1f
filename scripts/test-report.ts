import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** What is read of the test runner's report. */
interface TestReport {
  readonly numTotalTests: number
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

/** A test that was not seen to hold: it failed, or it was skipped for want of something. */
export interface NotHeld {
  readonly file: string
  readonly test: string
  readonly why: string
}

/** What a report says: how many tests held, and each that did not. */
export interface TestVerdict {
  readonly passed: number
  readonly notHeld: readonly NotHeld[]
}

/** The names of the tests that failed; a file that could not even be read counts as one. */
export function failedIn(file: string): readonly string[] {
  const read = readReport(file)
  return read.testResults.flatMap(({ name, status, assertionResults }) =>
    status === 'failed' && assertionResults.length === 0
      ? [name]
      : assertionResults.filter(one => one.status === 'failed').map(one => one.fullName),
  )
}

/**
 * Reads a report as the full check does: whatever did not pass did not hold. A run that left no
 * report, or failed without naming a test, is one failure of its own (`exit` is the run's exit code).
 */
export function verdictOf(report: string, exit: number): TestVerdict {
  if (!existsSync(report)) return { passed: 0, notHeld: [unnamed('the run left no report')] }
  const read = readReport(report)
  const notHeld = read.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name)
    const tests = assertionResults
      .filter(one => one.status !== 'passed')
      .map(one => ({ file, test: one.fullName, why: one.failureMessages?.[0] ?? one.status }))
    return status === 'failed' && tests.length === 0
      ? [{ file, test: 'the file itself', why: message ?? '' }]
      : tests
  })
  return exit !== 0 && notHeld.length === 0
    ? { passed: read.numPassedTests, notHeld: [unnamed(`the run ended with ${exit}`)] }
    : { passed: read.numPassedTests, notHeld }
}

function readReport(file: string): TestReport {
  const read: TestReport = JSON.parse(readFileSync(file, 'utf8'))
  if (read.numTotalTests === 0) throw new Error('no test was run')
  return read
}

function unnamed(why: string): NotHeld {
  return { file: '', test: 'a test run', why }
}
