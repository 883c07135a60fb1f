import { readFileSync } from 'node:fs'

/** What is read of the test runner's report. */
interface TestReport {
  readonly numTotalTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** The names of the tests that failed; a file that could not even be read counts as one. */
export function failedIn(file: string): readonly string[] {
  const read: TestReport = JSON.parse(readFileSync(file, 'utf8'))
  if (read.numTotalTests === 0) throw new Error('no test was run')
  return read.testResults.flatMap(({ name, status, assertionResults }) =>
    status === 'failed' && assertionResults.length === 0
      ? [name]
      : assertionResults.filter(one => one.status === 'failed').map(one => one.fullName),
  )
}
