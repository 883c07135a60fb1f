import { verdictOf, type NotHeld } from './test-report.ts'

/*
 * For `.ci/run`, which is a shell: what a report of the test runner says, as lines.
 *
 *   node scripts/test-verdict.ts counts REPORT EXIT   how many passed, and how many did not
 *   node scripts/test-verdict.ts files REPORT EXIT    the files of those that did not
 *   node scripts/test-verdict.ts told REPORT EXIT     each that did not, with the reason it gave
 */

/** Lines of a reason that are worth reading again at the end of a long run. */
const reasonLines = 12

const [wanted, report, exit] = process.argv.slice(2)
const { passed, notHeld } = verdictOf(report ?? '', Number(exit))

const lines: Readonly<Record<string, () => readonly string[]>> = {
  counts: () => [`${passed} ${notHeld.length}`],
  files: () => [...new Set(notHeld.map(one => one.file).filter(Boolean))],
  told: () => notHeld.flatMap(told),
}
const asked = lines[wanted ?? '']
if (!asked) throw new Error(`counts, files or told, and not ${wanted}`)
for (const line of asked()) process.stdout.write(`${line}\n`)

function told({ file, test, why }: NotHeld): readonly string[] {
  // oxlint-disable-next-line no-control-regex -- colours are for terminals, and begin with one
  const reason = why.replaceAll(/\u001B\[[0-9;]*m/g, '').split('\n')
  return [`✗ ${file} › ${test}`, ...reason.slice(0, reasonLines).map(line => `    ${line}`)]
}
